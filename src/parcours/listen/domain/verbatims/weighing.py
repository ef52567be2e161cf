"""What weighs on NPS: the drivers people speak of, beside the score they gave."""

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.importance import Weighed, weigh
from parcours.core.kernel import Log, run
from parcours.listen.domain.verbatims import codes
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.reading import DRIVER, frame
from parcours.map.domain.plain import plain

FEWEST: Final = 100
"""Answers below which seven drivers cannot be told apart."""
NPS: Final = "nps_0_10"
_COLUMNS: Final = [f"{DRIVER}{name}" for name in codes.DRIVERS]


def weights_of(
    log: Log, *, since: str | None = None, until: str | None = None
) -> dict[str, Any]:
    """Return what each driver weighs on the recommendation, as `core.importance` says it.

    Args:
        log: where the scores are.
        since: the first day of the verbatims, ``2026-01-01``.
        until: the last day.

    Returns:
        ``n`` answers with a score and words; ``explained`` and ``weights``, the heaviest
        first; both are missing below a hundred answers.
    """
    asked = Asked(since=_day(since), until=_day(until))
    told = frame(["event_id", *_COLUMNS], asked)
    both = _answers(told).join(_scores(log), on="answer", how="inner")
    if both.height < FEWEST:
        return {"n": both.height}
    drivers = {
        name: _two(both[f"{DRIVER}{name}"])
        for name in codes.DRIVERS
        if both[f"{DRIVER}{name}"].is_not_null().any()
    }
    customer = both["customer_id"].rank("dense").cast(pl.Int64).to_numpy()
    found = weigh(both["score"].to_numpy(), drivers, customer)
    return {"n": both.height} | _plain(found)


def _answers(told: pl.DataFrame) -> pl.DataFrame:
    """Return one row per answer: of all its words on a driver, the worst counts."""
    answer = pl.col("event_id").str.split(":").list.first()
    return told.group_by(answer.alias("answer")).agg(pl.col(_COLUMNS).min())


def _scores(log: Log) -> pl.DataFrame:
    def kernel(events: Events) -> pl.DataFrame:
        scored = pl.col("scale") == NPS, pl.col("score").is_not_null()
        return events.frame.filter(*scored).select(
            "customer_id",
            pl.col("score").cast(pl.Float64),
            answer=pl.col("event_id").str.split(":").list.first(),
        )

    parts = run(log, kernel, columns=["event_id", "score", "scale"])
    return pl.concat(parts).unique("answer", keep="first", maintain_order=True)


def _two(polarity: pl.Series) -> np.ndarray:
    """Return a driver as two columns: spoken well of, spoken ill of."""
    known = polarity.fill_null(0).to_numpy()
    return np.column_stack([known > 0, known < 0]).astype(np.float64)


def _plain(found: Weighed) -> dict[str, Any]:
    return {
        "explained": plain(found.explained),
        "weights": [plain(each) | {"kind": each.kind} for each in found.weights],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

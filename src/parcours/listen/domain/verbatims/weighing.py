"""What weighs on NPS, or on what was felt: the drivers spoken of, beside the score given."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.importance import Weighed, weigh
from parcours.core.kernel import Log, run
from parcours.core.scale import rescale
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

    Where too few were asked to recommend, on what was felt: any score, brought to 1 to 5.

    Args:
        log: where the scores are.
        since: the first day of the verbatims, ``2026-01-01``.
        until: the last day.

    Returns:
        ``n`` answers with a score and words, ``opinion`` which score that is (``nps`` or
        ``felt``); ``explained`` and ``weights``, the heaviest first; both are missing below
        a hundred answers.
    """
    asked = Asked(since=_day(since), until=_day(until))
    told = frame(["event_id", *_COLUMNS], asked)
    both = _answers(told).join(_scores(log), on="answer", how="inner")
    recommended, felt = (both.drop_nulls(name) for name in ("nps", "felt"))
    is_nps = recommended.height >= min(FEWEST, felt.height)
    opinion = "nps" if is_nps else "felt"
    both = both.drop_nulls(opinion)
    if both.height < FEWEST:
        return {"n": both.height, "opinion": opinion}
    drivers = {
        name: _two(both[f"{DRIVER}{name}"])
        for name in codes.DRIVERS
        if both[f"{DRIVER}{name}"].is_not_null().any()
    }
    customer = both["customer_id"].rank("dense").cast(pl.Int64).to_numpy()
    found = weigh(both[opinion].to_numpy(), drivers, customer)
    return {"n": both.height, "opinion": opinion} | _plain(found)


def _answers(told: pl.DataFrame) -> pl.DataFrame:
    """Return one row per answer: of all its words on a driver, the worst counts."""
    return told.group_by(_answer()).agg(pl.col(_COLUMNS).min())


def _scores(log: Log) -> pl.DataFrame:
    """Return one row per answer: the recommendation, if any, and the mean of what was felt."""

    def kernel(events: Events) -> pl.DataFrame:
        score, scale = pl.col("score").cast(pl.Float64), pl.col("scale").cast(pl.String)
        return (
            events.frame.filter(score.is_not_null())
            .select(
                "customer_id", _answer(), nps=pl.when(scale == NPS).then(score),
                felt=rescale(score, scale),
            )
            .group_by("answer", maintain_order=True)
            .agg(pl.col("customer_id", "nps").drop_nulls().first(), pl.col("felt").mean())
        )  # fmt: skip

    parts = run(log, kernel, columns=["event_id", "score", "scale"])
    return pl.concat(parts).unique("answer", keep="first", maintain_order=True)


def _answer() -> pl.Expr:
    """Return what the name of an answer has before its question: ``RESPONSE:question``."""
    return pl.col("event_id").str.replace(r":[^:]*$", "").alias("answer")


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


def proved_kind(weight: Mapping[str, Any]) -> str:
    """Return a weight's kind as far as it is proved, else nothing.

    What is neither a satisfier nor a dissatisfier cuts both ways only where it is sure to
    please and sure to displease: it may do neither.
    """
    kind = weight["kind"] or ""
    if kind != "hybrid":
        return kind
    least, most = weight["reward"]["low"], weight["penalty"]["high"]
    is_sure = least is not None and most is not None and least > 0 > most
    return kind if is_sure else ""

"""Promises kept: the share of decided occurrences that were."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.metric import Metric, Moment
from parcours.core.occurrence import State, evaluate


def kept(state: pl.Expr) -> pl.Expr:
    """Return the share kept of what was kept or broken; pending and void do not count.

    Args:
        state: of an occurrence: pending, kept, broken or void.

    >>> cases = pl.DataFrame({"state": ["kept", "kept", "broken", "kept", "void", "pending"]})
    >>> cases.select(kept(pl.col("state"))).item()
    0.75
    """
    return (state == "kept").filter(state.is_in(["kept", "broken"])).mean()


def outcomes(events: Events, moment: Moment) -> pl.DataFrame:
    """Return whether each decided occurrence was kept, by its opening event.

    Also the names of its ``promise``, ``touchpoint`` and ``stage``.
    """
    if moment.canvas is None:
        return _NONE
    stages = {point.touchpoint: stage.stage for stage, point in moment.canvas.touchpoints()}
    parts = [_NONE]
    for found in evaluate(events, moment.canvas, as_of=moment.as_of):
        state = found.verdict.state
        is_decided = (state == State.KEPT) | (state == State.BROKEN)
        decided = pl.DataFrame(
            {
                "row": found.opening[is_decided].astype(np.uint32),
                "value": (state[is_decided] == State.KEPT).astype(np.float64),
            }
        )
        parts.append(
            decided.with_columns(
                promise=pl.lit(found.promise.promise),
                touchpoint=pl.lit(found.touchpoint.touchpoint),
                stage=pl.lit(stages[found.touchpoint.touchpoint]),
            )
        )
    return pl.concat(parts).sort("row", maintain_order=True)


_NONE: Final = pl.DataFrame(
    schema={
        "row": pl.UInt32, "value": pl.Float64,
        "promise": pl.String, "touchpoint": pl.String, "stage": pl.String,
    }
)  # fmt: skip

KEPT: Final = Metric(
    name="kept",
    definition="kept/1",
    title={"en": "Promises kept", "fr": "Promesses tenues"},
    level="touchpoint",
    unit="share",
    source="share of decided occurrences; interval: Wilson (1927), customers as clusters",
    statistic="share",
    observe=outcomes,
    needs_canvas=True,
)

"""Whether journeys go the way the canvas draws, and where they leave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.figure import Figure
from parcours.core.language import _
from parcours.core.path.share import share
from parcours.core.path.show import card
from parcours.core.path.steps import Steps

_DEPARTURES: Final = ("from", "to", "times", "journeys")


@dataclass(frozen=True)
class Backward:
    """One bucket's journeys, those that never go back, and each step back.

    ``table``: from, to, times, journeys.
    """

    journeys: int
    following: int
    table: pl.DataFrame


@dataclass(frozen=True)
class Conformance:
    """The share of journeys that follow the canvas, and the most frequent departures.

    ``following`` takes journeys as independent; its n are journeys with at least one
    step on the canvas. ``departures``, most frequent first: from, to (touchpoints),
    times, journeys, share (of journeys).
    """

    following: Figure
    departures: pl.DataFrame

    def _repr_html_(self) -> str:
        facts = {
            _("journeys"): self.following.n,
            _("share that follows the canvas"): self.following.value,
        }
        return card(_("Against the canvas"), facts, self.departures)


def backward(steps: Steps, rank: NDArray[np.integer]) -> Backward:
    """Find a bucket's steps to a place of lower *rank* than the step before.

    Steps of the same instant are taken in the order that follows the canvas best.
    """
    steps = steps.ranked(rank)
    level = rank[steps.step]
    second = np.flatnonzero(steps.follows)
    back = second[level[second] < level[second - 1]]
    width = max(len(steps.names), 1)
    pair = steps.step[back - 1].astype(np.int64) * width + steps.step[back]
    journey = steps.journey[back]
    table = (
        pl.DataFrame({"pair": pair, "journey": journey})
        .group_by("pair")
        .agg(
            times=pl.len().cast(pl.Int64), journeys=pl.col("journey").n_unique().cast(pl.Int64)
        )
    )
    start, end = np.divmod(table["pair"].to_numpy(), width)
    name = pl.Series(steps.names, dtype=pl.String)
    named = table.with_columns(
        name.gather(start).alias("from"), name.gather(end).alias("to")
    ).select(*_DEPARTURES)
    return Backward(len(steps.starts), len(steps.starts) - len(np.unique(journey)), named)


def conformance(buckets: Sequence[Backward]) -> Conformance:
    """Return the journeys of all buckets together."""
    journeys = sum(each.journeys for each in buckets)
    following = sum(each.following for each in buckets)
    departures = (
        pl.concat([each.table for each in buckets])
        .group_by("from", "to")
        .agg(pl.col("times", "journeys").sum())
        .with_columns(share=pl.col("journeys") / max(journeys, 1))
        .sort("times", "from", "to", descending=[True, False, False])
    )
    definition = _("journeys that never step back on the canvas, of all on it")
    return Conformance(share(following, of=journeys, definition=definition), departures)

"""Each step on its own: how often it comes, begins, ends, and comes again (rework)."""

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

_COUNTS: Final = ("events", "journeys", "started", "ended", "journeys_again", "again")


@dataclass(frozen=True)
class Tally:
    """One bucket's counts: a row per step, ``step`` and the counts of ``Visits``."""

    table: pl.DataFrame
    journeys: int
    reworked: int


@dataclass(frozen=True)
class Visits:
    """How often journeys make each step, and make it again.

    ``table``, most events first: step, events, journeys (that have it), started, ended
    (journeys whose first, last step it is), journeys_again (that have it twice or more),
    again (events beyond the first of a journey), rework_share (journeys_again of
    journeys). ``reworked`` is the share of journeys in which any step comes again.
    """

    table: pl.DataFrame
    reworked: Figure

    def _repr_html_(self) -> str:
        facts = {_("journeys"): self.reworked.n, _("with rework"): self.reworked.value}
        return card(_("Steps and rework"), facts, self.table)


def tally(steps: Steps) -> Tally:
    """Count a bucket's steps."""
    # By step, then by journey: a step that comes again stands next to its like.
    order = np.argsort(steps.step, kind="stable")
    step, journey = steps.step[order], steps.journey[order]
    again = np.zeros(len(step), bool)
    again[1:] = (step[1:] == step[:-1]) & (journey[1:] == journey[:-1])
    second = again.copy()
    second[1:] &= ~again[:-1]

    def count(codes: NDArray[np.unsignedinteger]) -> NDArray[np.intp]:
        return np.bincount(codes, minlength=len(steps.names))

    table = pl.DataFrame(
        {
            "step": pl.Series(steps.names, dtype=pl.String),
            "events": count(step),
            "journeys": count(step[~again]),
            "started": count(steps.step[steps.starts]),
            "ended": count(steps.step[steps.last]),
            "journeys_again": count(step[second]),
            "again": count(step[again]),
        }
    )
    reworked = len(np.unique(journey[second]))
    return Tally(table.filter(pl.col("events") > 0), len(steps.starts), reworked)


def visits(buckets: Sequence[Tally]) -> Visits:
    """Return the counts of all buckets together."""
    journeys = sum(each.journeys for each in buckets)
    reworked = sum(each.reworked for each in buckets)
    table = (
        pl.concat([each.table for each in buckets])
        .group_by("step")
        .agg(pl.col(*_COUNTS).sum())
        .with_columns(rework_share=pl.col("journeys_again") / pl.col("journeys"))
        .sort("events", "step", descending=[True, False])
    )
    definition = _("journeys in which a step comes again, of all journeys")
    return Visits(table, share(reworked, of=journeys, definition=definition))

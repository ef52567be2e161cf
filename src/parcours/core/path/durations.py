"""How long journeys last, from their first step to their last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.language import _
from parcours.core.path.show import card
from parcours.core.path.steps import Steps
from parcours.core.quantiles import ERROR, Binned, Sample, quantiles, sample

_SECOND: Final = 1_000_000
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
EDGES: Final = (
    0, 1, _MINUTE, 10 * _MINUTE, _HOUR, 6 * _HOUR, _DAY, 3 * _DAY, 7 * _DAY, 14 * _DAY,
    30 * _DAY, 90 * _DAY, 182 * _DAY, 365 * _DAY,
)  # fmt: skip
"""Seconds at which a bar of the histogram begins; the last bar has no end."""


@dataclass(frozen=True)
class Lengths:
    """One bucket's durations in microseconds: sum, longest, histogram, sample."""

    journeys: int
    steps: int
    total: float
    longest: int
    counts: NDArray[np.intp]
    sample: Sample


@dataclass(frozen=True)
class Durations:
    """How long journeys last, in seconds; one of a single step lasts 0.

    ``table`` is the histogram: from_seconds (included), to_seconds (excluded, null for
    the last), journeys, share. ``error`` is the relative error of median and p90: 0, or
    0.01 on a large log. All are null where there is no journey.
    """

    journeys: int
    steps: int
    mean: float | None
    median: float | None
    p90: float | None
    longest: float | None
    table: pl.DataFrame
    error: float

    def _repr_html_(self) -> str:
        facts = {
            _("journeys"): self.journeys,
            _("median, days"): (self.median or 0) / _DAY,
            _("90th percentile, days"): (self.p90 or 0) / _DAY,
        }
        return card(_("Durations"), facts, self.table)


def lengths(steps: Steps) -> Lengths:
    """Measure a bucket's journeys."""
    lasted = steps.at[steps.last] - steps.at[steps.starts]
    bars = np.searchsorted(np.array(EDGES) * _SECOND, lasted, side="right") - 1
    return Lengths(
        journeys=len(lasted),
        steps=len(steps),
        total=float(lasted.sum(dtype=np.float64)),
        longest=int(lasted.max(initial=0)),
        counts=np.bincount(bars, minlength=len(EDGES)),
        sample=sample(lasted, np.array([0, len(lasted)]), exact=steps.exact),
    )


def durations(buckets: Sequence[Lengths]) -> Durations:
    """Return the durations of all buckets together."""
    journeys = sum(each.journeys for each in buckets)
    one = np.zeros(1, np.intp)
    median, p90 = quantiles([(each.sample, one) for each in buckets], 1)[0].tolist()
    counts = np.sum([each.counts for each in buckets], axis=0)
    table = pl.DataFrame(
        {
            "from_seconds": EDGES,
            "to_seconds": [*EDGES[1:], None],
            "journeys": counts,
            "share": counts / max(journeys, 1),
        }
    )
    some = journeys > 0
    is_binned = any(isinstance(each.sample, Binned) for each in buckets)
    return Durations(
        journeys=journeys,
        steps=sum(each.steps for each in buckets),
        mean=sum(each.total for each in buckets) / journeys / _SECOND if some else None,
        median=median / _SECOND if some else None,
        p90=p90 / _SECOND if some else None,
        longest=max(each.longest for each in buckets) / _SECOND if some else None,
        table=table,
        error=ERROR if is_binned else 0.0,
    )

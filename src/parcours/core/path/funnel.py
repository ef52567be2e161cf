"""How far customers come: who reaches each level, in order and in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.interval import wilson
from parcours.core.language import _
from parcours.core.path.show import card
from parcours.core.path.steps import Rows, Steps
from parcours.core.quantiles import ERROR, Binned, Sample, quantiles, sample

_SECOND: Final = 1_000_000


class Arrivals(NamedTuple):
    """Rows at which a level is reached, and for each the rows that led there.

    ``before`` is the step of the level before, ``first`` that of the first level: the
    latest ones, since a later start is never worse for a window.
    """

    row: Rows
    before: Rows
    first: Rows


@dataclass(frozen=True)
class Reached:
    """One bucket's customers (or cases) at each level, and the times they took.

    Both samples are microseconds and have one group per level.
    """

    levels: tuple[str, ...]
    counts: list[int]
    since_before: Sample
    since_first: Sample


@dataclass(frozen=True)
class Funnel:
    """Who reaches each level after all those before, within a window from the first.

    ``table``, in order: level, reached (customers, or cases), of_first and of_before
    (shares, each with its Wilson interval _low and _high), median_seconds (since the
    level before), median_seconds_from_first; null where nobody could. ``error`` is the
    relative error of the medians: 0, or 0.01 on a large log.
    """

    table: pl.DataFrame
    error: float

    def _repr_html_(self) -> str:
        return card(_("Funnel"), {_("levels"): self.table.height}, self.table)


def reached(steps: Steps, levels: tuple[str, ...], window: float | None) -> Reached:
    """Follow a bucket's customers through *levels*, within *window* seconds.

    A customer reaches a level by a step of it that comes at or after one of the level
    before, and no later than *window* after a step of the first level that leads there.
    Any such first step will do. Times are those of the earliest arrival.
    """
    place = {name: position for position, name in enumerate(levels)}
    rank = np.array([place.get(name, -1) for name in steps.names], np.int16)
    steps = steps.ranked(rank)
    level = rank[steps.step]
    owner = np.repeat(steps.begins, np.diff(steps.begins, append=len(steps)))

    rows = np.flatnonzero(level == 0)
    stages = [Arrivals(rows, rows, rows)]
    for position in range(1, len(levels)):
        rows = np.flatnonzero(level == position)
        came = _next(stages[-1], rows, owner)
        if window is not None:
            came = _only(came, steps.at[came.row] - steps.at[came.first] <= window * _SECOND)
        stages.append(came)

    earliest = [_only(came, _is_first(owner[came.row])) for came in stages]
    at = steps.at
    return Reached(
        levels,
        [len(came.row) for came in earliest],
        _grouped([at[came.row] - at[came.before] for came in earliest], exact=steps.exact),
        _grouped([at[came.row] - at[came.first] for came in earliest], exact=steps.exact),
    )


def funnel(buckets: Sequence[Reached]) -> Funnel:
    """Return the levels of all buckets together."""
    levels = buckets[0].levels
    counts = np.sum([each.counts for each in buckets], axis=0).tolist()
    rows = [
        _level(reached, first=counts[0], before=counts[max(position - 1, 0)])
        for position, reached in enumerate(counts)
    ]
    groups = np.arange(len(levels))
    medians = {
        "median_seconds": [(each.since_before, groups) for each in buckets],
        "median_seconds_from_first": [(each.since_first, groups) for each in buckets],
    }
    table = pl.DataFrame(rows, schema=_LEVEL).with_columns(
        pl.Series(name, quantiles(samples, len(levels), (0.5,))[:, 0] / _SECOND).fill_nan(None)
        for name, samples in medians.items()
    )
    is_binned = any(isinstance(each.since_first, Binned) for each in buckets)
    return Funnel(
        table.insert_column(0, pl.Series("level", levels, dtype=pl.String)),
        ERROR if is_binned else 0.0,
    )


_LEVEL: Final = {
    "reached": pl.Int64,
    "of_first": pl.Float64, "of_first_low": pl.Float64, "of_first_high": pl.Float64,
    "of_before": pl.Float64, "of_before_low": pl.Float64, "of_before_high": pl.Float64,
}  # fmt: skip


def _level(reached: int, *, first: int, before: int) -> dict[str, int | float | None]:
    row: dict[str, int | float | None] = {"reached": reached}
    for name, of in (("of_first", first), ("of_before", before)):
        low, high = wilson(reached, of) if of else (None, None)
        row |= {name: reached / of if of else None, f"{name}_low": low, f"{name}_high": high}
    return row


def _next(came: Arrivals, rows: Rows, owner: Rows) -> Arrivals:
    """Return which of *rows* a customer of *came* arrives at, and from where."""
    latest = np.searchsorted(came.row, rows) - 1
    rows, latest = rows[latest >= 0], latest[latest >= 0]
    is_same = owner[rows] == owner[came.row[latest]]
    rows, latest = rows[is_same], latest[is_same]
    return Arrivals(rows, came.row[latest], came.first[latest])


def _only(came: Arrivals, keep: NDArray[np.bool_]) -> Arrivals:
    return Arrivals(*(rows[keep] for rows in came))


def _is_first(owner: Rows) -> NDArray[np.bool_]:
    first = np.ones(len(owner), bool)
    first[1:] = owner[1:] != owner[:-1]
    return first


def _grouped(times: list[NDArray[np.int64]], *, exact: bool) -> Sample:
    bounds = np.cumsum([0, *map(len, times)])
    return sample(np.concatenate(times), bounds, exact=exact)

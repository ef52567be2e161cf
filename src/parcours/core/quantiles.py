"""Quantiles of durations that combine over buckets: exact, or within 1 % in little memory.

A kernel samples its bucket's values group by group (a group is an edge, a stage, or all);
``quantiles`` then puts the samples of all buckets together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

EXACT_UP_TO: Final = 20_000_000
"""Events of a whole log up to which values are kept (8 bytes each), not counted in bins."""

ERROR: Final = 0.01
_GROWTH: Final = np.log((1 + ERROR) / (1 - ERROR))


@dataclass(frozen=True)
class Kept:
    """The values themselves: group g's are ``values[bounds[g]:bounds[g + 1]]``."""

    values: NDArray[np.int64]
    bounds: NDArray[np.intp]


@dataclass(frozen=True)
class Binned:
    """How many values of a group are in a bin; bins grow by 2 %, bin 0 holds zeros.

    ``cells`` has one row per group and bin that occurs: group, bin, count.
    """

    cells: pl.DataFrame


Sample = Kept | Binned


def sample(values: NDArray[np.int64], bounds: NDArray[np.intp], *, exact: bool) -> Sample:
    """Return *values*, not negative and laid group after group, as they can be combined."""
    kept = Kept(values, bounds)
    return kept if exact else _binned(kept)


def quantiles(
    samples: Sequence[tuple[Sample, NDArray[np.integer]]],
    groups: int,
    at: Sequence[float] = (0.5, 0.9),
) -> NDArray[np.float64]:
    """Return quantiles over buckets, one row per group, one column per share in *at*.

    Args:
        samples: a bucket's sample, and which of the *groups* each of its groups is.
        groups: how many groups there are in all.
        at: shares, 0 to 1.

    Returns:
        Values interpolated between neighbours (NumPy's ``linear``), NaN for a group
        without values. Exact if every sample was kept; otherwise each is within 1 % of
        the exact one.

    Source:
        Masson, C., Rim, J., Lee, H. (2019). DDSketch: a fast and fully-mergeable quantile
        sketch with relative-error guarantees. PVLDB 12(12).
    """
    if all(isinstance(part, Kept) for part, _ in samples):
        return _of_kept(samples, groups, at)
    return _of_binned(samples, groups, at)


def _of_kept(
    samples: Sequence[tuple[Sample, NDArray[np.integer]]], groups: int, at: Sequence[float]
) -> NDArray[np.float64]:
    pieces: list[list[NDArray[np.int64]]] = [[] for _ in range(groups)]
    for part, owners in samples:
        assert isinstance(part, Kept)
        for group, owner in enumerate(owners.tolist()):
            pieces[owner].append(part.values[part.bounds[group] : part.bounds[group + 1]])
    found = np.full((groups, len(at)), np.nan)
    for group, piece in enumerate(pieces):
        values = np.concatenate(piece) if piece else np.empty(0, np.int64)
        if len(values):
            low, high, share = _neighbours(len(values), at)
            values.partition(np.unique(np.concatenate([low, high])))
            found[group] = values[low] + (values[high] - values[low]) * share
    return found


def _of_binned(
    samples: Sequence[tuple[Sample, NDArray[np.integer]]], groups: int, at: Sequence[float]
) -> NDArray[np.float64]:
    cells = []
    for part, owners in samples:
        own = (part if isinstance(part, Binned) else _binned(part)).cells
        cells.append(own.with_columns(group=owners[own["group"].to_numpy()]))
    summed = pl.concat(cells).group_by("group", "bin").agg(pl.col("count").sum())
    found = np.full((groups, len(at)), np.nan)
    for (group,), counted in summed.sort("group", "bin").group_by("group", maintain_order=True):
        upto = counted["count"].cum_sum().to_numpy()
        middles = _middle(counted["bin"].to_numpy())
        low, high, share = _neighbours(int(upto[-1]), at)
        below, above = (
            middles[np.searchsorted(upto, each, side="right")] for each in (low, high)
        )
        found[group] = below + (above - below) * share
    return found


def _neighbours(
    n: int, at: Sequence[float]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return the two ranks around each quantile of *n* values, and how far between them."""
    rank = np.asarray(at) * (n - 1)
    low = np.floor(rank).astype(np.intp)
    return low, np.minimum(low + 1, n - 1), rank - low


def _binned(kept: Kept) -> Binned:
    group = np.repeat(np.arange(len(kept.bounds) - 1), np.diff(kept.bounds))
    with np.errstate(divide="ignore"):
        bins = np.ceil(np.log(kept.values) / _GROWTH) + 1
    bins[kept.values == 0] = 0
    cells = pl.DataFrame({"group": group, "bin": bins.astype(np.int32)})
    return Binned(cells.group_by("group", "bin").agg(count=pl.len().cast(pl.Int64)))


def _middle(bins: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the value that is within 1 % of all values of a bin."""
    middle = 2 * np.exp((bins - 1) * _GROWTH) / (np.exp(_GROWTH) + 1)
    return np.where(bins == 0, 0.0, middle)

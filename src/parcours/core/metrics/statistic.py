"""How observations become a value with its interval, by sums that combine over buckets."""

from collections.abc import Sequence
from math import inf, sqrt
from typing import Any, Final, Literal

import numpy as np
import polars as pl

from parcours.core.interval import (
    Interval,
    effective_n,
    linearised_variance,
    poisson_interval,
    quantile_interval,
    t_score,
    wilson,
)
from parcours.core.nps_interval import nps_interval

Statistic = Literal["share", "points", "mean", "count", "median"]
"""``share`` of 1 among 0 and 1, ``points`` of -1, 0 and 1 as NPS has, others of numbers."""

CELL: Final = {"start": pl.Date(), "group": pl.String(), "scale": pl.String()}
KEYS: Final = tuple(CELL)
"""What a figure of a metric is of: the start of a period, a group, a scale."""

Row = dict[str, Any]
_NO_SPREAD: Final = 1e-12  # of a scale's squared length: rounding leaves as much


def tallied(table: pl.DataFrame, statistic: Statistic, *, once: bool = False) -> pl.DataFrame:
    """Return what *table*, all observations of its customers, adds up to.

    Args:
        table: KEYS, ``customer`` (anything that tells them apart) and ``value`` (f64).
        once: a customer counts once in a cell, with the highest value.

    Returns:
        One row per cell that occurs: ``n``, ``customers`` and, for a median, all its
        ``values`` (8 bytes each), for the others sums over customers.
    """
    if once:
        table = table.group_by(*KEYS, "customer").agg(pl.col("value").max())
    return _listed(table) if statistic == "median" else _summed(table)


def combined(tallies: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the tally of several buckets, each with customers of its own."""
    cells = pl.concat(tallies).group_by(KEYS)
    if "values" not in tallies[0].columns:
        return cells.agg(pl.exclude(KEYS).sum())
    return cells.agg(pl.col("n", "customers").sum(), pl.col("values").list.explode())


def summarised(
    row: Row, statistic: Statistic, *, within: Interval = (-inf, inf)
) -> tuple[float, Interval]:
    """Return the value and interval of a row of a tally; infinite where there is none."""
    if statistic == "median":
        return float(np.median(row["values"])), quantile_interval(row["values"])
    if statistic == "count":
        return row["total"], _count_interval(row)
    mean, variance = row["total"] / row["n"], _variance(row)
    if statistic == "mean":
        return mean, _mean_interval(mean, variance, row["customers"], within=within)
    # Of -1, 0 and 1 as of 0 and 1, the mean of squares is the share that is not 0.
    moved = row["squares"] / row["n"]
    n = effective_n(row["n"], row["customers"], one=moved - mean * mean, mean=variance)
    if statistic == "share":
        return mean, wilson(mean * n, n)
    low, high = nps_interval((moved - mean) / 2 * n, (1 - moved) * n, (moved + mean) / 2 * n)
    return 100 * mean, (100 * low, 100 * high)


def _summed(table: pl.DataFrame) -> pl.DataFrame:
    value, size, total = pl.col("value"), pl.col("size"), pl.col("sum")
    customers = table.group_by(*KEYS, "customer").agg(
        size=pl.len().cast(pl.Float64), sum=value.sum(), squares=(value * value).sum()
    )
    return customers.group_by(KEYS).agg(
        n=size.sum(),
        customers=pl.len().cast(pl.Float64),
        total=total.sum(),
        squares=pl.col("squares").sum(),
        sizes_squared=(size * size).sum(),
        totals_squared=(total * total).sum(),
        products=(total * size).sum(),
    )


def _listed(table: pl.DataFrame) -> pl.DataFrame:
    return table.group_by(KEYS).agg(
        n=pl.len().cast(pl.Float64),
        customers=pl.col("customer").n_unique().cast(pl.Float64),
        values=pl.col("value"),
    )


def _variance(row: Row) -> float:
    return linearised_variance(
        customers=row["customers"],
        n=row["n"],
        total=row["total"],
        sizes_squared=row["sizes_squared"],
        totals_squared=row["totals_squared"],
        products=row["products"],
    )


def _mean_interval(
    mean: float, variance: float, customers: float, *, within: Interval
) -> Interval:
    """Return Student's interval; where all customers say the same, one that is no point.

    Answers that do not vary show that others are rare, not that there are none. No mean on a
    scale can vary more than that of answers at its two ends, of which one is a share: it has
    the share's score interval, brought back to the scale.

    Source:
        Bhatia, R. and Davis, C. (2000). A better bound on the variance. American Mathematical
        Monthly 107; Wilson, E. (1927). JASA 22.
    """
    low, high = within
    if variance == inf:
        return within
    length = high - low
    if length < inf and variance <= _NO_SPREAD * length**2:
        least, most = wilson((mean - low) / length * customers, customers)
        return low + least * length, low + most * length
    half = t_score(customers - 1) * sqrt(variance)
    return max(low, mean - half), min(high, mean + half)


def _count_interval(row: Row) -> Interval:
    """Return the interval of a count whose events come in bunches, one bunch a customer."""
    bunch = row["totals_squared"] / row["total"] if row["total"] else 1.0
    low, high = poisson_interval(row["total"] / bunch)
    return low * bunch, high * bunch

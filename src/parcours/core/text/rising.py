"""What people speak of more than they used to: alerts with a known rate of false ones."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from scipy.stats import hypergeom

from parcours.core.interval import benjamini_hochberg, z_score

LEAST: Final = 5
"""Times something must have been said lately; fewer are no alert, however rare before."""
FALSE: Final = 0.05

RISES: Final = {
    "before": pl.Int64(),
    "all_before": pl.Int64(),
    "lately": pl.Int64(),
    "all_lately": pl.Int64(),
    "times": pl.Float64(),
    "times_low": pl.Float64(),
    "p": pl.Float64(),
    "is_alert": pl.Boolean(),
}


def rises(
    told: pl.DataFrame, by: Sequence[str], *, said: str, lately: str, false: float = FALSE
) -> pl.DataFrame:
    """Return how much more often something is said lately, in each group.

    The share of a group's texts that say it is compared with what it was before, by Fisher's
    exact test, one-sided. Of the alerts raised together, *false* are expected to be chance,
    whatever the number of groups that are watched.

    Args:
        told: one row per text.
        by: columns that make the groups: a driver, a shop, a topic.
        said: the column that tells whether the text says it.
        lately: the column that tells whether it is of the days that are asked about.

    Returns:
        The columns of *by*, then those of RISES: times something was said, of how many
        texts; how many times as often (by shares, half a text added to either) and its lower
        95 % end; the p-value; whether it is an alert. The surest first.

    Source:
        Fisher, R. (1935). The Design of Experiments; Benjamini, Y. and Hochberg, Y. (1995).
        JRSS B 57. Ratio: Walter, S. (1975). Biometrika 62.

    >>> told = pl.DataFrame({
    ...     "shop": ["Bastille"] * 200,
    ...     "queue": [False] * 95 + [True] * 5 + [False] * 70 + [True] * 30,
    ...     "now": [False] * 100 + [True] * 100,
    ... })
    >>> found = rises(told, ["shop"], said="queue", lately="now")
    >>> found.select("shop", "lately", "is_alert").rows()
    [('Bastille', 30, True)]
    """
    is_late, is_said = pl.col(lately), pl.col(said).fill_null(value=False)
    counted = told.group_by(by).agg(
        before=(is_said & ~is_late).sum().cast(pl.Int64),
        all_before=(~is_late).sum().cast(pl.Int64),
        lately=(is_said & is_late).sum().cast(pl.Int64),
        all_lately=is_late.sum().cast(pl.Int64),
    )
    seen = counted.filter(pl.col("lately") >= LEAST, pl.col("all_before") > 0)
    if seen.is_empty():
        return seen.with_columns(
            pl.lit(None, kind).alias(name)
            for name, kind in RISES.items()
            if name not in seen.columns
        )
    p = _chance(seen)
    times, low = _ratio(seen)
    return seen.with_columns(
        times=pl.Series(times),
        times_low=pl.Series(low),
        p=pl.Series(p),
        is_alert=pl.Series(benjamini_hochberg(p.tolist(), false) & (low > 1)),
    ).sort("p", *by)


def _chance(seen: pl.DataFrame) -> np.ndarray:
    """Return how often chance alone says it at least so often lately."""
    before, whole_before, lately, whole_lately = (
        seen[name].to_numpy() for name in ("before", "all_before", "lately", "all_lately")
    )
    found = hypergeom.sf(lately - 1, whole_before + whole_lately, before + lately, whole_lately)
    return np.asarray(found, np.float64)


def _ratio(seen: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    before, lately = seen["before"].to_numpy() + 0.5, seen["lately"].to_numpy() + 0.5
    whole_before = seen["all_before"].to_numpy() + 0.5
    whole_lately = seen["all_lately"].to_numpy() + 0.5
    times = (lately / whole_lately) / (before / whole_before)
    error = np.sqrt(1 / lately - 1 / whole_lately + 1 / before - 1 / whole_before)
    return times, np.exp(np.log(times) - z_score() * error)

"""Scales of opinions, ``name_low_high``, and the common one from 1 to 5 that is *felt*."""

import re
from functools import cache
from typing import Final

import polars as pl

_FORM: Final = r"_(-?\d+(?:\.\d+)?)_(-?\d+(?:\.\d+)?)$"


@cache
def bounds(scale: str) -> tuple[float, float] | None:
    """Return the lowest and highest score of *scale*, or nothing where it names none.

    >>> bounds("nps_0_10")
    (0.0, 10.0)
    """
    match = re.search(_FORM, scale)
    if match is None or float(match[1]) >= float(match[2]):
        return None
    return float(match[1]), float(match[2])


def rescale(score: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """Return *score* on 1 to 5: 1 is the lowest of its own scale, 5 the highest.

    Null where the score or the scale is missing, the scale has no bounds, or the score lies
    outside them.

    Args:
        score: any number.
        scale: ``name_low_high``, one per score.

    >>> pl.select(rescale(pl.lit(7.0), pl.lit("nps_0_10"))).item()
    3.8
    """
    low, high = ends(scale)
    return pl.when(is_on_scale(score, scale)).then(1 + 4 * (score - low) / (high - low))


def is_on_scale(score: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """Return whether *score* lies between the ends of *scale*."""
    low, high = ends(scale)
    return score.is_between(low, high) & (low < high)


def ends(scale: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return the lowest and the highest score of *scale*, as `bounds` does of one."""
    low, high = (scale.str.extract(_FORM, group).cast(pl.Float64) for group in (1, 2))
    return low, high

"""Drivers and flags as the bits of a number: how the database keeps a set of them."""

from collections.abc import Iterable, Sequence
from typing import Final, get_args

import polars as pl

from parcours.core.canvas.canvas import Driver

DRIVERS: Final[tuple[str, ...]] = get_args(Driver)
FLAGS: Final = ("urgent", "churn", "complaint", "request", "promise")
NEGATIVE, NEUTRAL, POSITIVE = -1, 0, 1
SENTIMENTS: Final = (NEGATIVE, NEUTRAL, POSITIVE)


def mask(names: Iterable[str], of: Sequence[str]) -> int:
    """Return *names* as bits, in the order of *of*.

    >>> mask(["offer", "sensations"], DRIVERS)
    5
    """
    return sum(1 << of.index(name) for name in set(names))


def names(mask: int, of: Sequence[str]) -> list[str]:
    """Return the names whose bits are set, in the order of *of*.

    >>> names(5, DRIVERS)
    ['offer', 'sensations']
    """
    return [name for place, name in enumerate(of) if mask >> place & 1]


def masks(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``present``, ``positive``, ``negative`` and ``flags`` of coded texts.

    Args:
        frame: ``driver_<key>``, null where absent, else its polarity; flags as Booleans.
    """
    drivers = [pl.col(f"driver_{name}") for name in DRIVERS]
    return frame.select(
        present=_bits([each.is_not_null() for each in drivers]),
        positive=_bits([(each > 0).fill_null(value=False) for each in drivers]),
        negative=_bits([(each < 0).fill_null(value=False) for each in drivers]),
        flags=_bits([pl.col(name).fill_null(value=False) for name in FLAGS]),
    )


def has(column: str, place: int) -> pl.Expr:
    """Return whether the bit at *place* is set."""
    return pl.col(column).cast(pl.UInt8) & (1 << place) > 0


def polarity(place: int) -> pl.Expr:
    """Return the polarity of the driver at *place*: −1, 0, 1; null where it is absent."""
    sign = has("positive", place).cast(pl.Int8) - has("negative", place).cast(pl.Int8)
    return pl.when(has("present", place)).then(sign)


def _bits(flags: Sequence[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(
        each.cast(pl.Int16) * (1 << place) for place, each in enumerate(flags)
    )

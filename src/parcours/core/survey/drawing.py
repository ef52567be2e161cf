"""The draw among those who may be asked: by keyed hash, so that drawing again draws the same.

Nothing is remembered and no order matters: whoever knows the seed gets the same people. The
probability of being drawn is known beforehand, which is what weighting the answers needs.
"""

import hashlib
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.occurrence.bucket import Moments
from parcours.core.selection import Mask, Numbers

Bits = NDArray[np.uint64]

WEEKS: Final = 4
"""How many weeks before a week tell how many people may be expected in it."""

_HELD_OUT: Final = "hold-out"


def chances(seed: str, survey: str, *, customer_ids: pl.Series, at: Moments) -> Numbers:
    """Return the number between 0 and 1 that each occasion drew: uniform, always the same.

    Args:
        seed: the key; another draws others.
        survey: each survey draws for itself.
        customer_ids: of each occasion.
        at: the moment of each, which tells a person's occasions apart.
    """
    people = customer_ids.unique(maintain_order=True)
    own = pl.Series(_hashed(seed, survey, people), dtype=pl.UInt64)
    frame = pl.DataFrame({"customer_id": people, "own": own})
    found = customer_ids.to_frame("customer_id").join(
        frame, on="customer_id", how="left", maintain_order="left"
    )
    return _uniform(_mixed(found["own"].to_numpy() ^ _mixed(at.astype(np.uint64))))


def held_out(seed: str, customer_ids: pl.Series, share: float) -> Mask:
    """Return who is of the small share that is never asked, whatever the survey."""
    own = np.array(_hashed(seed, _HELD_OUT, customer_ids), dtype=np.uint64)
    few: Mask = _uniform(own) < share
    return few


def probability(share: float, quota: int | None, expected: float) -> float:
    """Return the probability of being drawn: the share, less where that exceeds the quota.

    A quota lowers everyone's probability for the week rather than stopping when it is
    reached: that would ask those of Monday, and nobody knew with which probability.

    Args:
        share: 0 to 1.
        quota: how many are wanted a week, about; null is no limit.
        expected: how many may be asked a week.

    >>> probability(0.5, 100, 400), probability(0.5, 100, 50), probability(0.5, None, 1e6)
    (0.25, 0.5, 0.5)
    """
    if quota is None or expected <= 0:
        return share
    return min(share, quota / expected)


def weekly(eligible: pl.DataFrame, share: float, quota: int | None) -> pl.DataFrame:
    """Return each week's probability, from how many could be asked in the weeks before.

    Args:
        eligible: ``week`` (a date, each once) and ``n``, how many could be asked in it.

    Returns:
        ``week`` and ``probability``, by week; the first has nothing before it and gets the
        share that its own number allows. No row where nobody could be asked.
    """
    if eligible.is_empty():
        return each_wave(eligible, share, quota)
    weeks = (
        eligible.sort("week")
        .upsample("week", every="1w")
        .with_columns(pl.col("n").fill_null(0))
    )
    before = pl.col("n").shift().rolling_mean(WEEKS, min_samples=1).fill_null(pl.col("n"))
    expected = weeks.select(before)["n"]
    drawn = [probability(share, quota, each) for each in expected]
    return weeks.select("week", probability=pl.Series(drawn, dtype=pl.Float64))


def each_wave(eligible: pl.DataFrame, share: float, quota: int | None) -> pl.DataFrame:
    """Return each week's probability where waves draw once: the quota is the wave's.

    Args:
        eligible: as of `weekly`.

    Returns:
        As `weekly`.
    """
    drawn = [probability(share, quota, each) for each in eligible["n"]]
    return eligible.select("week", probability=pl.Series(drawn, dtype=pl.Float64)).sort("week")


def _hashed(seed: str, purpose: str, texts: pl.Series) -> list[int]:
    key = hashlib.blake2b(f"{seed}\0{purpose}".encode(), digest_size=32).digest()
    return [
        int.from_bytes(hashlib.blake2b(text.encode(), key=key, digest_size=8).digest(), "big")
        for text in texts
    ]


def _mixed(x: Bits) -> Bits:
    """Return each number scattered over all 64 bits.

    Source:
        Steele, Lea, Flood (2014). Fast splittable pseudorandom number generators (SplitMix64).
    """
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _uniform(x: Bits) -> Numbers:
    return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53

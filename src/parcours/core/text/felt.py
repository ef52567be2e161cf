"""Felt inferred from words: what people who gave both words and a score teach of the others."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

FEWEST: Final = 200
"""Pairs of words and score below which nothing is inferred."""
_KNOTS: Final = 20
_FOLDS: Final = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inference:
    """How positive words are, and what those who say such words felt on average.

    ``places`` ascend from 0 to 1, ``felt`` with them, from 1 to 5; between two places it is
    straight. ``pairs`` is how many it learned from; ``error`` the mean absolute difference to
    the score of people it did not learn from, ``usual`` that of always saying the mean.
    """

    places: tuple[float, ...]
    felt: tuple[float, ...]
    pairs: int
    error: float
    usual: float

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return what `to_dict` made *kept* of."""
        return cls(**{**kept, "places": tuple(kept["places"]), "felt": tuple(kept["felt"])})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}

    def infer(self, positivity: Floats) -> Floats:
        """Return felt, 1 to 5, for how positive words are; NaN stays NaN."""
        found = np.interp(positivity, self.places, self.felt)
        return np.where(np.isnan(positivity), np.nan, found)


def calibrate(positivity: Floats, felt: Floats) -> Inference | None:
    """Return what scores teach of words; null below 200 pairs, or where it teaches nothing.

    The mean score of people whose words are alike in positivity, made never to fall as words
    get more positive. It teaches nothing where, for people set aside, it is no nearer to the
    score than saying the mean of all.

    Args:
        positivity: probability that the words are positive, 0 to 1.
        felt: the same people's score, brought to 1 to 5.

    Source:
        Barlow, R. et al. (1972). Statistical Inference under Order Restrictions (pool
        adjacent violators).

    >>> rng = np.random.default_rng(0)
    >>> words = rng.random(1000)
    >>> found = calibrate(words, np.clip(1.5 + 3 * words + rng.normal(0, 0.5, 1000), 1, 5))
    >>> found.infer(np.array([0.1, 0.9])).round(1).tolist()
    [1.8, 4.2]
    """
    known = np.isfinite(positivity) & np.isfinite(felt)
    positivity, felt = positivity[known], felt[known]
    if len(felt) < FEWEST:
        return None
    fold = np.arange(len(felt)) % _FOLDS
    missed = np.concatenate(
        [
            np.abs(_fitted(positivity[fold != one], felt[fold != one], positivity[fold == one])
                   - felt[fold == one])
            for one in range(_FOLDS)
        ]
    )  # fmt: skip
    usual = float(np.abs(felt - felt.mean()).mean())
    if missed.mean() >= usual:
        return None
    places, levels = _knots(positivity, felt)
    return Inference(
        places=tuple(places.tolist()),
        felt=tuple(levels.tolist()),
        pairs=len(felt),
        error=float(missed.mean()),
        usual=usual,
    )


def _fitted(positivity: Floats, felt: Floats, asked: Floats) -> Floats:
    places, levels = _knots(positivity, felt)
    return np.interp(asked, places, levels)


def _knots(positivity: Floats, felt: Floats) -> tuple[Floats, Floats]:
    """Return the middle and the mean score of twenty groups of words, never falling."""
    order = np.argsort(positivity, kind="stable")
    groups = np.array_split(order, min(_KNOTS, len(order)))
    places = np.array([positivity[group].mean() for group in groups])
    means = np.array([felt[group].mean() for group in groups])
    sizes = np.array([len(group) for group in groups], float)
    levels = isotonic_regression(means, weights=sizes).x
    return places, np.clip(levels, 1.0, 5.0)

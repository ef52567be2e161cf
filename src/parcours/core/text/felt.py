"""Felt inferred from words: what people who gave both words and a score teach of the others."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from parcours.core.figure import Figure
from parcours.core.inferred import DEFINITION, mean_figure

FEWEST: Final = 200
"""Pairs of words and score below which nothing is inferred."""
_KNOTS: Final = 20
_FOLDS: Final = 5
_DRAWS: Final = 200

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inference:
    """How positive words are, and what those who say such words felt on average.

    ``places`` ascend from 0 to 1, ``felt`` with them, from 1 to 5; between two places it is
    straight. ``pairs`` is how many it learned from; ``error`` the mean absolute difference to
    the score of people it did not learn from, ``usual`` that of always saying the mean.
    ``spread`` is the variance of those differences; ``doubt`` how far other people to learn
    from would have moved ``felt``, as covariances.
    """

    places: tuple[float, ...]
    felt: tuple[float, ...]
    pairs: int
    error: float
    usual: float
    spread: float
    doubt: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return what `to_dict` made *kept* of."""
        lists = {name: tuple(kept[name]) for name in ("places", "felt")}
        return cls(**{**kept, **lists, "doubt": tuple(tuple(row) for row in kept["doubt"])})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}

    def infer(self, positivity: Floats) -> Floats:
        """Return felt, 1 to 5, for how positive words are; NaN stays NaN."""
        found = np.interp(positivity, self.places, self.felt)
        return np.where(np.isnan(positivity), np.nan, found)

    def errors(self, positivity: Floats) -> Floats:
        """Return the standard error of what is inferred, from whom it was learned."""
        shares = self._shares(positivity)
        variances = np.einsum("ni,ij,nj->n", shares, np.array(self.doubt), shares)
        return np.asarray(np.sqrt(np.maximum(variances, 0.0)), float)

    def mean(self, positivity: Floats) -> Figure:
        """Return the mean felt of those who say such words, with its 95 % interval.

        It holds three errors: who happened to speak, how far people's feeling lies from what
        their words let infer, and from whom it was learned (delta method: the mean is linear
        in ``felt``).

        Args:
            positivity: of words whose author gave no score, no NaN.
        """
        n = len(positivity)
        if not n:
            return Figure(value=None, n=0, unit="felt", definition=DEFINITION)
        inferred = self.infer(positivity)
        shares = self._shares(positivity).mean(axis=0)
        learned = float(shares @ np.array(self.doubt) @ shares)
        variance = (float(inferred.var(ddof=1)) if n > 1 else 0.0) + self.spread
        return mean_figure(float(inferred.mean()), n=n, variance=variance / n + learned)

    def _shares(self, positivity: Floats) -> Floats:
        """Return how much of each place what is inferred is made of."""
        places = np.array(self.places)
        high = np.clip(np.searchsorted(places, positivity), 1, len(places) - 1)
        apart = np.maximum(places[high] - places[high - 1], 1e-12)
        part = np.clip((positivity - places[high - 1]) / apart, 0.0, 1.0)
        shares = np.zeros((len(positivity), len(places)))
        rows = np.arange(len(positivity))
        shares[rows, high - 1], shares[rows, high] = 1 - part, part
        return shares


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
            _fitted(positivity[fold != one], felt[fold != one], positivity[fold == one])
            - felt[fold == one]
            for one in range(_FOLDS)
        ]
    )  # fmt: skip
    usual = float(np.abs(felt - felt.mean()).mean())
    error = float(np.abs(missed).mean())
    if error >= usual:
        return None
    places, levels = _knots(positivity, felt)
    return Inference(
        places=tuple(places.tolist()),
        felt=tuple(levels.tolist()),
        pairs=len(felt),
        error=error,
        usual=usual,
        spread=float(np.square(missed).mean()),
        doubt=tuple(tuple(row) for row in _doubt(positivity, felt).tolist()),
    )


def _fitted(positivity: Floats, felt: Floats, asked: Floats) -> Floats:
    places, levels = _knots(positivity, felt)
    return np.interp(asked, places, levels)


def _knots(positivity: Floats, felt: Floats) -> tuple[Floats, Floats]:
    """Return the middle and the mean score of twenty groups of words, never falling."""
    groups = _groups(positivity)
    places = np.array([positivity[group].mean() for group in groups])
    means = np.array([felt[group].mean() for group in groups])
    sizes = np.array([len(group) for group in groups], float)
    return places, _rising(means, sizes)


def _doubt(positivity: Floats, felt: Floats) -> Floats:
    """Return the covariances of the scores of these groups, had others been asked.

    Their means are drawn anew, each with its own error, and made never to fall again.
    """
    groups = _groups(positivity)
    sizes = np.array([len(group) for group in groups], float)
    means = np.array([felt[group].mean() for group in groups])
    apart = np.array([felt[group].var(ddof=1) for group in groups])
    drawn = np.random.default_rng(0).normal(means, np.sqrt(apart / sizes), (_DRAWS, len(sizes)))
    return np.cov([_rising(each, sizes) for each in drawn], rowvar=False)


def _groups(positivity: Floats) -> list[NDArray[np.int64]]:
    order = np.argsort(positivity, kind="stable")
    return np.array_split(order, min(_KNOTS, len(order)))


def _rising(means: Floats, sizes: Floats) -> Floats:
    levels = isotonic_regression(means, weights=sizes).x
    return np.clip(levels, 1.0, 5.0)

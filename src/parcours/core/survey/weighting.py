"""Answers weighted to those who were to be heard, and what that costs in certainty."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.figure import Figure
from parcours.core.interval import cluster_variance, t_score, wilson, z_score
from parcours.core.language import _, listed
from parcours.core.nps_interval import nps_interval
from parcours.core.refusal import Refused

MOST: Final = 5.0  # times the median weight
_ROUNDS: Final = 500
_CLOSE: Final = 1e-10
_NEAR: Final = 1e-6

Floats = NDArray[np.float64]
Margins = Mapping[str, Mapping[str, float]]
"""Column → value → its share among those who were to be heard; shares sum to 1."""


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """Why answers cannot be brought to margins: of which margin, and which of its values."""

    why: Literal["sum", "unheard", "unknown", "contradiction"]
    name: str = ""
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it in words."""
        words = {
            "sum": _("the shares of {name} sum to {sum}, not to 1"),
            "unheard": _("nobody answered of {name} {values}: join it with another"),
            "unknown": _("{name} {values} was answered and has no share: give it one"),
            "contradiction": _(
                "these margins contradict each other among the answers: take out one of them"
            ),
        }
        told = listed(self.values)
        return words[self.why].format(name=self.name, sum=told, values=told)


class CannotRake(Refused):
    """The answers cannot be brought to these margins: its ``hindrance`` tells why."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(str(hindrance))
        self.hindrance = hindrance


@dataclass(frozen=True, kw_only=True)
class Raked:
    """Weights of answers, 1 on average.

    ``effective`` is how many answers of equal weight they are worth (Kish), ``design`` by
    how much they widen variances, ``trimmed`` how many were cut to five times the median,
    ``off`` the largest share of a margin by which trimming left them away from it.
    """

    weights: Floats
    effective: float
    design: float
    trimmed: int
    off: float


def rake(answers: pl.DataFrame, margins: Margins, start: Floats | None = None) -> Raked:
    """Return weights that bring *answers* to *margins*, all of them at once.

    Args:
        answers: one row per answer, a column for each margin; a null takes no part in that
            margin, its weight follows the others.
        start: weights to begin with, such as 1 / the chance of having been asked.

    Raises:
        CannotRake: shares do not sum to 1, nobody answered of a value, or a value that was
            answered has no share.

    Source:
        Deming, W. and Stephan, F. (1940). Annals of Mathematical Statistics 11; trimming:
        Potter, F. (1990). Proceedings of the Survey Research Methods Section, ASA.
    """
    weights = np.ones(answers.height) if start is None else np.asarray(start, np.float64)
    cells = [_cells(answers, name, shares) for name, shares in margins.items()]
    weights = _raked(weights / weights.mean(), cells)
    most = MOST * float(np.median(weights))
    trimmed = int((weights > most).sum())
    if trimmed:
        weights = np.minimum(weights, most)
        weights /= weights.mean()
    effective = kish(weights)
    return Raked(
        weights=weights,
        effective=effective,
        design=len(weights) / effective,
        trimmed=trimmed,
        off=max((_off(weights, *each) for each in cells), default=0.0),
    )


def kish(weights: Floats) -> float:
    """Return how many answers of equal weight these are worth.

    >>> round(kish(np.array([1.0, 1, 2, 4])), 6)
    2.909091

    Source:
        Kish, L. (1965). Survey Sampling, 11.7.
    """
    return float(weights.sum() ** 2 / (weights @ weights)) if len(weights) else 0.0


def weighted(
    values: Floats,
    weights: Floats,
    customer: NDArray[np.int64],
    *,
    kind: Literal["share", "points", "score"],
    definition: str,
    within: tuple[float, float] = (-inf, inf),
) -> Figure:
    """Return a weighted figure, its interval linearised with customers as clusters.

    Args:
        values: 0 and 1 for ``share``; −1, 0 and 1 for ``points``; else numbers.
        customer: who gave each, so that several answers of one count as one opinion's worth.
        within: the ends of the scale of a ``score``.

    Source:
        Lumley, T. (2010). Complex Surveys, chapter 2; Korn, E. and Graubard, B. (1998).
    """
    people, number = np.unique(customer, return_inverse=True)
    if not len(values):
        return Figure(value=None, n=0, unit=kind, definition=definition)
    sizes = np.bincount(number, weights).astype(np.float64)
    mean = float(values @ weights / weights.sum())
    variance = cluster_variance(np.bincount(number, weights * values), sizes)
    low, high = _interval(
        mean, variance, moved=float(values**2 @ weights / weights.sum()),
        most=kish(sizes), kind=kind, within=within,
    )  # fmt: skip
    times = 100.0 if kind == "points" else 1.0
    return Figure(
        value=times * mean,
        low=times * low,
        high=times * high,
        n=len(people),
        unit=kind,
        definition=definition,
    )


def _interval(
    mean: float,
    variance: float,
    *,
    moved: float,
    most: float,
    kind: str,
    within: tuple[float, float],
) -> tuple[float, float]:
    """Return the interval of a mean: ``moved`` is that of squares, ``most`` the largest n."""
    if kind == "score":
        half = t_score(most - 1) * sqrt(variance) if most > 1 else inf
        return max(within[0], mean - half), min(within[1], mean + half)
    one = moved - mean * mean
    n = most
    if 0 < variance < inf and one > 0:
        few = z_score() / t_score(most - 1) if most > 1 else 0.0
        n = min(most, max(1.0, one / variance * few**2))
    if kind == "share":
        return wilson(mean * n, n)
    return nps_interval((moved - mean) / 2 * n, (1 - moved) * n, (moved + mean) / 2 * n)


def _raked(weights: Floats, cells: list[tuple[NDArray[np.int64], Floats]]) -> Floats:
    for _round in range(_ROUNDS):
        before = weights
        for place, wanted in cells:
            told = place >= 0
            sums = np.bincount(place[told], weights[told], len(wanted))
            factors = wanted * sums.sum() / sums
            weights = np.where(told, weights * factors[place], weights)
        if np.abs(weights / before - 1).max(initial=0.0) < _CLOSE:
            break
    weights = np.asarray(weights / weights.mean(), np.float64)
    if all(_off(weights, *each) < _NEAR for each in cells):
        return weights
    raise CannotRake(Hindrance(why="contradiction"))


def _cells(
    answers: pl.DataFrame, name: str, shares: Mapping[str, float]
) -> tuple[NDArray[np.int64], Floats]:
    """Return the place of each answer among the values of a margin (−1: null), and shares."""
    if abs(sum(shares.values()) - 1) > 1e-6:
        told = f"{sum(shares.values()):.8g}"
        raise CannotRake(Hindrance(why="sum", name=name, values=(told,)))
    found = answers[name].cast(pl.String)
    values = [value for value, share in shares.items() if share > 0]
    unheard = [value for value in values if not (found == value).any()]
    unknown = sorted(set(found.drop_nulls().unique()) - set(values))
    if unheard:
        raise CannotRake(Hindrance(why="unheard", name=name, values=tuple(unheard)))
    if unknown:
        raise CannotRake(Hindrance(why="unknown", name=name, values=tuple(unknown)))
    place = found.replace_strict(values, list(range(len(values))), default=-1)
    wanted = np.array([shares[value] for value in values])
    return place.fill_null(-1).to_numpy().astype(np.int64), wanted / wanted.sum()


def _off(weights: Floats, place: NDArray[np.int64], wanted: Floats) -> float:
    told = place >= 0
    sums = np.bincount(place[told], weights[told], len(wanted))
    return float(np.abs(sums / sums.sum() - wanted).max())

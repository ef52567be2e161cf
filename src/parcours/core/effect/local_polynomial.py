"""A weighted polynomial on one side of a cutoff: fit, nearest-neighbour noise, variance."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.effect.covariates import Floats

NEIGHBOURS: Final = 3


@dataclass(frozen=True)
class Side:
    """Cases on one side of a cutoff: ``x`` is the distance from it, ascending."""

    x: Floats
    y: Floats

    def within(self, bandwidth: float) -> "Side":
        """Return the cases nearer to the cutoff than *bandwidth*."""
        rows = near(self.x, bandwidth)
        return Side(self.x[rows], self.y[rows])

    @cached_property
    def noise(self) -> Floats:
        """What `noise` makes of each outcome."""
        return noise(self.y, neighbours(self.x))


def near(x: Floats, bandwidth: float) -> slice:
    """Return the rows of ascending *x* nearer to 0 than *bandwidth*."""
    start, end = np.searchsorted(x, [-bandwidth, bandwidth], side="left")
    return slice(int(start), int(end))


def noise(y: Floats, around: "Spans") -> Floats:
    """Return each outcome minus the mean of its neighbours in x, scaled to its own noise.

    Three neighbours, and all those that are as near as the third.

    Source:
        Abadie, A. and Imbens, G. (2006). Econometrica 74; used so by Calonico, S.,
        Cattaneo, M. and Titiunik, R. (2014). Econometrica 82.
    """
    start, end, count = around
    sums = np.concatenate([[0.0], np.cumsum(y)])
    others = np.repeat(end - start - 1, count)
    total = np.repeat(sums[end] - sums[start], count) - y
    alone: Floats = np.sqrt(others / (others + 1)) * (y - total / np.maximum(others, 1))
    return alone


Spans = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
"""For each distinct x: first row of its neighbourhood, row after the last, its own count."""


@dataclass(frozen=True)
class Fit:
    """A polynomial of some degree fitted at the cutoff with triangular weights.

    ``basis`` holds powers of x / bandwidth; ``inverse`` is that of basis' W basis.
    """

    side: Side
    bandwidth: float
    weight: Floats
    basis: Floats
    inverse: NDArray[np.floating]

    @classmethod
    def of(cls, side: Side, degree: int, bandwidth: float) -> "Fit":
        """Weigh and solve; *side* may hold cases beyond the bandwidth, weighted zero."""
        scaled = side.x / bandwidth
        weight: Floats = np.clip(1 - np.abs(scaled), 0.0, None)
        basis: Floats = scaled[:, None] ** np.arange(degree + 1)
        square = basis.T @ (basis * weight[:, None])
        return cls(side, bandwidth, weight, basis, np.linalg.inv(square))

    @cached_property
    def influence(self) -> Floats:
        """What one unit of each case's outcome adds to each coefficient (of powers of x)."""
        powers = self.bandwidth ** -np.arange(self.basis.shape[1])
        scaled: Floats = (self.basis * self.weight[:, None]) @ self.inverse * powers
        return scaled

    @property
    def coefficients(self) -> Floats:
        """Level, slope, half the curvature… at the cutoff, in units of x."""
        return self.influence.T @ self.side.y

    def variance(self, power: int) -> float:
        """Return the variance of the coefficient of x to that *power*."""
        return float(np.sum((self.influence[:, power] * self.side.noise) ** 2))

    def leakage(self, power: int, into: int) -> float:
        """Return how much a unit of x to that *power*, left out, adds to coefficient *into*."""
        return float(self.influence[:, into] @ self.side.x**power)


def neighbours(x: Floats) -> Spans:
    """Return the neighbourhoods of ascending *x*."""
    places, first, count = np.unique(x, return_index=True, return_counts=True)
    last, wanted = len(places) - 1, min(NEIGHBOURS, len(x) - 1)
    left, right = np.arange(last + 1), np.arange(last + 1)
    for _ in range(wanted):
        is_short = first[right] + count[right] - first[left] - 1 < wanted
        below = np.where(left > 0, places - places[np.maximum(left - 1, 0)], np.inf)
        above = np.where(right < last, places[np.minimum(right + 1, last)] - places, np.inf)
        left = left - (is_short & (below <= above))
        right = right + (is_short & (above <= below))
    return first[left], first[right] + count[right], count

"""Whether cases crowd on one side of a deadline: then somebody chose the side."""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

import numpy as np

from parcours.core.effect.bandwidth import narrowest, rule_of_thumb
from parcours.core.effect.covariates import Floats
from parcours.core.effect.local_polynomial import Fit, Side

DEGREE: Final = 2


@dataclass(frozen=True)
class DensityTest:
    """Density of cases just left and right of the cutoff, and how unlike they are.

    ``statistic`` is standard normal where nothing crowds; ``p`` is two-sided.
    """

    left: float
    right: float
    statistic: float
    p: float
    bandwidths: tuple[float, float]


def density_test(
    distance: Floats, *, bandwidths: tuple[float, float] | None = None
) -> DensityTest:
    """Compare the density of cases on the two sides of the cutoff.

    A local polynomial fitted to the cumulative distribution on each side: its slope is the
    density. Bandwidths are best for a quadratic; the test uses a cubic, so that their bias
    does not count. The variance is the jackknife's.

    Args:
        distance: one per case, from the cutoff; 0 and above is right; at least 20
            different ones on either side.
        bandwidths: left and right; by default chosen from the data.

    Source:
        Cattaneo, M., Jansson, M. and Ma, X. (2020). Simple local polynomial density
        estimators. JASA 115; (2018) Manipulation testing based on density discontinuity.
        The Stata Journal 18.
    """
    ordered = np.sort(distance)
    cases = len(ordered)
    cumulative = (np.searchsorted(ordered, ordered, side="right") - 1) / (cases - 1)
    is_left = ordered < 0
    sides = [Side(ordered[on], cumulative[on]) for on in (is_left, ~is_left)]
    if bandwidths is None:
        bandwidths = (_optimal(sides[0], ordered), _optimal(sides[1], ordered))
    fits = [
        Fit.of(side.within(width), DEGREE + 1, width)
        for side, width in zip(sides, bandwidths, strict=True)
    ]
    left, right = (float(fit.coefficients[1]) for fit in fits)
    variance = sum(_variance(fit, cases) for fit in fits)
    statistic = (right - left) / sqrt(variance)
    return DensityTest(left, right, statistic, erfc(abs(statistic) / sqrt(2)), bandwidths)


def _variance(fit: Fit, cases: int, power: int = 1) -> float:
    """Return the jackknife variance of a coefficient of the cumulative distribution.

    A case lifts the distribution at itself and at every case beyond it.
    """
    influence, x = fit.influence[:, power], fit.side.x
    beyond = np.concatenate([np.cumsum(influence[::-1])[::-1], [0.0]])
    lifted = beyond[np.searchsorted(x, x, side="left")] - influence
    return float(lifted @ lifted) / (cases - 1) ** 2


def _optimal(side: Side, ordered: Floats) -> float:
    """Return the bandwidth that minimises the mean squared error of one side's density.

    Never wider than where the curvature was measured: long tails bend elsewhere.
    """
    cases, longest = len(ordered), float(np.abs(side.x).max())
    narrow, wide = (
        max(narrowest(side), min(longest, rule_of_thumb(ordered, rate)))
        for rate in (1 / 5, 1 / 9)
    )
    near = Fit.of(side.within(narrow), DEGREE, narrow)
    far = Fit.of(side.within(wide), DEGREE + 1, wide)
    leak = near.leakage(DEGREE + 1, 1) / near.bandwidth**DEGREE
    bias = far.coefficients[DEGREE + 1] ** 2 + 3 * _variance(far, cases, DEGREE + 1)
    best = _variance(near, cases) * near.bandwidth / (2 * DEGREE * leak**2 * bias)
    return min(wide, max(narrowest(side), float(best ** (1 / (2 * DEGREE + 1)))))

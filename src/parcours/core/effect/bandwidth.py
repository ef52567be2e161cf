"""How near to the cutoff to look: near enough to be fair, wide enough to be sure."""

from typing import Final

import numpy as np

from parcours.core.effect.covariates import Floats
from parcours.core.effect.local_polynomial import Fit, Side

DISTINCT: Final = 20  # different distances on either side: fewer say nothing of a curve
_TRIANGULAR: Final = 2.576  # rule-of-thumb constant of the triangular kernel
_NORMAL_IQR: Final = 1.349


def bandwidths(left: Side, right: Side) -> tuple[float, float]:
    """Return the bandwidth of the jump and the one of its bias, as small as errors allow.

    Local linear, with the same bandwidth on both sides, minimising the mean squared error
    of the jump; three steps, each with a pilot from the one before, regularised.

    Source:
        Calonico, S., Cattaneo, M. and Titiunik, R. (2014). Robust nonparametric confidence
        intervals for regression-discontinuity designs. Econometrica 82; Calonico, S.,
        Cattaneo, M., Farrell, M. and Titiunik, R. (2017). The Stata Journal 17.
    """
    longest = (float(-left.x[0]), float(right.x[-1]))
    least = max(narrowest(left), narrowest(right))
    pilot = max(least, rule_of_thumb(np.concatenate([left.x, right.x])))
    sides, most = (left, right), max(longest)

    def step(degree: int, power: int, wide: tuple[float, float]) -> float:
        best = _optimal(sides, degree=degree, power=power, pilot=pilot, wide=wide)
        return min(most, max(least, best))

    third = step(3, 3, (longest[0] + 1e-8, longest[1] + 1e-8))
    bias = step(2, 2, (third, third))
    return step(1, 0, (bias, bias)), bias


def narrowest(side: Side) -> float:
    """Return the bandwidth that just holds 20 different distances of *side*, or all."""
    places = np.unique(np.abs(side.x))
    return 1.01 * float(places[:DISTINCT][-1])


def rule_of_thumb(x: Floats, rate: float = 0.2) -> float:
    """Return a first bandwidth from the spread of *x* and how many values differ."""
    low, high = np.percentile(x, [25, 75])
    spread = min(float(x.std(ddof=1)), float(high - low) / _NORMAL_IQR) or float(x.std(ddof=1))
    return float(_TRIANGULAR * spread * len(np.unique(x)) ** -rate)


def _optimal(
    sides: tuple[Side, Side],
    *,
    degree: int,
    power: int,
    pilot: float,
    wide: tuple[float, float],
) -> float:
    """Return the bandwidth that is best for the coefficient of x to *power*.

    Its variance is measured at *pilot*, the curvature that biases it at *wide* (left, right).
    """
    variance = regularisation = 0.0
    biases = []
    order = degree + 1 - power
    for side, reach in zip(sides, wide, strict=True):
        near = Fit.of(side.within(pilot), degree, pilot)
        far = Fit.of(side.within(reach), degree + 1, reach)
        leak = near.leakage(degree + 1, power) / pilot**order
        variance += (2 * power + 1) * pilot ** (2 * power + 1) * near.variance(power)
        biases.append(leak * far.coefficients[degree + 1])
        # The first pilot looks at everything, and needs no guard against a wild curvature.
        if power < 3:
            regularisation += 3 * leak**2 * far.variance(degree + 1)
    squared = 2 * order * ((biases[1] - biases[0]) ** 2 + regularisation)
    if variance == 0 or squared == 0:
        return max(wide)  # an outcome without noise or without a bend: look at everything
    return float((variance / squared) ** (1 / (2 * degree + 3)))

"""What changes at the deadline itself: cases just in time against cases just too late."""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

import numpy as np

from parcours.core.effect.bandwidth import DISTINCT, bandwidths
from parcours.core.effect.covariates import Covariates, Floats
from parcours.core.effect.density import DensityTest, density_test
from parcours.core.effect.local_polynomial import Fit, Side
from parcours.core.interval import z_score

FEWEST: Final = 50  # cases on either side
BUNCHED: Final = 0.05
UNBALANCED: Final = 0.05
DONUT: Final = 0.1  # share of the bandwidth left out
_NOTHING: Final = 1e-12


class NoDiscontinuity(ValueError):
    """The cases cannot show what happens at the cutoff.

    ``reason`` is ``few`` cases, ``mass`` points or an outcome always the ``same``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Change:
    """A jump or a change of slope at the cutoff, right minus left.

    ``value`` and ``error`` are the conventional ones, ``corrected`` is without the bias of
    looking a bandwidth away, with ``robust`` its error; ``low`` and ``high`` are its 95 %.
    """

    value: float
    error: float
    corrected: float
    robust: float

    @property
    def low(self) -> float:
        """Lower end of the robust bias-corrected interval."""
        return self.corrected - z_score() * self.robust

    @property
    def high(self) -> float:
        """Upper end of the robust bias-corrected interval."""
        return self.corrected + z_score() * self.robust

    @property
    def p(self) -> float:
        """Two-sided p-value of no change."""
        if self.robust < _NOTHING:
            return 1.0  # a covariate that is the same for everyone near the cutoff
        return erfc(abs(self.corrected / self.robust) / sqrt(2))


@dataclass(frozen=True)
class Discontinuity:
    """The jump and the kink of an outcome at a cutoff, and what would make them doubtful.

    ``bandwidth`` is how near cases must lie to count, ``bias_bandwidth`` how near for the
    curvature; ``n`` counts cases within the first, left and right. ``unbalanced`` names what
    already jumps before the outcome. ``donut`` leaves out the nearest tenth.
    """

    bandwidth: float
    bias_bandwidth: float
    n: tuple[int, int]
    jump: Change
    kink: Change
    density: DensityTest
    donut: Change | None
    unbalanced: list[str]

    @property
    def is_bunched(self) -> bool:
        """Whether cases crowd on one side, so that the two sides are not comparable."""
        return self.density.p < BUNCHED


def discontinuity(
    outcome: Floats, distance: Floats, *, known: Covariates | None = None
) -> Discontinuity:
    """Compare the outcome just right and just left of a cutoff.

    Local linear with triangular weights, bandwidth of least mean squared error, robust
    bias-corrected intervals; the noise is that of three nearest neighbours. Every case
    counts as its own: several of one customer near the cutoff make intervals too narrow.

    Args:
        outcome: one per case, no nulls.
        distance: from the cutoff, in any unit; 0 and above is right.
        known: what was known before, for the same cases: it must not jump.

    Raises:
        NoDiscontinuity: too few cases, too few different distances (whole days), or an
            outcome that never varies.

    Source:
        Calonico, S., Cattaneo, M. and Titiunik, R. (2014). Robust nonparametric confidence
        intervals for regression-discontinuity designs. Econometrica 82.
    """
    order = np.argsort(distance, kind="stable")
    x, y = distance[order], outcome[order]
    cut = int(np.searchsorted(x, 0.0))
    if min(cut, len(x) - cut) < FEWEST:
        raise NoDiscontinuity("few")
    if np.ptp(y) == 0:
        raise NoDiscontinuity("same")
    _refuse_mass_points(x[:cut], x[cut:])
    h, b = bandwidths(Side(x[:cut], y[:cut]), Side(x[cut:], y[cut:]))
    _refuse_mass_points(x[:cut][x[:cut] > -h], x[cut:][x[cut:] < h])
    outer = np.abs(x) >= DONUT * h
    has_donut = min(outer[:cut].sum(), outer[cut:].sum()) >= FEWEST
    near = np.abs(x) < h
    return Discontinuity(
        bandwidth=h,
        bias_bandwidth=b,
        n=(int(near[:cut].sum()), int(near[cut:].sum())),
        jump=change(x, y, 0, h=h, b=b),
        kink=change(x, y, 1, h=h, b=b),
        density=density_test(x),
        donut=change(x[outer], y[outer], 0, h=h, b=b) if has_donut else None,
        unbalanced=[] if known is None else _unbalanced(x, known.of(order), h=h, b=b),
    )


def change(x: Floats, y: Floats, power: int, *, h: float, b: float) -> Change:
    """Return the change at 0 of the level (*power* 0) or the slope (1), right minus left.

    Args:
        x: distance from the cutoff, ascending.
        y: outcome, for the same cases.
        h: bandwidth of the local line; *b* that of the parabola which measures its bias.
    """
    value = corrected = variance = robust = 0.0
    cut = int(np.searchsorted(x, 0.0))
    for sign, rows in ((-1, slice(cut)), (1, slice(cut, None))):
        side = Side(x[rows], y[rows]).within(max(h, b))
        line, parabola = Fit.of(side, 1, h), Fit.of(side, 2, b)
        unbiased = line.influence[:, power] - line.leakage(2, power) * parabola.influence[:, 2]
        value += sign * line.coefficients[power]
        corrected += sign * float(unbiased @ side.y)
        variance += line.variance(power)
        robust += float(np.sum((unbiased * side.noise) ** 2))
    return Change(float(value), sqrt(variance), float(corrected), sqrt(robust))


def _unbalanced(x: Floats, known: Covariates, *, h: float, b: float) -> list[str]:
    """Return which covariates jump at the cutoff, all of them tested at 5 % together."""
    level = UNBALANCED / max(1, len(known.names))
    return [
        name
        for name, column in zip(known.names, known.plain.T, strict=True)
        if change(x, column, 0, h=h, b=b).p < level
    ]


def _refuse_mass_points(left: Floats, right: Floats) -> None:
    """A few distances shared by many cases (whole days) leave nothing near the cutoff."""
    if min(len(np.unique(left)), len(np.unique(right))) < DISTINCT:
        raise NoDiscontinuity("mass")

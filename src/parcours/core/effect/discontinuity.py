"""What changes at the deadline itself: cases just in time against cases just too late."""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.effect.bandwidth import DISTINCT, bandwidths
from parcours.core.effect.covariates import Covariates, Floats
from parcours.core.effect.density import DensityTest, density_test
from parcours.core.effect.local_polynomial import Fit, Side, Spans, near, neighbours, noise
from parcours.core.interval import z_score

FEWEST: Final = 100  # cases on either side, nearer than the bandwidth
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
    _refuse_mass_points(x[:cut][near(x[:cut], h)], x[cut:][near(x[cut:], h)])
    inside = near(x, h)
    if min(cut - inside.start, inside.stop - cut) < FEWEST:
        raise NoDiscontinuity("few")
    rows = near(x, max(h, b))
    close, edge = order[rows], Edge.at(x[rows], h=h, b=b)
    return Discontinuity(
        bandwidth=h,
        bias_bandwidth=b,
        n=(cut - inside.start, inside.stop - cut),
        jump=edge.jump(y[rows]),
        kink=edge.kink(y[rows]),
        density=density_test(x),
        donut=_donut(x[rows], y[rows], h=h, b=b),
        unbalanced=[] if known is None else _unbalanced(edge, known, close),
    )


@dataclass(frozen=True)
class Edge:
    """The weights that turn outcomes near the cutoff into a jump or a kink.

    ``plain`` and ``unbiased`` have one row per case and a column for level and slope, negative
    on the left; ``cut`` is the first case on the right.
    """

    cut: int
    plain: Floats
    unbiased: Floats
    around: tuple[Spans, Spans]

    @classmethod
    def at(cls, x: Floats, *, h: float, b: float) -> "Edge":
        """Weigh the cases at ascending *x*, none further than both bandwidths.

        Args:
            h: bandwidth of the local line; *b* that of the parabola which measures its bias.
        """
        cut = int(np.searchsorted(x, 0.0))
        plain, unbiased = [], []
        for sign, part in ((-1.0, x[:cut]), (1.0, x[cut:])):
            side = Side(part, part)
            line, parabola = Fit.of(side, 1, h), Fit.of(side, 2, b)
            leaks = np.array([line.leakage(2, power) for power in (0, 1)])
            plain.append(sign * line.influence)
            unbiased.append(sign * line.influence - sign * parabola.influence[:, [2]] * leaks)
        around = neighbours(x[:cut]), neighbours(x[cut:])
        return cls(cut, np.vstack(plain), np.vstack(unbiased), around)

    def jump(self, y: Floats) -> Change:
        """Return the change of the level of *y* at the cutoff."""
        return self._change(y, 0)

    def kink(self, y: Floats) -> Change:
        """Return the change of its slope."""
        return self._change(y, 1)

    def _change(self, y: Floats, power: int) -> Change:
        left, right = self.around
        alone = np.concatenate([noise(y[: self.cut], left), noise(y[self.cut :], right)])
        plain, unbiased = self.plain[:, power], self.unbiased[:, power]
        return Change(
            value=float(plain @ y),
            error=float(np.linalg.norm(plain * alone)),
            corrected=float(unbiased @ y),
            robust=float(np.linalg.norm(unbiased * alone)),
        )


def _donut(x: Floats, y: Floats, *, h: float, b: float) -> Change | None:
    """Return the jump without the cases nearest to the cutoff, if enough are left."""
    outer = np.abs(x) >= DONUT * h
    left = x[outer & (np.abs(x) < h)]
    if min(len(np.unique(left[left < 0])), len(np.unique(left[left >= 0]))) < DISTINCT:
        return None
    return Edge.at(x[outer], h=h, b=b).jump(y[outer])


def _unbalanced(edge: Edge, known: Covariates, close: NDArray[np.intp]) -> list[str]:
    """Return which covariates jump at the cutoff, all of them tested at 5 % together."""
    level = UNBALANCED / max(1, len(known.names))
    return [
        name
        for name, column in zip(known.names, known.plain.T, strict=True)
        if edge.jump(column[close]).p < level
    ]


def _refuse_mass_points(left: Floats, right: Floats) -> None:
    """A few distances shared by many cases (whole days) leave nothing near the cutoff."""
    if min(len(np.unique(left)), len(np.unique(right))) < DISTINCT:
        raise NoDiscontinuity("mass")

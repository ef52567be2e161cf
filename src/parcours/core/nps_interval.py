"""How sure an NPS is, or the difference of two, and how many answers it takes.

NPS is -1 to 1, in and out; shapes of results are those of ``core.interval``.
"""

from math import ceil, sqrt
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from parcours.core.interval import Difference, Interval, z_score

Trinomial = tuple[float, float, float]
"""Detractors, passives, promoters."""

NPS_PRIOR: Final = (0.75, 1.5, 0.75)


def nps_interval(
    detractors: float,
    passives: float,
    promoters: float,
    *,
    method: Literal["adjusted", "score", "wald"] = "adjusted",
    level: float = 0.95,
) -> Interval:
    """Return the interval of (promoters - detractors) / all, cut to -1 and 1.

    ``adjusted`` adds 3/4, 3/2 and 3/4 answers, then takes the plain (``wald``) interval:
    close to right at any n, and quick. ``score`` is best below 20 answers.

    >>> low, high = nps_interval(8, 13, 15)
    >>> f"{low:.4f} {high:.4f}"
    '-0.0628 0.4218'

    Source:
        Rocks, B. (2016). Interval estimation for the Net Promoter Score. The American
        Statistician 70.
    """
    counts = (detractors, passives, promoters)
    if sum(counts) <= 0:
        return -1.0, 1.0
    if method == "score":
        return _nps_score(counts, level)
    value, variance = _nps_moments(counts)
    middle, n = value, sum(counts)
    if method == "adjusted":
        middle, variance = _nps_moments(_adjusted(counts))
        n += sum(NPS_PRIOR)
    half = z_score(level) * sqrt(variance / n)
    # The adjustment alone could leave a single answer outside its own interval.
    return max(-1.0, min(value, middle - half)), min(1.0, max(value, middle + half))


def nps_difference(first: Trinomial, second: Trinomial, *, level: float = 0.95) -> Difference:
    """Return the first NPS minus the second, of different people, adjusted Wald.

    Args:
        first: detractors, passives and promoters of one sample; *second* of the other.
    """
    value, error = nps_difference_error(first, second)
    middle = _nps_moments(_adjusted(first))[0] - _nps_moments(_adjusted(second))[0]
    half = z_score(level) * error
    return value, max(-2.0, middle - half), min(2.0, middle + half)


def nps_difference_error(first: Trinomial, second: Trinomial) -> Interval:
    """Return the difference of two independent NPS and its adjusted standard error."""
    adjusted = [_adjusted(counts) for counts in (first, second)]
    error = sqrt(sum(_nps_moments(counts)[1] / sum(counts) for counts in adjusted))
    return _nps_moments(first)[0] - _nps_moments(second)[0], error


def nps_paired_difference(answers: ArrayLike, *, level: float = 0.95) -> Difference:
    """Return the NPS of the first answers minus the second ones, of the same people.

    Three people are added, as for one NPS, spread as if their two answers were unrelated.

    Args:
        answers: 3 × 3 counts of people; row: detractor, passive or promoter in the first
            answer; column: in the second.
    """
    table = np.asarray(answers, np.float64)
    gap = np.subtract.outer([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0])
    adjusted = table + np.outer(NPS_PRIOR, NPS_PRIOR) / sum(NPS_PRIOR)
    n = adjusted.sum()
    middle = (gap * adjusted).sum() / n
    half = z_score(level) * sqrt(((gap - middle) ** 2 * adjusted).sum() / n / n)
    value = float((gap * table).sum() / table.sum()) if table.any() else 0.0
    return value, max(-2.0, float(middle - half)), min(2.0, float(middle + half))


def nps_sample_size(
    promoters: float,
    detractors: float,
    *,
    difference: float,
    power: float = 0.8,
    level: float = 0.95,
) -> int:
    """Return the answers needed in each of two periods to see *difference* (0.05 is 5 points).

    >>> nps_sample_size(0.50, 0.15, difference=0.05)
    3313
    """
    variance = promoters + detractors - (promoters - detractors) ** 2
    reach = z_score(level) + NormalDist().inv_cdf(power)
    return ceil(2 * variance * (reach / difference) ** 2)


def _adjusted(counts: Trinomial) -> Trinomial:
    return counts[0] + NPS_PRIOR[0], counts[1] + NPS_PRIOR[1], counts[2] + NPS_PRIOR[2]


def _nps_moments(counts: Trinomial) -> Interval:
    """Return the NPS and the variance of one answer."""
    n = sum(counts)
    if n == 0:
        return 0.0, 0.0
    value = (counts[2] - counts[0]) / n
    return value, (counts[2] + counts[0]) / n - value * value


def _nps_score(counts: Trinomial, level: float) -> Interval:
    """Invert the score test: the NPS values whose own most likely split does not exclude us."""
    from scipy.optimize import brentq  # slow to load, and not always needed

    detractors, _, promoters = counts
    n, z = sum(counts), z_score(level)
    value = (promoters - detractors) / n

    def excess(nps: float) -> float:
        b = -detractors - promoters + (2 * n - promoters + detractors) * nps
        c = -detractors * nps * (1 - nps)
        likely = (sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
        variance = 2 * likely + nps * (1 - nps)
        return float((promoters - detractors - n * nps) ** 2 - z * z * n * variance)

    # At the value itself the excess may be zero without being the bound we look for.
    beside = 1e-9
    low = -1.0 if value <= beside - 1 else float(brentq(excess, -1.0, value - beside))
    high = 1.0 if value >= 1 - beside else float(brentq(excess, value + beside, 1.0))
    return low, high

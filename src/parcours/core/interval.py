"""Intervals and tests: how sure a share, a mean, a quantile, a count or a difference is.

Shares are 0 to 1, in and out. An interval is ``(low, high)``, a difference
``(value, low, high)`` of the first minus the second. Where nothing is known the interval
is the whole range: ``(0, 1)``, or ``(-inf, inf)``.
"""

from collections.abc import Sequence
from functools import cache
from math import inf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik, gammaincinv, stdtr, stdtrit

Interval = tuple[float, float]
Difference = tuple[float, float, float]


@cache
def z_score(level: float = 0.95) -> float:
    """Return how many standard errors a normal interval of *level* spans on each side."""
    return NormalDist().inv_cdf((1 + level) / 2)


@cache
def t_score(degrees: float, level: float = 0.95) -> float:
    """Return the same on Student's t; infinite without a degree of freedom."""
    return float(stdtrit(degrees, (1 + level) / 2)) if degrees > 0 else inf


def wilson(k: float, n: float, *, level: float = 0.95) -> Interval:
    """Return the score interval of the share *k* / *n*.

    Neither needs to be whole: an effective sample size is often not.

    >>> low, high = wilson(81, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'

    Source:
        Wilson, E. (1927). Probable inference. JASA 22; method 3 of Newcombe, R. (1998).
        Statistics in Medicine 17, 857.
    """
    if n <= 0:
        return 0.0, 1.0
    share, z = k / n, z_score(level)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # The bound at an empty or full share is exact; rounding would leave it 1e-17 off.
    low = 0.0 if k <= 0 else max(0.0, middle - half)
    high = 1.0 if k >= n else min(1.0, middle + half)
    return low, high


def newcombe(  # noqa: PLR0917 - the textbook's order: 56/70 against 48/80
    k1: float, n1: float, k2: float, n2: float, *, level: float = 0.95
) -> Difference:
    """Return *k1* / *n1* minus *k2* / *n2* with its hybrid score interval.

    >>> difference, low, high = newcombe(56, 70, 48, 80)
    >>> f"{difference:.4f} {low:.4f} {high:.4f}"
    '0.2000 0.0524 0.3339'

    Source:
        Newcombe, R. (1998). Interval estimation for the difference between independent
        proportions. Statistics in Medicine 17, 873, method 10.
    """
    if n1 <= 0 or n2 <= 0:
        return 0.0, -1.0, 1.0
    share1, share2 = k1 / n1, k2 / n2
    low1, high1 = wilson(k1, n1, level=level)
    low2, high2 = wilson(k2, n2, level=level)
    difference = share1 - share2
    low = difference - sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    high = difference + sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    return difference, low, high


def mean_interval(
    mean: float, sd: float, n: float, *, within: Interval = (-inf, inf), level: float = 0.95
) -> Interval:
    """Return Student's interval of a mean, cut to the range *within* that values can have.

    Args:
        sd: standard deviation of one value, with the n - 1 divisor.

    >>> mean_interval(4.6, 0.9, 10, within=(1, 5))[1]
    5.0
    """
    if n < 2:
        return within
    half = t_score(n - 1, level) * sd / sqrt(n)
    return max(within[0], mean - half), min(float(within[1]), mean + half)


def welch(  # noqa: PLR0917 - mean, sd and n of the first, then of the second
    m1: float, s1: float, n1: float, m2: float, s2: float, n2: float, *, level: float = 0.95
) -> Difference:
    """Return *m1* minus *m2* with an interval that lets the two spreads differ.

    Source:
        Welch, B. (1947). The generalization of Student's problem. Biometrika 34.
    """
    if n1 < 2 or n2 < 2:
        return m1 - m2, -inf, inf
    v1, v2 = s1 * s1 / n1, s2 * s2 / n2
    if v1 + v2 == 0:
        return m1 - m2, m1 - m2, m1 - m2
    degrees = (v1 + v2) ** 2 / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1))
    half = t_score(degrees, level) * sqrt(v1 + v2)
    return m1 - m2, m1 - m2 - half, m1 - m2 + half


def two_sided_p(difference: float, error: float) -> float:
    """Return how often chance alone makes a difference this large, given its error."""
    return 2 * NormalDist().cdf(-abs(difference) / error)


def implied_p(difference: Difference, n: float) -> float:
    """Return the p-value of no difference that a 95 % interval implies.

    It is 5 % exactly where the interval touches zero; beyond, Student's t of *n* - 1 degrees.

    Args:
        n: that of the smaller group, to err on the careful side.

    >>> round(implied_p((0.3, 0.1, 0.5), 1000), 4)
    0.0033

    Source:
        Altman, D. and Bland, J. (2011). How to obtain the P value from a confidence
        interval. BMJ 343, d2304.
    """
    value, low, high = difference
    nearer = value - low if value > 0 else high - value
    if nearer == 0 or n < 2:
        return 0.0 if nearer == 0 != value else 1.0
    return 2 * float(stdtr(n - 1, -abs(value) / nearer * t_score(n - 1)))


def benjamini_hochberg(p: Sequence[float], alpha: float = 0.05) -> NDArray[np.bool_]:
    """Return which of the *p*-values are discoveries, *alpha* of them false on average.

    >>> benjamini_hochberg([0.01, 0.5, 0.02], 0.05).tolist()
    [True, False, True]

    Source:
        Benjamini, Y. and Hochberg, Y. (1995). JRSS B 57.
    """
    values = np.asarray(p, np.float64)
    ranked = np.sort(values)
    passing = np.flatnonzero(ranked <= np.arange(1, len(values) + 1) / len(values) * alpha)
    return values <= (ranked[passing[-1]] if passing.size else -1.0)


@cache
def quantile_ranks(n: int, share: float = 0.5, *, level: float = 0.95) -> tuple[int, int]:
    """Return the ranks (from 1) of the two values that enclose a quantile at least so surely.

    Rank 0 or *n* + 1 means that no value lies far enough out.

    >>> quantile_ranks(10)
    (2, 9)

    Source:
        Conover, W. (1999). Practical Nonparametric Statistics, 3.2.
    """
    if n <= 0:
        return 0, 1
    tail = (1 - level) / 2
    low = _last_within(tail, n, share) + 1
    high = n - _last_within(tail, n, 1 - share)
    return low, high


def quantile_interval(
    values: ArrayLike, share: float = 0.5, *, level: float = 0.95
) -> Interval:
    """Return the exact interval of a quantile, whatever the distribution of the values.

    Fewer than 6 values never enclose a median at 95 %: that end is then infinite. Values may
    be infinite (a wait without an end).

    >>> quantile_interval([9, 1, 5, 3, 7, 2, 8, 4, 6, 10])
    (2.0, 9.0)
    """
    ordered = np.sort(np.asarray(values, np.float64))
    low, high = quantile_ranks(len(ordered), share, level=level)
    return (
        float(ordered[low - 1]) if low > 0 else -inf,
        float(ordered[high - 1]) if high <= len(ordered) else inf,
    )


def poisson_interval(count: float, *, level: float = 0.95) -> Interval:
    """Return the exact interval of the rate behind a *count* of independent events.

    >>> low, high = poisson_interval(10)
    >>> f"{low:.3f} {high:.3f}"
    '4.795 18.390'

    Source:
        Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28.
    """
    low = float(gammaincinv(count, (1 - level) / 2)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, (1 + level) / 2))


def cluster_variance(sums: ArrayLike, sizes: ArrayLike) -> float:
    """Return the variance of a mean whose values come several per customer, linearised.

    Args:
        sums: total of the values, one per customer.
        sizes: number of values, one per customer.

    Returns:
        Infinite for a single customer.

    Source:
        Lumley, T. (2010). Complex Surveys, chapter 2 (the ratio estimator).
    """
    total, size = np.asarray(sums, np.float64), np.asarray(sizes, np.float64)
    return linearised_variance(
        customers=len(size),
        n=size.sum(),
        total=total.sum(),
        sizes_squared=float(np.vdot(size, size)),
        totals_squared=float(np.vdot(total, total)),
        products=float(np.vdot(total, size)),
    )


def linearised_variance(
    *,
    customers: float,
    n: float,
    total: float,
    sizes_squared: float,
    totals_squared: float,
    products: float,
) -> float:
    """Return what `cluster_variance` does, from sums over customers, which can be combined."""
    if customers < 2:
        return inf
    mean = total / n
    residual = totals_squared - 2 * mean * products + mean * mean * sizes_squared
    return float(customers / (customers - 1) * max(0.0, residual) / n**2)


def clustered_wilson(k: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return Wilson's interval of a share whose cases come several per customer.

    Args:
        k: cases that count, one number per customer; *n* all cases, likewise.
    """
    counts, sizes = np.asarray(k, np.float64), np.asarray(n, np.float64)
    cases = float(sizes.sum())
    if cases == 0:
        return 0.0, 1.0
    share = float(counts.sum()) / cases
    effective = effective_n(
        cases, len(sizes), one=share * (1 - share), mean=cluster_variance(counts, sizes)
    )
    return wilson(share * effective, effective, level=level)


def effective_n(n: float, customers: float, *, one: float, mean: float) -> float:
    """Return how many independent values *n* values of fewer customers are worth.

    Values that do not vary tell nothing of how alike a customer's are: then a customer
    counts once. Never more than *n*, never less than one.

    Args:
        one: variance of one value.
        mean: variance of their mean, as `cluster_variance` returns it.

    Source:
        Korn, E. and Graubard, B. (1998). Confidence intervals for proportions with small
        expected number of positive counts. Survey Methodology 24.
    """
    if n <= customers:
        return n
    if mean == 0 or one == 0:
        return customers
    few = z_score() / t_score(customers - 1)
    return min(n, max(1.0, one / mean * few**2))


def _last_within(tail: float, n: int, share: float) -> int:
    """Return the largest k such that P(at most k of n) is within *tail*; -1 for none."""
    if bdtr(0, n, share) > tail:
        return -1
    k = int(bdtrik(tail, n, share))
    return k if bdtr(k, n, share) <= tail else k - 1

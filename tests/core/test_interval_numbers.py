"""Means, quantiles, counts and clusters: checked against SciPy, statsmodels and by hand."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from parcours.core.interval import (
    cluster_variance,
    mean_interval,
    poisson_interval,
    quantile_interval,
    quantile_ranks,
    welch,
)


def test_a_mean_has_students_interval():
    values = np.array([4.0, 5, 3, 4, 5, 2, 5, 4])

    assert mean_interval(values.mean(), values.std(ddof=1), 8) == pytest.approx(
        DescrStatsW(values).tconfint_mean()
    )


def test_a_mean_of_one_value_may_be_anything_it_can_be():
    assert mean_interval(4, 0, 1) == (-inf, inf)
    assert mean_interval(4, 0, 1, within=(1, 5)) == (1, 5)


def test_a_mean_is_cut_to_what_it_can_be():
    assert mean_interval(1.2, 1.0, 4, within=(1, 5)) == pytest.approx((1, 2.79), abs=0.01)


def test_two_means_are_compared_as_welch_does():
    first, second = np.array([3.0, 5, 4, 4, 2]), np.array([1.0, 2, 5, 3, 3, 1, 2])

    assert welch(3.6, first.std(ddof=1), 5, 17 / 7, second.std(ddof=1), 7) == pytest.approx(
        (
            3.6 - 17 / 7,
            *CompareMeans(DescrStatsW(first), DescrStatsW(second)).tconfint_diff(
                usevar="unequal"
            ),
        )
    )


def test_two_means_without_spread_differ_exactly_and_single_values_not_at_all():
    assert welch(4, 0, 5, 3, 0, 5) == (1, 1, 1)
    assert welch(4, 0, 1, 3, 0, 5) == (1, -inf, inf)


@given(st.integers(1, 400), st.sampled_from([0.05, 0.25, 0.5, 0.9]))
def test_quantile_ranks_are_the_tightest_with_a_tail_of_at_most_a_fortieth(n, share):
    low, high = quantile_ranks(n, share)
    count = stats.binom(n, share)

    assert count.cdf(low - 1) <= 0.025 < count.cdf(low)
    assert count.sf(high - 1) <= 0.025 < count.sf(high - 2)


def test_few_values_leave_a_median_open():
    assert quantile_interval([1, 2, 3, 4, 5]) == (-inf, inf)
    assert quantile_interval([6, 1, 2, 3, 4, 5]) == (1, 6)
    assert quantile_interval([]) == (-inf, inf)


def test_waits_without_an_end_are_the_longest():
    assert quantile_interval([1, 2, 3, inf, inf, inf, inf, inf]) == (1, inf)


@given(st.integers(0, 10_000))
def test_a_count_has_garwoods_interval(count):
    low, high = poisson_interval(count)

    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


def test_variance_of_a_clustered_mean_is_the_sandwich_of_a_regression():
    values = np.array([5.0, 4, 4, 1, 2, 3, 5, 5, 5, 1])
    customers = np.array([0, 0, 0, 1, 1, 2, 3, 3, 3, 4])
    fit = OLS(values, np.ones(10)).fit(
        cov_type="cluster", cov_kwds={"groups": customers, "use_correction": False}
    )

    variance = cluster_variance(np.bincount(customers, values), np.bincount(customers))

    assert variance == pytest.approx(fit.cov_params().item() * 5 / 4)


def test_one_value_a_customer_has_the_usual_variance():
    values = [3.0, 5, 4, 4, 2]

    assert cluster_variance(values, [1] * 5) == pytest.approx(np.var(values, ddof=1) / 5)
    assert cluster_variance([9.0], [3]) == inf

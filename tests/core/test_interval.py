"""Shares and multiplicity: published tables, other people's code, and properties."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from parcours.core.interval import (
    benjamini_hochberg,
    clustered_wilson,
    effective_n,
    implied_p,
    mean_interval,
    newcombe,
    wilson,
)

levels = st.floats(0.5, 0.99)
BH_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0,
]  # fmt: skip


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
     (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilson_gives_the_table_of_newcombe_1998(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 300), st.data())
def test_wilson_agrees_with_statsmodels(n, data):
    k = data.draw(st.integers(0, n))

    assert wilson(k, n) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-12)


@given(st.floats(0, 1), st.floats(0.1, 1e6), levels)
def test_wilson_holds_the_share_inside_the_range_and_grows_with_the_level(share, n, level):
    low, high = wilson(share * n, n, level=level)
    wider = wilson(share * n, n, level=level + 0.005)

    assert 0 <= wider[0] <= low + 1e-12 <= share + 2e-12
    assert share - 2e-12 <= high - 1e-12 <= wider[1] <= 1


def test_nothing_seen_leaves_every_share_possible():
    assert wilson(0, 0) == (0.0, 1.0)
    assert newcombe(0, 0, 3, 4) == (0.0, -1.0, 1.0)
    assert clustered_wilson([], []) == (0.0, 1.0)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_newcombe_agrees_with_statsmodels(n1, n2, data):
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))

    assert newcombe(k1, n1, k2, n2) == pytest.approx(
        (k1 / n1 - k2 / n2, *confint_proportions_2indep(k1, n1, k2, n2, method="newcomb")),
        abs=1e-9,
    )


def test_two_empty_shares_are_not_surely_equal():
    assert newcombe(0, 10, 0, 20) == pytest.approx((0, -0.1611, 0.2775), abs=1e-4)


def test_benjamini_hochberg_finds_the_four_of_1995():
    assert benjamini_hochberg(BH_1995, 0.05).tolist() == [True] * 4 + [False] * 11
    assert not benjamini_hochberg([0.9, 0.8]).any()
    assert benjamini_hochberg([]).tolist() == []


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=40).filter(lambda a: len({*a}) > 1))
def test_the_p_value_of_students_interval_is_students(values):
    mean, low, high = (
        np.mean(values),
        *mean_interval(float(np.mean(values)), float(np.std(values, ddof=1)), len(values)),
    )

    expected = ttest_1samp(values, 0).pvalue
    assert implied_p((mean, low, high), len(values)) == pytest.approx(expected, rel=1e-6)


def test_an_interval_that_touches_zero_has_a_p_value_of_one_in_twenty():
    assert implied_p((0.2, 0.0, 0.3), 50) == pytest.approx(0.05)
    assert implied_p((-0.2, -0.9, 0.0), 12) == pytest.approx(0.05)


def test_a_sure_difference_and_a_sure_absence_of_one():
    assert (implied_p((0.2, 0.2, 0.2), 50), implied_p((0.0, 0.0, 0.0), 50)) == (0, 1)
    assert implied_p((0.2, 0.1, 0.3), 1) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_benjamini_hochberg_agrees_with_statsmodels(p, alpha):
    expected = multipletests(p, alpha, method="fdr_bh")[0]

    assert benjamini_hochberg(p, alpha).tolist() == expected.tolist()


def test_one_answer_a_customer_is_plain_wilson():
    assert clustered_wilson([1, 0, 1, 1], [1, 1, 1, 1]) == wilson(3, 4)


def test_answers_of_the_same_customers_are_worth_less():
    alike = clustered_wilson([10] * 15 + [0] * 15, [10] * 30)
    unlike = clustered_wilson([5] * 30, [10] * 30)

    assert alike == pytest.approx(wilson(14, 28), abs=0.02)
    assert unlike == wilson(30 * 0.5, 30)


def test_effective_n_lies_between_one_and_n():
    assert effective_n(50, 50, one=0.25, mean=0.005) == 50
    assert effective_n(50, 1, one=0.25, mean=inf) == 1
    assert effective_n(50, 5, one=0.0, mean=0.0) == 5
    assert effective_n(50, 25, one=0.25, mean=1e-9) == 50

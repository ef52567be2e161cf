"""Shares, NPS and multiplicity: published tables, other people's code, and properties."""

from math import inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from parcours.core.interval import (
    benjamini_hochberg,
    clustered_wilson,
    effective_n,
    newcombe,
    nps_difference,
    nps_difference_error,
    nps_interval,
    nps_paired_difference,
    nps_sample_size,
    two_sided_p,
    wilson,
)

counts = st.tuples(*[st.integers(0, 400)] * 3).filter(any)
levels = st.floats(0.5, 0.99)
methods = st.sampled_from(["adjusted", "score", "wald"])
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
    assert nps_interval(0, 0, 0) == (-1.0, 1.0)
    assert nps_difference((0, 0, 0), (0, 0, 0))[0] == 0
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


@pytest.mark.parametrize(
    ("answers", "wald", "adjusted", "score"),
    [
        ((8, 13, 15), (-0.0588, 0.4477), (-0.0628, 0.4218), (-0.0677, 0.4287)),
        ((20, 30, 50), (0.1469, 0.4531), (0.1405, 0.442), (0.1396, 0.4434)),
        ((3, 4, 13), (0.175, 0.825), (0.1257, 0.7438), (0.1142, 0.7465)),
        ((150, 350, 500), (0.305, 0.395), (0.304, 0.3939), (0.3041, 0.3941)),
        ((1, 5, 4), (-0.0969, 0.6969), (-0.1326, 0.5941), (-0.1529, 0.6398)),
    ],
)
def test_nps_intervals_are_those_of_rocks(answers, wald, adjusted, score):
    assert nps_interval(*answers, method="wald") == pytest.approx(wald, abs=2e-4)
    assert nps_interval(*answers) == pytest.approx(adjusted, abs=2e-4)
    assert nps_interval(*answers, method="score") == pytest.approx(score, abs=2e-4)


def test_the_margin_at_200_answers_of_50_35_15_is_10_points():
    low, high = nps_interval(30, 70, 100, method="wald")

    assert 100 * (high - low) / 2 == pytest.approx(10.1, abs=0.05)


@given(counts, methods, levels)
def test_nps_intervals_hold_the_value_inside_the_range_and_nest(answers, method, level):
    value = (answers[2] - answers[0]) / sum(answers)
    low, high = nps_interval(*answers, method=method, level=level)
    wider = nps_interval(*answers, method=method, level=level + 0.005)

    assert -1 <= wider[0] <= low + 1e-8 <= high + 2e-8 <= wider[1] + 3e-8 <= 1 + 3e-8
    assert low - 1e-8 <= value <= high + 1e-8


def test_ten_promoters_do_not_make_a_certain_hundred():
    assert nps_interval(0, 0, 10, method="wald") == (1.0, 1.0)
    assert nps_interval(0, 0, 10) == pytest.approx((0.4750, 1), abs=1e-4)
    assert nps_interval(0, 0, 10, method="score") == pytest.approx((0.4449, 1), abs=1e-4)
    assert nps_interval(10, 0, 0, method="score") == pytest.approx((-1, -0.4449), abs=1e-4)


@given(counts, st.integers(1, 400))
def test_passives_only_move_nps_towards_zero(answers, more):
    detractors, passives, promoters = answers
    before = (promoters - detractors) / sum(answers)
    low, high = nps_interval(detractors, passives + more, promoters, method="wald")
    after = (promoters - detractors) / (sum(answers) + more)

    spread = sqrt((detractors + promoters) / sum(answers))

    assert abs(after) <= abs(before)
    assert after * before >= 0
    assert high - low <= 3.92 * spread / sqrt(sum(answers) + more)


def test_nps_difference_carries_both_uncertainties():
    now, before = (20, 30, 50), (15, 35, 50)

    value, error = nps_difference_error(now, before)

    assert value == pytest.approx(-0.05)
    assert error == pytest.approx(sqrt(0.0059159 + 0.0051472), abs=1e-5)
    assert nps_difference(now, before) == pytest.approx((-0.05, -0.2547, 0.1576), abs=1e-4)
    assert two_sided_p(value, error) == pytest.approx(0.6345, abs=1e-4)


def test_twenty_points_between_two_hundred_answers_are_not_yet_a_change():
    value, low, high = nps_difference((25, 25, 50), (40, 15, 45))

    assert value == pytest.approx(0.2)
    assert low < 0 < high


def test_the_same_people_twice_are_compared_person_by_person():
    nobody_moved = [[20, 0, 0], [0, 30, 0], [0, 0, 50]]
    value, low, high = nps_paired_difference(nobody_moved)
    apart = nps_difference((20, 30, 50), (20, 30, 50))

    assert value == 0
    assert low == pytest.approx(-high)
    assert high < apart[2] / 5


def test_paired_nps_difference_counts_each_move():
    value, low, high = nps_paired_difference([[5, 3, 2], [4, 20, 6], [1, 2, 30]])

    assert value == pytest.approx(((4 + 2 + 2) - (3 + 6 + 4)) / 73)
    assert low < value < high
    assert nps_paired_difference([[0] * 3] * 3)[0] == 0


@pytest.mark.parametrize(
    ("promoters", "detractors", "difference", "n"),
    [(0.5, 0.15, 0.05, 3313), (0.5, 0.15, 0.10, 829), (0.45, 0.2, 0.05, 3689)],
)
def test_answers_needed_to_see_a_change(promoters, detractors, difference, n):
    assert nps_sample_size(promoters, detractors, difference=difference) == n


def test_benjamini_hochberg_finds_the_four_of_1995():
    assert benjamini_hochberg(BH_1995, 0.05).tolist() == [True] * 4 + [False] * 11
    assert not benjamini_hochberg([0.9, 0.8]).any()
    assert benjamini_hochberg([]).tolist() == []


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

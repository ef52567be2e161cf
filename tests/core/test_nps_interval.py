"""NPS: intervals as published, differences, and properties that hold whatever the answers."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.core.interval import two_sided_p
from parcours.core.nps_interval import (
    nps_difference,
    nps_difference_error,
    nps_interval,
    nps_paired_difference,
    nps_sample_size,
)

counts = st.tuples(*[st.integers(0, 400)] * 3).filter(any)
levels = st.floats(0.5, 0.99)
methods = st.sampled_from(["adjusted", "score", "wald"])


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


def test_without_answers_every_nps_is_possible():
    assert nps_interval(0, 0, 0) == (-1.0, 1.0)
    assert nps_difference((0, 0, 0), (0, 0, 0))[0] == 0

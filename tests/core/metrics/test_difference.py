"""Whether a figure differs from the one before it."""

from dataclasses import replace
from math import isclose

import pytest

from parcours.core.figure import Figure
from parcours.core.interval import newcombe, poisson_interval, wilson
from parcours.core.metrics.difference import difference, surprise, usual

WEEKS = [10.0, 12, 11, 9, 10, 11, 12, 9]


def share(k: int, n: int) -> Figure:
    low, high = wilson(k, n)
    return Figure(value=k / n, low=low, high=high, n=n, unit="share", definition="kept/1")


def counted(n: int) -> Figure:
    low, high = poisson_interval(n)
    return Figure(value=n, low=low, high=high, n=n, unit="count", definition="visits/1")


def test_of_two_shares_it_is_newcombe_s():
    found = difference(share(56, 70), share(48, 80))

    assert (found.value, found.low, found.high) == pytest.approx(newcombe(56, 70, 48, 80))
    assert (found.n, found.unit, found.definition) == (70, "share", "change of kept/1")


def test_of_two_counts_it_is_the_change_as_a_share_of_the_one_before():
    found = difference(counted(1200), counted(1000))

    assert found.unit == "ratio"
    assert isclose(found.value or 0, 0.2)
    assert round(found.low or 0, 3), round(found.high or 0, 3) == (0.103, 0.306)


def test_a_few_more_are_no_proof():
    assert not difference(counted(1030), counted(1000)).is_one_sided
    assert difference(counted(1200), counted(1000)).is_one_sided


def test_too_few_are_not_compared():
    found = difference(share(3, 9), share(48, 80))

    assert (found.value, found.low, found.high, found.n) == (None, None, None, 9)


def test_nothing_before_is_no_base_for_a_change():
    before = Figure(value=0.0, low=0.0, high=3.7, n=10, unit="count", definition="visits/1")

    assert difference(counted(1200), before).value is None


def test_a_median_without_an_end_proves_nothing():
    now = Figure(value=60, low=50, high=None, n=20, unit="seconds", definition="page_time/1")
    found = difference(now, replace(now, value=30, low=20, high=40))

    assert (found.value, found.high, found.is_one_sided) == (30, None, False)


def test_what_is_usual_holds_the_next_value_as_often_as_it_says():
    low, high = usual(WEEKS) or (0, 0)

    assert isclose(surprise(low, WEEKS), 0.05)
    assert isclose(surprise(high, WEEKS), 0.05)


@pytest.mark.parametrize("values", [WEEKS[:7], [5.0] * 12])
def test_few_weeks_or_weeks_all_alike_do_not_say_what_is_usual(values):
    assert usual(values) is None
    assert surprise(100, values) == 1.0

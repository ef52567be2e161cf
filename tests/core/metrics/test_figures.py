"""From values to a figure: its interval, by customers, and without any value."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.core.interval import (
    clustered_wilson,
    mean_interval,
    poisson_interval,
    wilson,
)
from parcours.core.metrics.ces import CES
from parcours.core.metrics.csat import csat_figure
from parcours.core.metrics.felt import FELT
from parcours.core.metrics.first_reply import FIRST_REPLY
from parcours.core.metrics.nps import NPS, nps_figure
from parcours.core.metrics.returning_visitors import RETURNING_VISITORS
from parcours.core.metrics.visits import VISITS
from parcours.core.nps_interval import nps_interval

INFINITE = float("inf")


def bounds(figure: object) -> tuple[float | None, float | None]:
    return figure.low, figure.high


def test_answers_of_different_people_have_the_plain_intervals():
    scores = pl.Series([0, 3, 7, 8, 9, 10, 10, 10, 6, 9])

    assert bounds(nps_figure(scores)) == pytest.approx(
        tuple(100 * each for each in nps_interval(3, 2, 5))
    )
    assert bounds(csat_figure(pl.Series([5, 4, 1]), "csat_1_5")) == wilson(2, 3)
    felts = pl.Series([1.0, 2, 4, 5])
    assert bounds(FELT.figure(felts)) == pytest.approx(
        mean_interval(felts.mean(), felts.std(), 4, within=(1, 5))
    )


def test_answers_of_the_same_people_are_worth_less():
    scores = pl.Series([10] * 30 + [0] * 30)
    people = pl.Series([number // 10 for number in range(60)])

    apart, together = nps_figure(scores), nps_figure(scores, people)

    assert apart.value == together.value == 0
    assert together.high - together.low > 2 * (apart.high - apart.low)
    satisfied = pl.Series([5] * 30 + [1] * 30)
    assert bounds(csat_figure(satisfied, "csat_1_5", people)) == pytest.approx(
        clustered_wilson([10, 10, 10, 0, 0, 0], [10] * 6)
    )


def test_the_same_answer_of_all_is_not_sure_to_be_everybodys():
    best = FELT.figure(pl.Series([5.0] * 12))
    middling = FELT.figure(pl.Series([4.2] * 12))

    assert best.value == 5
    assert bounds(best) == pytest.approx((1 + 4 * wilson(12, 12)[0], 5))
    assert bounds(middling) == pytest.approx(
        tuple(1 + 4 * end for end in wilson(0.8 * 12, 12)), abs=1e-9
    )


def test_what_is_said_alike_is_as_sure_as_the_people_are_many():
    twice = FELT.figure(pl.Series([5.0] * 24), pl.Series([n // 2 for n in range(24)]))

    assert bounds(twice) == bounds(FELT.figure(pl.Series([5.0] * 12)))
    assert twice.low < FELT.figure(pl.Series([5.0] * 24)).low


def test_one_person_alone_proves_nothing():
    alone = FELT.figure(pl.Series([4.0, 5, 3]), pl.Series(["ana"] * 3))

    assert (alone.value, alone.low, alone.high) == (4, 1, 5)
    assert CES.figure(pl.Series([7])).low == 1


def test_visits_come_in_bunches():
    ones = pl.Series([1] * 12)

    assert bounds(VISITS.figure(ones)) == poisson_interval(12)
    assert bounds(VISITS.figure(ones, pl.Series([0] * 6 + [1] * 6))) == pytest.approx(
        tuple(6 * each for each in poisson_interval(2))
    )


def test_a_visitor_who_came_back_once_is_a_returning_visitor():
    returns = RETURNING_VISITORS.figure(pl.Series([0, 1, 0]), pl.Series(["ana", "ana", "bob"]))

    assert (returns.value, returns.n) == (0.5, 2)


def test_a_median_that_most_still_wait_for_has_no_value():
    waiting = FIRST_REPLY.figure(
        pl.Series([60.0, 90, 120, INFINITE, INFINITE, INFINITE, INFINITE])
    )
    served = FIRST_REPLY.figure(pl.Series([60.0, 90, 120, 150, 180, 210, 240, INFINITE]))

    assert (waiting.value, waiting.low, waiting.high, waiting.n) == (None, 60, None, 7)
    assert (served.value, served.low, served.high) == (165, 60, None)


def test_no_value_gives_no_figure_but_says_so():
    nothing = NPS.figure(pl.Series([], dtype=pl.Float64))
    unanswered = nps_figure(pl.Series([None], dtype=pl.Float64))

    for figure in (nothing, unanswered):
        assert (figure.value, figure.low, figure.high, figure.n) == (None, None, None, 0)
        assert figure.evidence == "too few"


def test_the_scale_travels_with_the_number():
    assert csat_figure(pl.Series([5]), "stars_1_5").definition == "csat/1 stars_1_5"


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), min_size=1, max_size=60))
def test_a_figure_lies_inside_its_interval_and_that_inside_the_range(answers):
    scores, people = (pl.Series(part) for part in zip(*answers, strict=True))

    nps = nps_figure(scores, people)
    csat = csat_figure(scores, "csat_0_10", people)

    assert -100 <= nps.low <= nps.value <= nps.high <= 100
    assert 0 <= csat.low <= csat.value <= csat.high <= 1

from datetime import UTC, datetime

import numpy as np
import pytest

from parcours.core.canvas import Stakes
from parcours.core.effect.estimate import Estimate
from parcours.core.effect.ladder import Measured
from parcours.core.value import Losses, sharing, total, value, years_between

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
DAY = 86_400_000_000


def estimate(amount, error=0.0):
    """An estimate of two customers, of that standard error."""
    return Estimate(amount, np.array([error / 2, -error / 2]))


def losses(returns=0.1, **more):
    measured = Measured((), estimate(returns, 0.02), "adjusted", 50)
    options = {
        "broken": 100,
        "years": 0.5,
        "returns": measured,
        "spend": estimate(60.0),
        "contacts": None,
        "stakes": Stakes(),
        "horizon": 90 * 86_400.0,
        "currency": "EUR",
        "as_of": AS_OF,
    }
    return Losses(**(options | more))


def test_value_is_returns_lost_times_their_margin_in_a_year():
    found = value(losses())

    assert found.at_stake.value == pytest.approx(200 * 0.1 * 60 * 0.3)
    assert (found.rung, found.at_stake.n, found.broken_per_year) == ("adjusted", 50, 200)
    assert found.lost_returns_per_year == 20
    assert found.contacts_per_year is None


def test_its_interval_is_that_of_the_effect_when_spend_is_sure():
    found = value(losses())

    half = 1.96 * 200 * 60 * 0.3 * 0.02
    assert found.at_stake.high - found.at_stake.value == pytest.approx(half, rel=1e-3)


def test_contacts_caused_cost_what_the_canvas_says():
    contacts = Measured((), estimate(-0.3), "raw", 20)

    found = value(losses(contacts=contacts, stakes=Stakes(contact_cost=5)))

    assert found.at_stake.value == pytest.approx(200 * (0.1 * 60 * 0.3 + 0.3 * 5))
    assert (found.rung, found.at_stake.n) == ("raw", 20)
    assert found.contacts_per_year == pytest.approx(60)


def test_only_the_avoidable_share_is_at_stake():
    half = value(losses(stakes=Stakes(avoidable_share=0.5))).at_stake

    assert half.value == pytest.approx(value(losses()).at_stake.value / 2)


def test_a_gain_is_shown_as_a_gain():
    assert value(losses(returns=-0.1)).at_stake.value == pytest.approx(-360)


def test_without_spend_and_contacts_there_is_no_value():
    found = value(losses(spend=None))

    assert (found.at_stake.value, found.at_stake.evidence) == (None, "too few")
    assert "spend per return" not in [name for name, _amount, _unit in found.assumptions]


def test_contacts_alone_have_a_value():
    contacts = Measured((), estimate(-0.3), "adjusted", 20)

    found = value(losses(returns=0.1, spend=None, contacts=contacts,
                         stakes=Stakes(contact_cost=5)))  # fmt: skip

    assert found.at_stake.value == pytest.approx(200 * 0.3 * 5)
    assert found.rung == "adjusted"


def test_a_total_adds_what_is_left_after_sharing_and_its_errors():
    one = losses()

    found = total([(one, 60.0), (one, 40.0)], currency="EUR", as_of=AS_OF, note="n")

    assert found.value == pytest.approx(value(one).at_stake.value)
    assert found.high == pytest.approx(value(one).at_stake.high)
    assert (found.n, found.note) == (100, "n")


def test_promises_broken_within_a_horizon_share_their_customer_s_loss():
    customer = np.array([0, 0, 0, 1, 1])
    since = np.array([0, 10, 200, 0, 0]) * DAY

    assert sharing(customer, since, since + 90 * DAY).tolist() == [0.5, 0.5, 1.0, 0.5, 0.5]


def test_each_case_is_watched_for_its_own_promise_s_horizon():
    customer = np.array([0, 0, 0])
    since, until = np.array([0, 30, 100]) * DAY, np.array([10, 120, 190]) * DAY

    assert sharing(customer, since, until).tolist() == [1.0, 0.5, 0.5]


def test_exactly_a_horizon_apart_nothing_is_shared():
    since = np.array([0, 90]) * DAY

    assert sharing(np.array([0, 0]), since, since + 90 * DAY).tolist() == [1, 1]


def test_the_order_of_cases_does_not_matter_to_sharing():
    random = np.random.default_rng(0)
    customer, since = random.integers(0, 5, 50), random.integers(0, 300, 50) * DAY
    until = since + random.integers(1, 100, 50) * DAY
    shuffled = random.permutation(50)

    shares = sharing(customer, since, until)
    again = sharing(customer[shuffled], since[shuffled], until[shuffled])
    assert (again == shares[shuffled]).all()


def test_a_share_counts_the_cases_watched_at_the_same_time():
    random = np.random.default_rng(1)
    customer, since = random.integers(0, 5, 60), random.integers(0, 300, 60) * DAY
    until = since + random.integers(1, 100, 60) * DAY

    expected = [
        1 / sum((customer == who) & (since < end) & (start < until))
        for who, start, end in zip(customer, since, until, strict=True)
    ]
    assert sharing(customer, since, until) == pytest.approx(expected)


def test_a_log_of_one_instant_is_a_day_long():
    assert (
        years_between(None, AS_OF) == years_between(AS_OF, AS_OF) == pytest.approx(1 / 365.25)
    )
    assert years_between(datetime(2025, 1, 1, tzinfo=UTC), AS_OF) == pytest.approx(365 / 365.25)

"""What customers did after the anchor, and what was known of them before the opening."""

from typing import Any

import pytest

from tests.core.occurrence.told import Found, canvas, event, find, hour, log, promise, within


def order(at: float, amount: float | None = 10.0, **columns: Any) -> dict[str, Any]:
    return event("order.placed", at, amount=amount, **columns)


def outcome(*events: dict[str, Any], as_of: float = 1000, **fields: Any) -> Found:
    """Return what became of the customer of a question at 10, due at 12, horizon 20 h."""
    asked = event("asked", 10, case_id="1")
    here = canvas(within(horizon="20 h", **fields), currency="EUR")
    return find(here, log(asked, *events), "returned", "spend", as_of=as_of)


def test_orders_later_than_the_anchor_and_inside_the_horizon_are_returns() -> None:
    assert outcome(order(12), order(13, 5.5), order(32), order(32.1)) == [(True, 15.5)]


def test_no_order_is_no_return_and_nothing_spent() -> None:
    assert outcome(order(11), order(33)) == [(False, 0.0)]


@pytest.mark.parametrize(("as_of", "expected"), [(31.9, (None, None)), (32, (True, 10.0))])
def test_the_outcome_is_unknown_until_the_horizon_has_passed(
    as_of: float, expected: tuple[bool | None, float | None]
) -> None:
    assert outcome(order(13), as_of=as_of) == [expected]


def test_orders_of_the_own_case_are_no_return() -> None:
    assert outcome(order(13, case_id="1")) == [(False, 0.0)]
    assert outcome(order(13, case_id="1"), order(14, 3.0, case_id="2")) == [(True, 3.0)]


def test_money_in_another_currency_is_not_added_but_the_customer_came_back() -> None:
    orders = [order(13, currency="USD"), order(14, 2.0, currency="EUR"), order(15, 3.0)]

    assert outcome(*orders) == [(True, 5.0)]
    assert outcome(orders[0]) == [(True, 0.0)]


def test_an_order_without_an_amount_is_a_return_without_spend() -> None:
    assert outcome(order(13, None)) == [(True, 0.0)]


def test_the_anchor_is_due_whether_kept_or_broken_and_else_the_opening() -> None:
    answered = event("answered", 11)
    here = canvas(within(), promise("limit", promise="l", of="amount", at_most=1))

    found = find(here, log(event("asked", 10), answered), "anchor")

    assert found == [hour(12), hour(10)]


def test_the_horizon_of_the_canvas_counts_where_the_promise_has_none() -> None:
    here = canvas(within(), horizon="5 h")

    found = find(here, log(event("asked", 0), order(7)), "returned")

    assert found == [True]


def test_returns_are_what_the_canvas_says() -> None:
    here = canvas(within(), horizon="5 h", returns={"activity": "visit", "channel": "store"})
    events = log(event("asked", 0), event("visit", 3, channel="web"), order(4))

    assert find(here, events, "returned") == [False]


def test_other_customers_orders_are_not_hers() -> None:
    assert outcome(order(13, customer_id="bob")) == [(False, 0.0)]


def test_sums_are_exact_however_many_customers_came_before() -> None:
    rich = [order(13, 1e9 + n / 10, customer_id="a") for n in range(20)]

    assert outcome(*rich, order(13, 0.1), order(14, 0.2)) == [(True, 0.3)]


def test_what_was_known_before_comes_from_strictly_earlier_events() -> None:
    events = log(
        event("visit", 0),
        order(1, 20.0),
        order(2, 30.0, currency="USD"),
        event("survey", 3, score=10, scale="nps_0_10"),
        event("survey", 4, score=4, scale="csat_1_5"),
        event("asked", 5),
        order(5, 99.0),
        event("survey", 5, score=0, scale="nps_0_10"),
        event("asked", 0, customer_id="bob"),
    )
    columns = ("events_before", "returns_before", "spend_before", "tenure", "felt_before")

    found = find(canvas(within()), events, *columns)

    assert found == [(5, 2, 20.0, 18_000.0, 4.5), (0, 0, 0.0, 0.0, None)]


def test_channel_segment_and_columns_to_adjust_for_are_those_of_the_opening() -> None:
    told = within(
        segment="properties.city", adjust=["amount", "properties.size", "properties.city"]
    )
    plain = within(promise="q")
    event_of = {"channel": "web", "amount": 3, "properties": '{"city": "Lille", "size": "2"}'}
    events = log(event("asked", 0, **event_of), event("asked", 1))

    found = find(
        canvas(told, plain), events, "promise", "channel", "segment",
        "adjust.amount", "adjust.properties.size", "adjust.properties.city",
    )  # fmt: skip

    assert found == [
        ("p", "web", "Lille", 3.0, 2.0, "Lille"),
        ("p", None, None, None, None, None),
        ("q", "web", None, None, None, None),
        ("q", None, None, None, None, None),
    ]

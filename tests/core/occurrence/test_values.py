"""Promises about values and absences: ``limit``, ``same`` and ``never``."""

from typing import Any

import pytest

from tests.core.occurrence.told import canvas, event, find, hour, log, promise


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (60.0, ("kept", 0.0)),
        (20.0, ("kept", -10.0)),
        (90.0, ("broken", 30.0)),
        (10.0, ("kept", 0.0)),
        (4.0, ("broken", 6.0)),
        (None, ("void", None)),
    ],
)
def test_a_number_within_bounds_ends_included_keeps_the_promise(
    seconds: float | None, expected: tuple[str, float | None]
) -> None:
    limit = promise("limit", of="seconds", at_least=10, at_most=60)

    found = find(canvas(limit), log(event("asked", 0, seconds=seconds)), "state", "breach")

    assert found == [expected]


def test_a_limit_is_closed_and_broken_as_it_opens_and_has_no_due() -> None:
    limit = promise("limit", of="properties.wait", at_most=60)
    events = log(event("asked", 1, properties='{"wait": "61.5"}'))

    found = find(canvas(limit), events, "due", "closed", "broken_at", "anchor", "breach")

    assert found == [(None, hour(1), hour(1), hour(1), 1.5)]


@pytest.mark.parametrize("properties", [None, "{}", '{"wait": "long"}', '{"wait": null}'])
def test_no_number_no_limit(properties: str | None) -> None:
    limit = promise("limit", of="properties.wait", at_most=60)

    found = find(canvas(limit), log(event("asked", 0, properties=properties)), "void_reason")

    assert found == ["no value"]


def test_binary_fractions_do_not_break_a_limit() -> None:
    limit = promise("limit", of="amount", at_most=0.3)

    found = find(canvas(limit), log(event("asked", 0, amount=0.1 + 0.2)), "state", "breach")

    assert found == [("kept", 0.0)]


def same(**fields: Any) -> dict[str, Any]:
    return promise("same", **{"opens": "shelf", "equals": "site", "of": "amount", **fields})


@pytest.mark.parametrize(
    ("price", "tolerance", "expected"),
    [
        (1.0, 0.0, ("kept", 0.0)),
        (1.1, 0.1, ("kept", 0.0)),
        (1.2, 0.1, ("broken", 0.1)),
        (0.5, 0.1, ("broken", 0.4)),
        (None, 0.0, ("void", None)),
    ],
)
def test_prices_may_differ_by_the_tolerance(
    price: float | None, tolerance: float, expected: tuple[str, float | None]
) -> None:
    events = log(event("shelf", 0, amount=1.0), event("site", 1, amount=price))

    found = find(canvas(same(tolerance=tolerance)), events, "state", "breach")

    assert found == [expected]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('"lille"', '"lille"', ("kept", None)),
        ('"lille"', '"Lille"', ("broken", None)),
        ('"2"', "2.0", ("kept", 0.0)),
        ('"07100"', '"7100"', ("broken", None)),
        ("1", '"one"', ("broken", None)),
        ("null", "1", ("void", None)),
        ("1", "null", ("void", None)),
    ],
)
def test_texts_must_be_equal_and_numbers_are_compared_as_numbers(
    one: str, other: str, expected: tuple[str, float | None]
) -> None:
    events = log(
        event("shelf", 0, properties=f'{{"x": {one}}}'),
        event("site", 1, properties=f'{{"x": {other}}}'),
    )

    assert find(canvas(same(of="properties.x")), events, "state", "breach") == [expected]


def test_a_value_missing_at_the_opening_is_void_at_once_and_on_the_second_once_it_comes() -> (
    None
):
    missing = log(event("shelf", 0))
    later = log(event("shelf", 0, amount=1.0), event("site", 5))

    assert find(canvas(same()), missing, "state", "void_reason") == [("void", "no value")]
    assert find(canvas(same()), later, "state", as_of=4) == ["pending"]
    assert find(canvas(same()), later, "void_reason", as_of=5) == ["no value"]


@pytest.mark.parametrize(("as_of", "expected"), [(2, "pending"), (2.1, "void")])
def test_without_a_second_event_by_due_there_is_no_pair(as_of: float, expected: str) -> None:
    events = log(event("shelf", 0, amount=1.0), event("site", 3, amount=1.0))

    assert find(canvas(same(within="2 h")), events, "state", as_of=as_of) == [expected]


def test_the_second_event_decides_and_a_third_changes_nothing() -> None:
    prices = [
        event("shelf", 0, amount=1.0),
        event("site", 2, amount=9),
        event("site", 3, amount=1),
    ]

    found = find(canvas(same(within="2 h")), log(*prices), "state", "broken_at", "closed")

    assert found == [("broken", hour(2), hour(2))]


def never(**fields: Any) -> dict[str, Any]:
    return promise("never", **{"opens": "cart", "breaks": "fee", **fields})


def test_a_fee_before_the_order_breaks_with_its_size() -> None:
    events = log(event("cart", 0), event("fee", 1, amount=4.9), event("ordered", 2))

    found = find(
        canvas(never(until="ordered", of="amount")),
        events,
        "state",
        "broken_at",
        "closed",
        "breach",
    )

    assert found == [("broken", hour(1), hour(1), 4.9)]


def test_a_break_without_a_size_has_no_breach() -> None:
    events = log(event("cart", 0), event("fee", 1))

    assert find(canvas(never(until="ordered")), events, "state", "breach") == [("broken", None)]
    assert find(canvas(never(until="ordered", of="amount")), events, "breach") == [None]


@pytest.mark.parametrize("fee", [2.0, 3.0])
def test_a_fee_at_the_very_end_or_after_it_does_not_count(fee: float) -> None:
    events = log(event("cart", 0), event("fee", fee, amount=1), event("ordered", 2))

    found = find(
        canvas(never(until="ordered", of="amount")), events, "state", "closed", "breach"
    )

    assert found == [("kept", hour(2), None)]


@pytest.mark.parametrize(("as_of", "expected"), [(1.9, "pending"), (2, "kept"), (9, "kept")])
def test_never_is_kept_once_due_is_reached(as_of: float, expected: str) -> None:
    found = find(canvas(never(within="2 h")), log(event("cart", 0)), "state", as_of=as_of)

    assert found == [expected]


def test_never_ends_with_the_first_of_until_and_due() -> None:
    both = never(until="ordered", within="2 h")
    early = log(event("cart", 0), event("ordered", 1), event("fee", 1.5))
    late = log(event("cart", 0), event("fee", 2.5), event("ordered", 3))

    assert find(canvas(both), early, "state", "closed") == [("kept", hour(1))]
    assert find(canvas(both), late, "state", "closed") == [("kept", hour(2))]


def test_never_without_an_end_in_sight_is_pending() -> None:
    assert find(canvas(never(until="ordered")), log(event("cart", 0)), "state") == ["pending"]


@pytest.mark.parametrize(
    ("emptied", "expected"), [(0.5, "void"), (1.0, "broken"), (1.5, "broken")]
)
def test_never_is_void_only_before_it_breaks(emptied: float, expected: str) -> None:
    events = log(
        event("cart", 0), event("emptied", emptied), event("fee", 1), event("ordered", 2)
    )

    found = find(canvas(never(until="ordered", unless="emptied")), events, "state")

    assert found == [expected]

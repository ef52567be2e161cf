"""Which events open an occurrence, each on its own or the first of several."""

from typing import Any

import pytest

from parcours.core.pattern import Pattern
from tests.core.occurrence.told import Found, canvas, event, find, hour, log, promise, within


def openings(promise: dict[str, Any], *events: dict[str, Any]) -> Found:
    return find(canvas(promise), log(*events), "opening_id")


def test_one_answer_closes_each_question_before_it() -> None:
    events = log(event("asked", 0), event("asked", 1), event("answered", 2.5))

    found = find(canvas(within()), events, "opened", "closed", "state")

    assert found == [(hour(0), hour(2.5), "broken"), (hour(1), hour(2.5), "kept")]


def test_a_question_asked_again_joins_the_first_while_it_waits() -> None:
    told = [event("asked", 0), event("asked", 1), event("answered", 2), event("asked", 3)]

    assert openings(within(openings="first"), *told) == ["e0", "e3"]


def test_a_late_promise_still_waits() -> None:
    told = [event("asked", 0), event("asked", 50), event("answered", 51), event("asked", 52)]

    assert openings(within(openings="first"), *told) == ["e0", "e3"]


def test_a_question_at_the_instant_of_the_answer_still_joins() -> None:
    told = [event("asked", 0), event("answered", 1), event("asked", 1), event("asked", 2)]

    assert openings(within(openings="first"), *told) == ["e0", "e3"]


def test_what_voids_ends_the_wait_too() -> None:
    told = [event("asked", 0), event("withdrawn", 1), event("asked", 2)]

    assert openings(within(openings="first", unless="withdrawn"), *told) == ["e0", "e2"]


def test_cases_wait_apart() -> None:
    told = [
        event("asked", 0, case_id="1"),
        event("asked", 1, case_id="2"),
        event("asked", 2, case_id="1"),
    ]

    assert openings(within(openings="first", match="case"), *told) == ["e0", "e1"]
    assert openings(within(openings="first", match="customer"), *told) == ["e0"]


def test_customers_wait_apart_though_their_cases_share_a_name() -> None:
    told = [event("asked", 0, case_id="1"), event("asked", 1, case_id="1", customer_id="bob")]

    assert openings(within(openings="first", match="case"), *told) == ["e0", "e1"]


def test_an_event_that_opens_and_keeps_ends_the_first_and_is_not_counted_again() -> None:
    orders = within(opens="ordered", keeps="ordered", openings="first")

    assert openings(orders, *(event("ordered", n) for n in range(5))) == ["e0", "e2", "e4"]


def test_never_waits_until_due_and_no_longer() -> None:
    quiet = promise("never", breaks="broke", within="2 h", openings="first")

    assert openings(quiet, *(event("asked", n) for n in (0, 1, 2, 3, 4, 5, 6))) == [
        "e0",
        "e3",
        "e6",
    ]


def test_same_waits_until_due_and_no_longer() -> None:
    pair = promise("same", equals="paid", of="amount", within="2 h", openings="first")

    told = [event("asked", n, amount=1) for n in (0, 2, 3)]
    assert openings(pair, *told) == ["e0", "e2"]


@pytest.mark.parametrize("kind", ["limit", "felt"])
def test_kinds_without_a_wait_count_each_opening(kind: str) -> None:
    fields = {"of": "amount", "at_most": 1} if kind == "limit" else {}
    told = [event("asked", 0, amount=1), event("asked", 1, amount=1)]

    assert openings(promise(kind, openings="first", **fields), *told) == ["e0", "e1"]


def test_an_opening_void_from_the_start_neither_joins_nor_is_joined() -> None:
    by = promise("by", keeps="answered", openings="first")
    told = [
        event("asked", 0),
        event("asked", 1, due=9),
        event("asked", 2),
        event("asked", 3, due=9),
    ]

    found = find(canvas(by), log(*told), "opening_id", "void_reason")

    assert found == [("e0", "no due"), ("e1", None), ("e2", "no due")]


def test_openings_without_a_case_each_stand_alone() -> None:
    told = [event("asked", 0), event("asked", 1)]

    found = find(canvas(within(match="case", openings="first")), log(*told), "void_reason")

    assert found == ["no case", "no case"]


def test_where_of_the_promise_and_of_the_pattern_both_hold() -> None:
    opens = Pattern(activity=("asked",), channel=("web",))
    web = within(opens=opens, where={"properties.urgent": True})
    told = [
        event("asked", 0, channel="web", properties='{"urgent": true}'),
        event("asked", 1, channel="web", properties='{"urgent": false}'),
        event("asked", 2, channel="store", properties='{"urgent": true}'),
    ]

    assert openings(web, *told) == ["e0"]


def test_an_event_id_that_comes_twice_is_one_event() -> None:
    events = log(event("asked", 0, event_id="a"), event("asked", 0, event_id="a"))

    assert find(canvas(within()), events, "opening_id") == ["a"]


def test_two_events_at_one_instant_are_two_openings_or_one_that_waits() -> None:
    told = [event("asked", 0), event("asked", 0)]

    assert openings(within(), *told) == ["e0", "e1"]
    assert openings(within(openings="first"), *told) == ["e0"]

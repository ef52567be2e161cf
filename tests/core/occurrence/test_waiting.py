"""Promises of something to follow: ``within`` and ``by``."""

import pytest

from tests.core.occurrence.told import canvas, event, find, hour, log, promise, within


def test_an_answer_in_time_keeps_the_promise_and_breach_says_how_early() -> None:
    events = log(event("asked", 0), event("answered", 1.5))

    found = find(canvas(within()), events, "state", "due", "closed", "breach", "broken_at")

    assert found == [("kept", hour(2), hour(1.5), -1800.0, None)]


def test_an_answer_exactly_at_the_deadline_is_in_time() -> None:
    events = log(event("asked", 0), event("answered", 2))

    assert find(canvas(within()), events, "state", "breach") == [("kept", 0.0)]


def test_an_answer_a_microsecond_late_breaks_at_due_and_closes_when_it_comes() -> None:
    late = hour(2).replace(microsecond=1)
    events = log(event("asked", 0), event("answered", late))

    found = find(canvas(within()), events, "state", "broken_at", "closed", "breach")

    assert found == [("broken", hour(2), late, 1e-6)]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (1, ("pending", None, None)),
        (2, ("pending", None, None)),
        (2.5, ("broken", None, 1800.0)),
        (4, ("broken", None, 7200.0)),
    ],
)
def test_silence_breaks_the_promise_once_due_has_passed_and_the_breach_grows(
    as_of: float, expected: tuple[str, None, float | None]
) -> None:
    found = find(
        canvas(within()), log(event("asked", 0)), "state", "closed", "breach", as_of=as_of
    )

    assert found == [expected]


def test_what_comes_after_as_of_does_not_exist() -> None:
    events = log(event("asked", 0), event("answered", 1), event("asked", 3))

    found = find(canvas(within()), events, "opening_id", "state", as_of=0.5)

    assert found == [("e0", "pending")]


def test_the_first_of_several_answers_counts() -> None:
    events = log(event("asked", 0), event("answered", 1.5), event("answered", 0.5))

    assert find(canvas(within()), events, "closed") == [hour(0.5)]


def test_an_answer_before_the_question_is_none() -> None:
    events = log(event("answered", 0), event("asked", 1))

    assert find(canvas(within()), events, "state", as_of=2) == ["pending"]


@pytest.mark.parametrize("order", [("asked", "answered"), ("answered", "asked")])
def test_an_answer_at_the_same_instant_counts_in_whatever_order(order: tuple[str, str]) -> None:
    events = log(*(event(activity, 1) for activity in order))

    assert find(canvas(within()), events, "state", "closed") == [("kept", hour(1))]


def test_an_event_never_keeps_the_promise_that_it_opens() -> None:
    again = canvas(within(opens="asked", keeps="asked"))
    events = log(event("asked", 0), event("asked", 1))

    found = find(again, events, "opening_id", "state", "closed", as_of=2)

    assert found == [("e0", "kept", hour(1)), ("e1", "pending", None)]


def test_two_events_at_one_instant_keep_each_other() -> None:
    again = canvas(within(opens="asked", keeps="asked"))
    events = log(event("asked", 0), event("asked", 0))

    assert find(again, events, "state", "closed") == [("kept", hour(0))] * 2


def test_rows_in_any_order_and_recorded_late_give_the_same_result() -> None:
    told = [event("asked", 0), event("answered", 1, recorded_at=hour(90)), event("asked", 3)]
    forwards = log(*told)
    backwards = forwards.reverse()

    columns = ("opening_id", "state", "closed")
    assert find(canvas(within()), backwards, *columns) == find(
        canvas(within()), forwards, *columns
    )


def test_an_answer_to_another_customer_or_case_is_none() -> None:
    events = log(
        event("asked", 0, case_id="1"),
        event("answered", 1, case_id="2"),
        event("answered", 1, case_id=None),
        event("answered", 1, case_id="1", customer_id="bob"),
    )

    assert find(canvas(within(match="case")), events, "state") == ["broken"]
    assert find(canvas(within(match="customer")), events, "state") == ["kept"]


def test_an_opening_without_a_case_is_void_where_cases_are_matched() -> None:
    events = log(event("asked", 0), event("answered", 1))

    found = find(canvas(within(match="case")), events, "state", "void_reason", "closed", "due")

    assert found == [("void", "no case", None, hour(2))]


def test_case_numbers_of_two_customers_do_not_mix() -> None:
    events = log(
        event("asked", 0, case_id="1"),
        event("asked", 0, case_id="1", customer_id="bob"),
        event("answered", 1, case_id="1", customer_id="bob"),
        event("answered", 5, case_id="1"),
    )

    found = find(canvas(within(match="case")), events, "customer_id", "state")

    assert found == [("ana", "broken"), ("bob", "kept")]


def by(**fields: object) -> dict[str, object]:
    return promise("by", **{"opens": "ordered", "keeps": "delivered", **fields})


def test_a_delivery_by_the_moment_announced_is_kept() -> None:
    events = log(
        event("ordered", 0, due=10, case_id="1"),
        event("ordered", 0, due=10, case_id="2"),
        event("delivered", 10, case_id="1"),
        event("delivered", 11, case_id="2"),
    )

    found = find(canvas(by(match="case")), events, "state", "breach", "promised")

    assert found == [("kept", 0.0, 36_000.0), ("broken", 3600.0, 36_000.0)]


def test_without_a_moment_announced_there_is_no_promise() -> None:
    events = log(event("ordered", 0), event("delivered", 1))

    found = find(canvas(by()), events, "state", "void_reason", "due", "promised", "anchor")

    assert found == [("void", "no due", None, None, hour(0))]


def test_no_case_is_said_before_no_due() -> None:
    assert find(canvas(by(match="case")), log(event("ordered", 0)), "void_reason") == [
        "no case"
    ]


def test_grace_moves_the_due_moment() -> None:
    events = log(event("ordered", 0, due=10), event("delivered", 12))

    assert find(canvas(by(grace="2 h")), events, "due", "state") == [(hour(12), "kept")]


def test_what_was_announced_for_a_moment_already_past_is_broken_at_that_moment() -> None:
    events = log(event("ordered", 5, due=3), event("delivered", 6))

    found = find(canvas(by()), events, "state", "broken_at", "breach", "promised")

    assert found == [("broken", hour(3), 10_800.0, -7200.0)]

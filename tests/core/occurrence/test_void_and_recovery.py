"""What voids an occurrence, and what makes good after a break."""

import pytest

from tests.core.occurrence.told import canvas, event, find, hour, log, promise, within

CANCELLED = within(unless="cancelled")


def test_cancelled_before_the_answer_and_before_due_is_void() -> None:
    events = log(event("asked", 0), event("cancelled", 1), event("answered", 1.5))

    found = find(canvas(CANCELLED), events, "state", "void_reason", "due", "closed", "breach")

    assert found == [("void", "unless", hour(2), None, None)]


@pytest.mark.parametrize(
    ("cancelled", "answered", "state"),
    [
        (1.5, 1.0, "kept"),  # after the promise was kept
        (1.0, 1.0, "kept"),  # at the very instant
        (3.0, 4.0, "broken"),  # after the break: the company had already failed
        (2.0, 3.0, "void"),  # at due, before the break
        (0.0, 1.0, "void"),  # at the instant of the opening
    ],
)
def test_what_voids_counts_until_the_promise_is_decided(
    cancelled: float, answered: float, state: str
) -> None:
    events = log(event("asked", 0), event("cancelled", cancelled), event("answered", answered))

    assert find(canvas(CANCELLED), events, "state") == [state]


def test_cancelled_after_due_without_an_answer_is_broken() -> None:
    events = log(event("asked", 0), event("cancelled", 2.5))

    assert find(canvas(CANCELLED), events, "state") == ["broken"]


def test_cancelled_before_the_opening_is_nothing() -> None:
    events = log(event("cancelled", 0), event("asked", 1), event("answered", 2))

    assert find(canvas(CANCELLED), events, "state") == ["kept"]


def test_a_limit_is_decided_as_it_opens_and_nothing_voids_it() -> None:
    limit = promise("limit", of="amount", at_most=1, unless="cancelled")
    events = log(event("cancelled", 0), event("asked", 0, amount=2), event("cancelled", 1))

    assert find(canvas(limit), events, "state") == ["broken"]


@pytest.mark.parametrize(
    ("gift", "recovered"),
    [(1.9, None), (2.0, 2.0), (3.0, 3.0), (12.0, 12.0), (12.1, None)],
)
def test_a_gift_makes_good_from_the_break_until_the_window_ends(
    gift: float, recovered: float | None
) -> None:
    generous = within(recovers="gift", recovery_window="10 h")
    events = log(event("asked", 0), event("gift", gift))

    found = find(canvas(generous), events, "recovered_at")

    assert found == [None if recovered is None else hour(recovered)]


def test_the_first_gift_after_the_break_is_the_recovery() -> None:
    events = log(event("asked", 0), *(event("gift", at) for at in (1, 5, 4)))

    assert find(canvas(within(recovers="gift")), events, "recovered_at") == [hour(4)]


def test_only_a_gift_in_the_same_case_makes_good_where_cases_are_matched() -> None:
    events = log(event("asked", 0, case_id="1"), event("gift", 3, case_id="2"))

    assert find(canvas(within(recovers="gift", match="case")), events, "recovered_at") == [None]


def test_what_was_kept_needs_no_recovery() -> None:
    events = log(event("asked", 0), event("answered", 1), event("gift", 3))

    assert find(canvas(within(recovers="gift")), events, "recovered_at") == [None]


def test_a_gift_before_the_opening_does_not_recover_a_moment_already_past() -> None:
    by = promise("by", keeps="answered", recovers="gift")
    events = log(event("gift", 3), event("asked", 5, due=2), event("gift", 6))

    found = find(canvas(by), events, "broken_at", "recovered_at")

    assert found == [(hour(2), hour(6))]


def test_the_opening_does_not_recover_itself() -> None:
    limit = promise("limit", of="amount", at_most=1, recovers="asked")
    events = log(event("asked", 0, amount=2), event("asked", 1, amount=0))

    assert find(canvas(limit), events, "recovered_at") == [hour(1), None]

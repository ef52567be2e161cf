"""Due moments and breaches on open hours, local days and nights when clocks change."""

from datetime import UTC, datetime
from typing import Any

from tests.core.occurrence.told import canvas, event, find, hour, log, promise, within

WEEK = {"days": "mon-fri", "opens": "09:00", "closes": "19:00"}
IN_PARIS: dict[str, Any] = {"time_zone": "Europe/Paris", "hours": WEEK}


def moment(text: str) -> datetime:
    """Return a moment written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def paris(**fields: Any) -> Any:
    return canvas(within(**fields), **IN_PARIS)


def test_business_hours_run_on_after_the_weekend() -> None:
    asked = moment("2025-06-06 16:00")  # Friday, 18:00 in Paris
    events = log(event("asked", asked), event("answered", moment("2025-06-09 08:30")))

    found = find(paris(within="2 business hours"), events, "due", "state", "breach")

    assert found == [(moment("2025-06-09 08:00"), "broken", 1800.0)]


def test_a_question_at_night_starts_to_count_when_the_shop_opens() -> None:
    events = log(event("asked", moment("2025-06-07 22:00")))

    found = find(paris(within="1 business hour"), events, "due")

    assert found == [moment("2025-06-09 08:00")]


def test_holidays_do_not_count() -> None:
    closed = canvas(
        within(within="2 business hours"), holidays={"also": ["2025-06-09"]}, **IN_PARIS
    )
    events = log(event("asked", moment("2025-06-06 16:00")))

    assert find(closed, events, "due") == [moment("2025-06-10 08:00")]


def test_a_business_day_ends_when_the_next_open_day_closes() -> None:
    events = log(
        event("asked", moment("2025-06-06 03:00")),  # Friday, before the shop opens
        event("asked", moment("2025-06-06 15:00")),
        event("asked", moment("2025-06-07 15:00")),  # Saturday, closed
    )

    found = find(paris(within="1 business day"), events, "due")

    assert found == [moment("2025-06-09 17:00")] * 3


def test_breach_on_business_time_counts_open_seconds_only() -> None:
    events = log(
        event("asked", moment("2025-06-06 16:30")),
        event("answered", moment("2025-06-10 07:30")),
    )

    found = find(paris(within="30 business min"), events, "due", "breach")

    assert found == [(moment("2025-06-06 17:00"), 10.5 * 3600)]


def test_late_while_the_shop_is_closed_is_broken_by_a_microsecond() -> None:
    events = log(
        event("asked", moment("2025-06-06 16:30")),
        event("answered", moment("2025-06-06 20:00")),
    )

    assert find(paris(within="30 business min"), events, "state", "breach") == [
        ("broken", 1e-6)
    ]


def test_early_on_business_time_is_counted_in_open_seconds() -> None:
    events = log(
        event("asked", moment("2025-06-06 16:30")),
        event("answered", moment("2025-06-06 16:45")),
    )

    assert find(paris(within="1 business hour"), events, "state", "breach") == [("kept", -2700)]


def test_what_is_still_open_late_is_counted_in_open_seconds_until_as_of() -> None:
    events = log(event("asked", moment("2025-06-06 16:00")))

    found = find(
        paris(within="1 business hour"), events, "breach", as_of=moment("2025-06-09 09:00")
    )

    assert found == [2 * 3600.0]


def test_a_clock_duration_ignores_hours_and_the_change_of_clocks() -> None:
    spring, autumn = moment("2025-03-29 20:00"), moment("2025-10-25 20:00")
    events = log(event("asked", spring), event("asked", autumn))

    found = find(paris(within="24 h"), events, "due", as_of=moment("2026-01-01"))

    assert found == [moment("2025-03-30 20:00"), moment("2025-10-26 20:00")]


def test_business_hours_through_the_night_follow_the_change_of_clocks() -> None:
    always = {"days": "mon-sun", "opens": "00:00", "closes": "24:00"}
    night = canvas(within(within="1 business day"), time_zone="Europe/Paris", hours=always)
    events = log(
        event("asked", moment("2025-03-29 12:00")), event("asked", moment("2025-10-25 12:00"))
    )

    found = find(night, events, "due", as_of=moment("2026-01-01"))

    assert found == [moment("2025-03-30 22:00"), moment("2025-10-26 23:00")]


def by(**fields: Any) -> dict[str, Any]:
    return promise("by", opens="ordered", keeps="delivered", whole_day=True, **fields)


def test_the_whole_announced_day_counts_where_the_customer_lives() -> None:
    announced = moment("2025-03-30 10:00")  # a day of 23 hours in Paris
    events = log(
        event("ordered", moment("2025-03-28 10:00"), due_at=announced),
        event("delivered", moment("2025-03-30 21:59")),
    )

    found = find(canvas(by(), time_zone="Europe/Paris"), events, "due", "state")

    assert found == [(moment("2025-03-30 21:59:59.999999"), "kept")]


def test_grace_follows_the_end_of_the_announced_day() -> None:
    events = log(
        event("ordered", moment("2025-06-06 10:00"), due_at=moment("2025-06-06 12:00")),
        event("delivered", moment("2025-06-09 07:30")),
    )

    found = find(
        canvas(by(grace="1 business hour"), **IN_PARIS), events, "due", "state", "breach"
    )

    assert found == [(moment("2025-06-09 08:00"), "kept", -1800.0)]


def test_a_due_moment_far_beyond_the_calendar_stays_pending() -> None:
    events = log(event("ordered", hour(0), due_at=moment("2100-12-31")))

    found = find(canvas(by(), time_zone="Europe/Paris"), events, "state", "felt", "returned")

    assert found == [("pending", None, None)]

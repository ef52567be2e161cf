"""Business time: examples that can be checked on a calendar, and a slow twin."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.calendar import Calendar, Moments, NeverOpen
from parcours.core.canvas import Canvas
from parcours.core.duration import Duration
from parcours.core.hours import DAYS, Holidays, Hours
from tests.core.calendar_by_hand import CalendarByHand

PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "UTC")
SHOP = (
    Hours(days=("mon", "tue", "wed", "thu", "fri"), opens=time(9), closes=time(12)),
    Hours(days=("mon", "tue", "wed", "thu", "fri"), opens=time(14), closes=time(18)),
    Hours(days=("sat",), opens=time(10), closes=time(13)),
)
FRANCE = Holidays(country="FR")


def moments(*at: datetime) -> Moments:
    return np.array([each.astimezone(UTC).replace(tzinfo=None) for each in at], "M8[us]").view(
        np.int64
    )


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def local(at: Moments, zone: str = "Europe/Paris") -> list[str]:
    """Write moments as the wall clock shows them."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    shown = (
        (epoch + timedelta(microseconds=int(each))).astimezone(ZoneInfo(zone)) for each in at
    )
    return [f"{each:%Y-%m-%d %H:%M}" for each in shown]


def added(start: str, duration: str, *, hours: tuple[Hours, ...] = SHOP) -> str:
    calendar = Calendar("Europe/Paris", hours, FRANCE)
    return local(calendar.add(moments(paris(start)), Duration.parse(duration)))[0]


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-06-10 10:00", "2 business h", "2026-06-10 12:00"),  # to the very closing
        ("2026-06-10 11:00", "2 business h", "2026-06-10 15:00"),  # over the midday break
        ("2026-06-10 07:00", "30 business min", "2026-06-10 09:30"),  # before opening
        ("2026-06-10 13:00", "30 business min", "2026-06-10 14:30"),  # in the break
        ("2026-06-13 12:30", "1 business h", "2026-06-15 09:30"),  # over a Sunday
        ("2026-05-13 17:00", "2 business h", "2026-05-15 10:00"),  # over Ascension Day
        ("2026-06-10 20:00", "0 business h", "2026-06-10 20:00"),  # nothing, at night
        ("2026-06-10 10:00", "1 business d", "2026-06-11 18:00"),
        (
            "2026-06-10 06:00",
            "1 business d",
            "2026-06-11 18:00",
        ),  # that day is day 0
        ("2026-06-12 23:00", "1 business d", "2026-06-13 13:00"),  # Saturdays close at one
        ("2026-06-14 12:00", "2 business d", "2026-06-16 18:00"),  # from a Sunday
        ("2026-05-13 17:00", "1 business d", "2026-05-15 18:00"),  # over Ascension Day
        ("2026-06-10 10:00", "26 h", "2026-06-11 12:00"),  # the clock knows no break
        ("2026-03-28 12:00", "1 d", "2026-03-29 13:00"),  # 24 hours, over a lost one
    ],
)
def test_business_time_runs_while_the_company_is_open(start: str, duration: str, due: str):
    assert added(start, duration) == due


def test_a_holiday_can_be_opened_and_another_day_closed():
    holidays = Holidays(country="FR", also=(date(2026, 5, 15),), open=(date(2026, 5, 14),))
    calendar = Calendar("Europe/Paris", SHOP, holidays)

    due = calendar.add(moments(paris("2026-05-13 17:30")), Duration.parse("8 business h"))

    assert local(due) == ["2026-05-16 10:30"]


def test_a_region_has_holidays_of_its_own():
    good_friday = moments(paris("2026-04-03 09:00"))
    alsace = Calendar("Europe/Paris", SHOP, Holidays(country="FR", subdivision="Alsace"))

    assert local(alsace.add(good_friday, Duration.parse("1 business h"))) == [
        "2026-04-04 11:00"
    ]
    assert added("2026-04-03 09:00", "1 business h") == "2026-04-03 10:00"


@pytest.mark.parametrize(
    ("day", "opens", "closes", "seconds"),
    [
        ("2026-03-29", time(2), time(4), 3600),  # 02:00 to 03:00 did not exist
        ("2026-03-29", time(2, 30), time(4), 3600),
        ("2026-03-29", time(1), time(2, 30), 3600),
        ("2026-03-29", time(2, 15), time(2, 45), 0),
        ("2026-10-25", time(2), time(4), 3 * 3600),  # 02:00 to 03:00 came twice
        ("2026-10-25", time(1), time(2, 30), 5400),  # it closes the first time
    ],
)
def test_open_time_on_the_nights_when_clocks_change(
    day: str, opens: time, closes: time, seconds: int
):
    night = Calendar("Europe/Paris", (Hours(days=DAYS, opens=opens, closes=closes),))
    start, end = moments(paris(f"{day} 00:00"), paris(f"{day} 23:00"))

    assert night.between(np.array([start]), np.array([end])).tolist() == [seconds]


def test_a_day_ends_at_local_midnight():
    calendar = Calendar("Europe/Paris")
    at = moments(paris("2026-03-29 00:00"), paris("2026-10-25 12:00"))

    end = calendar.end_of_day(at)

    assert ((end + 1 - at) / 3.6e9).tolist() == [23, 13 - 1]


def test_a_day_that_a_country_skipped_has_no_open_time():
    apia = Calendar("Pacific/Apia", (Hours(days=DAYS, opens=time(9), closes=time(17)),))
    thursday = moments(datetime(2011, 12, 29, 16, tzinfo=ZoneInfo("Pacific/Apia")))

    hours = apia.add(thursday, Duration.parse("2 business h"))
    days = apia.add(thursday, Duration.parse("1 business d"))

    assert local(hours, "Pacific/Apia") == ["2011-12-31 10:00"]
    assert local(days, "Pacific/Apia") == ["2011-12-31 17:00"]
    assert local(apia.end_of_day(thursday) + 1, "Pacific/Apia") == ["2011-12-31 00:00"]


def test_without_hours_business_time_is_the_clock():
    calendar = Calendar.of(Canvas.parse("canvas: a\ntitle: A\nholidays: {country: FR}\n"))
    start, end = (
        moments(datetime(2026, 1, 1, tzinfo=UTC)),
        moments(datetime(2026, 1, 2, tzinfo=UTC)),
    )

    assert calendar.add(start, Duration.parse("36 business h")).tolist() == [
        end[0] + 12 * 3.6e9
    ]
    assert calendar.add(start, Duration.parse("1 business d")).tolist() == [end[0] + 24 * 3.6e9]
    assert calendar.between(end, start).tolist() == [-86400]


def test_a_canvas_gives_its_calendar():
    calendar = Calendar.of(Canvas.new("Shop", language="fr"))

    due = calendar.add(moments(paris("2026-05-13 17:00")), Duration.parse("2 business h"))

    assert local(due) == ["2026-05-15 10:00"]


def test_business_time_may_last_for_years():
    calendar = Calendar("Europe/Paris", SHOP, FRANCE)
    start = moments(paris("1971-01-04 09:00"), paris("2098-12-31 10:00"))

    due = calendar.add(start, Duration.parse("4000 business h"))

    assert calendar.between(start, due).tolist() == [4000 * 3600] * 2
    assert [text[:4] for text in local(due)] == ["1973", "2101"]


def test_nothing_added_to_nothing_is_nothing():
    calendar = Calendar("Europe/Paris", SHOP, FRANCE)
    none = np.empty(0, dtype=np.int64)

    for duration in ("1 h", "1 business h", "1 business d"):
        assert calendar.add(none, Duration.parse(duration)).tolist() == []
    assert calendar.between(none, none).tolist() == []
    assert calendar.end_of_day(none).tolist() == []


def test_a_calendar_that_never_opens_says_so():
    sundays = (Hours(days=("sun",), opens=time(9), closes=time(12)),)
    every_sunday = tuple(date(2026, 1, 4) + timedelta(weeks=week) for week in range(53 * 10))
    closed = Calendar("Europe/Paris", sundays, Holidays(also=every_sunday))
    at = moments(datetime(2026, 1, 1, tzinfo=UTC))

    for duration in ("1 business min", "1 business d"):
        with pytest.raises(NeverOpen, match="is any day of the week open"):
            closed.add(at, Duration.parse(duration))
    assert closed.between(at, at + 10**14).tolist() == [0]


def test_a_placeholder_moment_has_no_calendar():
    calendar = Calendar("Europe/Paris", SHOP, FRANCE)
    at = moments(paris("2026-06-10 10:00"), datetime(9999, 12, 31, tzinfo=UTC))

    hours = calendar.add(at, Duration.parse("2 business h"))
    days = calendar.add(at, Duration.parse("1 business d"))
    ends = calendar.end_of_day(at)

    assert (hours - at).tolist() == [2 * 3.6e9] * 2
    assert (days - at).tolist() == [32 * 3.6e9, 24 * 3.6e9]
    assert (ends - at).tolist() == [14 * 3.6e9 - 1, 0]


@st.composite
def opening_hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    """A week of one to three openings a day, at quarters of an hour."""
    marks = draw(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True))
    marks = sorted(marks)[: len(marks) // 2 * 2]
    days = draw(st.lists(st.sets(st.sampled_from(DAYS), min_size=1), min_size=3, max_size=3))
    return tuple(
        Hours(
            days=tuple(day for day in DAYS if day in open_days),
            opens=time(opens // 4, opens % 4 * 15),
            closes=time(closes // 4 % 24, closes % 4 * 15),
        )
        for opens, closes, open_days in zip(marks[::2], marks[1::2], days, strict=False)
    )


CHANGES = [
    datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 3, 8), datetime(2026, 11, 1),
    datetime(2011, 12, 30), datetime(2011, 9, 24), datetime(2011, 4, 2), datetime(2025, 12, 31),
]  # fmt: skip
changes = st.builds(
    lambda change, minutes: (change + timedelta(minutes=minutes)).replace(tzinfo=UTC),
    st.sampled_from(CHANGES),
    st.integers(-3000, 3000),
)
instants = changes | st.datetimes(
    datetime(1971, 1, 2), datetime(2099, 12, 1), timezones=st.just(UTC)
)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    hours=opening_hours(),
    start=instants,
    wait=st.timedeltas(timedelta(days=-20), timedelta(days=20)),
    minutes=st.integers(0, 3000),
    days=st.integers(1, 12),
    holidays=st.sets(st.integers(-5, 25), max_size=8),
)
def test_business_time_is_what_counting_by_hand_gives(
    zone, hours, start, wait, minutes, days, holidays
):
    closed = frozenset(start.date() + timedelta(days=each) for each in holidays)
    fast = Calendar(zone, hours, Holidays(also=tuple(sorted(closed))))
    slow = CalendarByHand(zone, hours, closed)
    at = moments(start)

    hours_later = fast.add(at, Duration(minutes, "min", business=True))
    days_later = fast.add(at, Duration(days, "d", business=True))

    assert hours_later == moments(slow.add_open(start, timedelta(minutes=minutes)))
    assert days_later == moments(slow.add_days(start, days))
    assert fast.between(at, moments(start + wait)) == slow.between(start, start + wait)
    assert fast.end_of_day(at) == moments(slow.end_of_day(start))


@settings(max_examples=10, deadline=None)
@given(starts=st.lists(changes, min_size=1, max_size=30), minutes=st.integers(0, 500))
def test_moments_are_answered_one_by_one(starts, minutes):
    duration = Duration(minutes, "min", business=True)
    at = moments(*starts)

    together = Calendar("Europe/Paris", SHOP, FRANCE).add(at, duration)

    alone = [
        Calendar("Europe/Paris", SHOP, FRANCE).add(at[k : k + 1], duration)[0]
        for k in range(len(at))
    ]
    assert together.tolist() == alone


def test_what_falls_outside_the_hours_waits_for_the_next_opening() -> None:
    calendar = Calendar("Europe/Paris", SHOP, FRANCE)
    asked = moments(
        paris("2026-05-07T09:00"),
        paris("2026-05-07T12:00"),
        paris("2026-05-07T18:00"),  # the 8th is a holiday
        paris("2026-05-09T13:00"),
    )

    assert local(calendar.opening(asked)) == [
        "2026-05-07 09:00",
        "2026-05-07 14:00",
        "2026-05-09 10:00",
        "2026-05-11 09:00",
    ]
    assert (Calendar("UTC").opening(asked) == asked).all()

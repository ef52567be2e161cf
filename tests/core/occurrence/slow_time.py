"""Clock and open hours for the slow evaluator: one local day after the other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800}


def length(duration: Any) -> timedelta:
    """Return a duration of the clock."""
    return timedelta(seconds=duration.amount * SECONDS[duration.unit])


def local(day: date, at: time, canvas: Any) -> datetime:
    return datetime.combine(day, at, ZoneInfo(canvas.time_zone)).astimezone(UTC)


def day_of(moment: datetime, canvas: Any) -> date:
    return moment.astimezone(ZoneInfo(canvas.time_zone)).date()


def end_of_day(moment: datetime, canvas: Any) -> datetime:
    tomorrow = day_of(moment, canvas) + DAY
    return local(tomorrow, time(0), canvas) - timedelta(microseconds=1)


def open_hours(day: date, canvas: Any) -> list[tuple[datetime, datetime]]:
    """Return when the company is open that day, from its dated holidays and hours."""
    holidays = canvas.holidays
    if day in holidays.also and day not in holidays.open:
        return []
    found = []
    for hours in canvas.hours:
        if DAYS[day.weekday()] in hours.days:
            last = day + DAY if hours.closes == time(0) else day
            found.append((local(day, hours.opens, canvas), local(last, hours.closes, canvas)))
    return sorted(found)


def days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


def add(start: datetime, duration: Any, canvas: Any) -> datetime:
    if not duration.business:
        return start + length(duration)
    today = day_of(start, canvas)
    if duration.unit == "d":
        left = int(duration.amount)
        for day in days_from(today + DAY):
            spans = open_hours(day, canvas)
            left -= bool(spans)
            if left == 0:
                return spans[-1][1]
    remaining = length(duration)
    if not remaining:
        return start
    for day in days_from(today):
        for opens, closes in open_hours(day, canvas):
            begin = max(opens, start)
            if closes > begin and remaining <= closes - begin:
                return begin + remaining
            remaining -= max(closes - begin, timedelta(0))
    raise AssertionError("never open")


def open_seconds(start: datetime, end: datetime, canvas: Any) -> float:
    """Return signed open seconds between two moments."""
    if end < start:
        return -open_seconds(end, start, canvas)
    total, day = timedelta(0), day_of(start, canvas)
    while day <= day_of(end, canvas):
        for opens, closes in open_hours(day, canvas):
            total += max(min(closes, end) - max(opens, start), timedelta(0))
        day += DAY
    return total.total_seconds()

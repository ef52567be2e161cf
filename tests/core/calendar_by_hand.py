"""Business time counted slowly: quarter by quarter of an hour, day by day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from parcours.core.hours import DAYS, Hours

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


@cache
def first_moment(zone: str, day: date, minutes: int) -> datetime:
    """Walk until the local clock shows that time of *day*, or later."""
    wall = datetime.combine(day, time(0)) + timedelta(minutes=minutes)
    moment = wall.replace(tzinfo=UTC) - timedelta(hours=16)
    while moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wall:
        moment += QUARTER
    return moment


class CalendarByHand:
    def __init__(self, zone: str, hours: tuple[Hours, ...], closed: frozenset[date]) -> None:
        self.zone = zone
        self.hours = hours
        self.closed = closed

    def intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        of_day = [h.minutes for h in self.hours if DAYS[day.weekday()] in h.days]
        spans = [
            tuple(first_moment(self.zone, day, m) for m in span) for span in sorted(of_day)
        ]
        return [] if day in self.closed else [span for span in spans if span[0] < span[1]]

    def days_from(self, day: date) -> Iterator[tuple[date, list[tuple[datetime, datetime]]]]:
        while True:
            yield day, self.intervals(day)
            day += DAY

    def local_day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def add_open(self, at: datetime, length: timedelta) -> datetime:
        if not length:
            return at
        for _, spans in self.days_from(self.local_day(at)):
            for opens, closes in spans:
                start = max(at, opens)
                if start + length <= closes:
                    return start + length
                length -= max(closes - start, timedelta(0))
        raise AssertionError

    def add_days(self, at: datetime, n: int) -> datetime:
        for _, spans in self.days_from(self.local_day(at) + DAY):
            n -= bool(spans)
            if n == 0:
                return spans[-1][1]
        raise AssertionError

    def between(self, start: datetime, end: datetime) -> float:
        if end < start:
            return -self.between(end, start)
        total = timedelta(0)
        for day, spans in self.days_from(self.local_day(start)):
            if day > self.local_day(end):
                return total.total_seconds()
            for opens, closes in spans:
                total += max(min(end, closes) - max(start, opens), timedelta(0))
        raise AssertionError

    def end_of_day(self, at: datetime) -> datetime:
        return first_moment(self.zone, self.local_day(at) + DAY, 0) - timedelta(microseconds=1)

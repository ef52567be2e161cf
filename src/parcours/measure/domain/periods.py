"""The stretch of time that a dashboard shows, and the one before it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = {"30d": 30, "90d": 90, "12m": 365}
DEFAULT: Final = "90d"
LEAST: Final = timedelta(weeks=13)
"""Charts show at least so many weeks, whatever the period."""
_BETWEEN: Final = ".."
_INSTANT: Final = timedelta(microseconds=1)
_MANY_WEEKS: Final = timedelta(weeks=106)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What is counted: from ``since`` to ``until``, both in it, in the time zone ``zone``."""

    since: datetime
    until: datetime
    zone: str

    @property
    def before(self) -> "Span":
        """The span of the same length that ends where this one begins."""
        end = self.since - _INSTANT
        return Span(since=self.since - (self.until - self.since), until=end, zone=self.zone)

    @property
    def every(self) -> str:
        """How a chart cuts it: into weeks, or into months where those would be too many."""
        return "1mo" if self.until - self.since > _MANY_WEEKS else "1w"

    @property
    def drawn_since(self) -> datetime:
        """When its charts begin: on a Monday, or on the first of a month."""
        at = min(self.since, self.until - LEAST).astimezone(ZoneInfo(self.zone))
        day = at.date()
        if self.every == "1mo":
            return _midnight(day.replace(day=1), self.zone)
        return _midnight(day - timedelta(days=day.weekday()), self.zone)


def is_period(text: str) -> bool:
    """Return whether *text* names a period: ``30d``, ``12m``, ``2026-01-01..2026-02-01``."""
    return text in DAYS or dates(text) is not None


def dates(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a period written as two dates, else null.

    >>> dates("2026-01-01..2026-01-31")
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))
    """
    first, _between, last = text.partition(_BETWEEN)
    try:
        found = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    is_in_order = date(1990, 1, 1) <= found[0] <= found[1] < date(2200, 1, 1)
    return found if is_in_order else None


def written(first: date, last: date) -> str:
    """Return the period from one day to another as an address has it."""
    return f"{first}{_BETWEEN}{last}"


def span(period: str, *, last: datetime, zone: str) -> Span:
    """Return what a period means for a log whose latest event was at *last*.

    A number of days ends with that event; two dates are whole local days, the log's end
    permitting.

    >>> span("30d", last=datetime(2026, 3, 31, 12, tzinfo=UTC), zone="UTC").since
    datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)
    """
    between = dates(period)
    if between is None:
        return Span(since=last - timedelta(days=DAYS[period]), until=last, zone=zone)
    end = _midnight(between[1] + timedelta(days=1), zone) - _INSTANT
    since = _midnight(between[0], zone)
    return Span(since=since, until=max(since, min(end, last)), zone=zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)

"""Waves: a survey that is run again and again, so that its rounds can be compared."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from parcours.core.duration import ClockDuration, Duration
from parcours.core.pattern import Part

Every = Literal["week", "month", "quarter", "half", "year"]
EVERY: Final[tuple[Every, ...]] = ("week", "month", "quarter", "half", "year")

_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Round(Part):
    """A wave that was set by hand, from its first day to its last."""

    first: date
    """Its first day."""
    last: date | None = None
    """Its last day; until the next one begins where left out."""


class Waves(Part):
    """When a survey's waves begin: every so often from a day on, or on days set by hand.

    A wave is known by its first day. What belongs to none has no wave: what came before the
    first, or after the last day of one set by hand.
    """

    every: Every | None = None
    """How often one begins; null where they are set by hand."""
    first: date | None = None
    """The first day of the first."""
    rounds: tuple[Round, ...] = ()
    """Those set by hand, in order."""
    reach: ClockDuration = Duration(365, "d")
    """How long before a wave the event may lie that makes someone one to ask."""
    panel: Annotated[float, Field(ge=0, le=1)] = 0.0
    """The share of people whose draw stays from wave to wave: 0 draws anew, 1 the same."""
    is_rehearsed: bool = False
    """Whether to go back beyond the first wave, as if there had been earlier ones."""

    def starts(self, since: date, until: date) -> list[date]:
        """Return the first days of the waves that begin from *since* to *until*.

        >>> waves = Waves(every="quarter", first=date(2026, 1, 31))
        >>> waves.starts(date(2026, 1, 1), date(2026, 8, 1))
        [datetime.date(2026, 1, 31), datetime.date(2026, 4, 30), datetime.date(2026, 7, 31)]
        """
        if self.every is None:
            return [each.first for each in self.rounds if since <= each.first <= until]
        if self.first is None:
            return []
        begin = since if self.is_rehearsed else max(since, self.first)
        return list(_from(self.first, self.every, since=begin, until=until))

    def of(self, day: date) -> date | None:
        """Return the first day of the wave that *day* lies in, null where in none."""
        if self.every is None:
            begun = [each for each in self.rounds if each.first <= day]
            last = begun[-1] if begun else None
            is_over = last is None or (last.last is not None and day > last.last)
            return None if is_over or last is None else last.first
        if self.first is None or day < self.first:
            return None
        return self.starts(day - timedelta(days=400), day)[-1]


def moments_of(days: Sequence[date], clock: time | None, time_zone: str) -> list[datetime]:
    """Return when the waves of *days* ask: at *clock*, at midnight where null."""
    zone = ZoneInfo(time_zone)
    return [datetime.combine(day, clock or time(), zone) for day in days]


def _from(first: date, every: Every, *, since: date, until: date) -> Iterator[date]:
    """Yield the days that are whole steps away from *first*, the end of short months kept."""
    if every == "week":
        steps = -((first - since).days // 7)
        day = first + timedelta(weeks=steps)
        while day <= until:
            if day >= since:
                yield day
            day += timedelta(weeks=1)
        return
    size = _MONTHS[every]
    months = (since.year - first.year) * 12 + since.month - first.month
    step = months // size
    while (day := _months_after(first, step * size)) <= until:
        if day >= since:
            yield day
        step += 1


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

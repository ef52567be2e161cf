"""Time as the company counts it: open hours, open days, the end of a local day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from parcours.core.duration import Duration
from parcours.core.hours import DAYS, Holidays, Hours, public_holidays
from parcours.core.language import _
from parcours.core.refusal import Refused

if TYPE_CHECKING:
    from parcours.core.canvas import Canvas

Moments = NDArray[np.int64]
"""Microseconds since 1970, UTC, without nulls."""

_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
_DAY: Final = 86_400 * _SECOND
_TWO_YEARS: Final = 732 * _DAY
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = int(np.datetime64("1900-01-03", "us").astype(np.int64))
_LAST: Final = int(np.datetime64("2200-01-01", "us").astype(np.int64))
_LAST_YEAR: Final = 2299
_ALL_WEEK: Final = Hours(days=DAYS, opens=time(0), closes=time(0))


class NeverOpen(Refused):
    """Business time was asked of a calendar that has not that much open time."""


@dataclass(frozen=True)
class _Years:
    """The local days of some years in a row, and when the company is open on them.

    ``midnights`` begins each day, and the day after the last. ``opens`` and ``closes`` are
    the open intervals in time order, ``day`` the position of the day of each.
    """

    first: int
    last: int
    midnights: Moments
    opens: Moments
    closes: Moments
    day: Moments

    @cached_property
    def elapsed(self) -> Moments:
        """Open time before each interval, then the sum of all."""
        lengths = self.closes - self.opens
        return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])

    @cached_property
    def open_days(self) -> Moments:
        """How many of the days up to each, itself included, have open time."""
        is_open = np.zeros(len(self.midnights) - 1, dtype=np.int64)
        is_open[self.day] = 1
        return is_open.cumsum()

    @cached_property
    def day_ends(self) -> Moments:
        """When each day that has open time closes."""
        is_last = np.append(self.day[1:] != self.day[:-1], True)[: len(self.day)]
        ends: Moments = self.closes[is_last]
        return ends

    def day_of(self, at: Moments) -> Moments:
        return np.searchsorted(self.midnights, at, side="right") - 1

    def spent(self, at: Moments) -> Moments:
        """Return the open time between the first day and each moment."""
        if not len(self.opens):
            return np.zeros_like(at)
        k = np.searchsorted(self.opens, at, side="right") - 1
        inside = np.minimum(at, self.closes[k]) - self.opens[k]
        spent: Moments = np.where(k < 0, 0, self.elapsed[k] + inside)
        return spent

    def reach(self, spent: Moments) -> Moments:
        """Return the first moment by which that much open time has passed."""
        k = np.searchsorted(self.elapsed[1:], spent, side="left")
        return self.opens[k] + (spent - self.elapsed[k])


class Calendar:
    """Business time of one canvas; without hours it is the clock's.

    A wall time that the clocks skip stands for the moment they jump, one that they show
    twice for the first of the two. Moments before 1900 or after 2199 (placeholders, in
    practice) have no calendar: there, durations are the clock's, no time is open, and a
    moment is the end of its own day.
    """

    def __init__(
        self,
        time_zone: str = "UTC",
        hours: tuple[Hours, ...] = (),
        holidays: Holidays | None = None,
    ) -> None:
        self._zone = ZoneInfo(time_zone)
        self._hours = hours or (_ALL_WEEK,)
        self._holidays = holidays if hours and holidays else Holidays()
        self._is_the_clock = not hours
        self._built: dict[int, _Years] = {}
        self._years: _Years | None = None

    @classmethod
    def of(cls, canvas: "Canvas") -> Self:
        """Return the calendar that *canvas* describes."""
        return cls(canvas.time_zone, canvas.hours, canvas.holidays)

    def add(self, at: Moments, duration: Duration) -> Moments:
        """Return the moments at which *duration* has passed since *at*.

        Business hours count open time: added at night they start at the next opening, and
        end no later than a closing. *n* business days end when the n-th open day after
        the day of *at* closes.

        Args:
            at: int64, microseconds UTC, in any order.

        Raises:
            NeverOpen: when the calendar has not that much open time.
        """
        in_days = duration.business and duration.unit == "d"
        if not in_days and (self._is_the_clock or not duration.business):
            return at + round(duration.seconds * _SECOND)
        known = _is_known(at)
        if not known.all():
            added = self.add(at, Duration(duration.amount, duration.unit))
            added[known] = self.add(at[known], duration)
            return added
        if in_days:
            return self._add_days(at, int(duration.amount))
        return self._add_open(at, round(duration.seconds * _SECOND))

    def between(self, start: Moments, end: Moments) -> NDArray[np.float64]:
        """Return the open seconds from *start* to *end*, negative where *end* is earlier."""
        if self._is_the_clock or not len(start):
            return (end - start) / _SECOND
        start, end = np.clip(start, _FIRST, _LAST), np.clip(end, _FIRST, _LAST)
        years = self._covering(np.array([start.min(), start.max(), end.min(), end.max()]))
        return (years.spent(end) - years.spent(start)) / _SECOND

    def opening(self, at: Moments) -> Moments:
        """Return each moment itself where time is open, else when it opens next.

        Raises:
            NeverOpen: when the calendar never opens again.
        """
        # The first open microsecond after a moment begins at the moment or at an opening.
        return self.add(at, Duration(1 / _SECOND, "s", business=True)) - 1

    def end_of_day(self, at: Moments) -> Moments:
        """Return the last microsecond of the local day of each moment."""
        known = _is_known(at)
        if not known.all():
            end = at.copy()
            end[known] = self.end_of_day(at[known])
            return end
        if not len(at):
            return at
        years = self._covering(at)
        return years.midnights[years.day_of(at) + 1] - 1

    def _add_days(self, at: Moments, n: int) -> Moments:
        if not len(at):
            return at
        years = self._covering(at)
        latest = at.max(keepdims=True)
        while years.open_days[-1] < years.open_days[years.day_of(latest)] + n:
            years = self._one_more(years)
        return years.day_ends[years.open_days[years.day_of(at)] + n - 1]

    def _add_open(self, at: Moments, length: int) -> Moments:
        if not len(at):
            return at
        years = self._covering(at)
        latest = at.max(keepdims=True)
        while years.elapsed[-1] < years.spent(latest) + length:
            years = self._one_more(years)
        # Adding nothing at night would reach back to the last closing.
        return np.maximum(at, years.reach(years.spent(at) + length))

    def _covering(self, at: Moments) -> _Years:
        """Return years that hold each of *at*, and the local day around it."""
        earliest, latest = int(at.min()) - _DAY, int(at.max()) + 2 * _DAY
        return self._from_to(_year(earliest), _year(latest))

    def _one_more(self, years: _Years) -> _Years:
        last_open = years.closes[-1] if len(years.closes) else years.midnights[0]
        if years.last >= _LAST_YEAR or years.midnights[-1] - last_open > _TWO_YEARS:
            message = _(
                "business time never passes on this canvas: it is closed until {year} at "
                "least. Check its `hours` and `holidays`: is any day of the week open?"
            )
            raise NeverOpen(message.format(year=years.last))
        return self._from_to(years.first, years.last + 1)

    def _from_to(self, first: int, last: int) -> _Years:
        """Return these years at least; what was built for others is kept and used again."""
        years = self._years
        if years is not None:
            if years.first <= first and last <= years.last:
                return years
            first, last = min(first, years.first), max(last, years.last)
        years = _joined([self._year(year) for year in range(first, last + 1)])
        self._years = years
        return years

    def _year(self, year: int) -> _Years:
        if year not in self._built:
            self._built[year] = self._build(year)
        return self._built[year]

    def _build(self, year: int) -> _Years:
        start, days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
        closed = self._closed(year)
        minutes = [
            sorted(hours.minutes for hours in self._hours if day in hours.days) for day in DAYS
        ]
        midnights = [self._instant(start + timedelta(n), 0) for n in range(days + 1)]

        def moment(n: int, minute: int) -> int:
            if midnights[n + 1] - midnights[n] == _DAY:  # no clock changes: quicker
                return midnights[n] + minute * _MINUTE
            return self._instant(start + timedelta(n), minute)

        intervals = [
            (moment(n, opens), moment(n, closes), n)
            for n in range(days)
            if (today := start + timedelta(n)) not in closed
            for opens, closes in minutes[today.weekday()]
        ]
        # A wall time that was skipped can leave an interval empty.
        table = np.array([each for each in intervals if each[0] < each[1]], dtype=np.int64)
        opens, closes, day = table.reshape(-1, 3).T
        return _Years(year, year, np.array(midnights, dtype=np.int64), opens, closes, day)

    def _closed(self, year: int) -> frozenset[date]:
        holidays = self._holidays
        public: frozenset[date] = frozenset()
        if holidays.country is not None:
            public = public_holidays(holidays.country, holidays.subdivision, year)
        return (public | {*holidays.also}) - {*holidays.open}

    def _instant(self, day: date, minutes: int) -> int:
        """Return the first moment when the local clock shows that time of *day*, or later."""
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
        moment = wall.replace(tzinfo=self._zone).astimezone(UTC)
        if moment.astimezone(self._zone).replace(tzinfo=None, fold=0) != wall:
            moment = self._jump(wall)
        return (moment - _EPOCH) // _MICROSECOND

    def _jump(self, wall: datetime) -> datetime:
        """Return the moment when the clocks skip over *wall*."""
        before = wall.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
        after = wall.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
        offset = before.astimezone(self._zone).utcoffset()
        while after - before > timedelta(seconds=1):
            middle = (before + (after - before) / 2).replace(microsecond=0)
            if middle.astimezone(self._zone).utcoffset() == offset:
                before = middle
            else:
                after = middle
        return after


def _is_known(at: Moments) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = (at >= _FIRST) & (at < _LAST)
    return known


def _year(at: int) -> int:
    return (_EPOCH + at * _MICROSECOND).year


def _joined(years: list[_Years]) -> _Years:
    """Put consecutive years into one table."""
    days = np.cumsum([0] + [len(each.midnights) - 1 for each in years])
    return _Years(
        first=years[0].first,
        last=years[-1].last,
        midnights=np.concatenate(
            [*(each.midnights[:-1] for each in years), years[-1].midnights[-1:]]
        ),
        opens=np.concatenate([each.opens for each in years]),
        closes=np.concatenate([each.closes for each in years]),
        day=np.concatenate([each.day + n for each, n in zip(years, days, strict=False)]),
    )

"""What makes an occasion to ask: an event, a wait, unless something else happens first."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal

import numpy as np
import polars as pl
from pydantic import Field, ValidationError

from parcours.core.calendar import Calendar
from parcours.core.duration import ClockDuration, Duration
from parcours.core.hours import DAYS, Clock, Hours
from parcours.core.language import _
from parcours.core.occurrence.bucket import NEVER, Bucket, Moments
from parcours.core.occurrence.scope import Openings, moments, track
from parcours.core.pattern import PROPERTY, Match, Part, Pattern, Where
from parcours.core.refusal import Refused
from parcours.core.schema import MOMENT
from parcours.core.selection import Mask, Rows, columns_of, values
from parcours.core.survey.waves import Waves, moments_of

OCCASIONS: Final[dict[str, Any]] = {
    "customer_id": pl.String(),
    "opened": MOMENT,
    "at": MOMENT,
    "event_id": pl.String(),
    "case_id": pl.String(),
}
_FEELINGS: Final = re.compile(
    r"score|rating|rated|star|sentiment|felt|feeling|mood|emotion|nps|csat|ces|satisf|promoter"
    r"|detractor|opinion|note|avis|positiv|negativ",
    re.IGNORECASE,
)
_OPINIONS: Final = ("score", "text")
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND: Final = timedelta(microseconds=1)


class InvalidTrigger(Refused):
    """A trigger that cannot be read: the message names the field."""


class ByFeeling(Refused):
    """A review invitation that would choose people by what they feel."""


class Trigger(Part):
    """Ask after an event: two days after delivery, four hours after a cart was left.

    Conditions are those of promises.
    """

    after: Pattern
    """The event that makes an occasion."""
    where: Where = Field(default_factory=dict)
    """More conditions on it."""
    wait: ClockDuration = Duration(0, "s")
    """How long after it one asks."""
    time_of_day: Clock | None = None
    """Not at once then, but when the clock next shows this time: ``10:00``."""
    unless: Pattern | None = None
    """What must not happen meanwhile: ``order.placed`` after a cart was filled."""
    match: Match = "customer"
    """Whether ``unless`` and later events share only the customer, or also the case."""
    openings: Literal["each", "last"] = "each"
    """Whether each event is an occasion, or only one that none like it follows in the wait."""
    window: ClockDuration = Duration(3, "d")
    """How long after its moment one may still ask: news that come late ask nobody."""
    waves: Waves | None = None
    """Ask at each wave's beginning whoever had the event, instead of after the event."""


@dataclass(frozen=True)
class Clockwork:
    """A trigger and the clock it runs on."""

    trigger: Trigger
    time_zone: str

    def due(self, at: Moments) -> Moments:
        """Return when one asks after events at *at*."""
        due = at + round(self.trigger.wait.seconds * 1_000_000)
        clock = self.trigger.time_of_day
        return due if clock is None else _daily(clock, self.time_zone).opening(due)

    @property
    def longest(self) -> int:
        """How long before its moment an event may lie, in microseconds."""
        day = 0 if self.trigger.time_of_day is None else 90_000_000_000
        reach = 0.0 if self.trigger.waves is None else self.trigger.waves.reach.seconds
        return round((self.trigger.wait.seconds + reach) * 1_000_000) + day

    def waves(self, since: int, until: int) -> list[int]:
        """Return when waves begin in a period, in microseconds UTC."""
        if self.trigger.waves is None:
            return []
        days = self.trigger.waves.starts(
            _day(since) - timedelta(days=1), _day(until) + timedelta(days=1)
        )
        found = moments_of(days, self.trigger.time_of_day, self.time_zone)
        begun = ((each - _EPOCH) // _MICROSECOND for each in found)
        return [each for each in begun if since <= each < until]


def read_trigger(data: Any) -> Trigger:
    """Return the trigger of plain *data*.

    Raises:
        InvalidTrigger: a field is missing, unknown, or its value cannot be read.
    """
    try:
        return Trigger.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first.get("ctx", {}).get("error", first["msg"])
        raise InvalidTrigger(f"{place}: {said}") from None


def columns_needed(trigger: Trigger) -> set[str]:
    """Return the columns of the log that the trigger reads."""
    case = {"case_id"} | columns_of(trigger.after, trigger.where, trigger.unless)
    return case | {"event_id"}


def occasions(
    bucket: Bucket, trigger: Trigger, time_zone: str, *, since: int, until: int
) -> pl.DataFrame:
    """Return the occasions whose moment lies in a period: a table of ``OCCASIONS``.

    Args:
        time_zone: of ``time_of_day``.
        since: microseconds UTC, the first moment meant.
        until: the first moment not meant.

    Returns:
        By customer and ``opened`` (when the event happened); ``at`` is when one asks, and
        ``event_id`` and ``case_id`` are the event's. One row for events of one instant. Of
        waves, both moments are the wave's beginning: one row a person and wave.
    """
    rows = bucket.rows(trigger.after, trigger.where)
    clock = Clockwork(trigger, time_zone)
    if trigger.waves is not None:
        parts = [_of_wave(bucket, trigger, rows, begins=at) for at in clock.waves(since, until)]
        return pl.concat([pl.DataFrame(schema=OCCASIONS), *parts]).sort("customer_id", "at")
    at = bucket.events.at[rows]
    rows = rows[(at >= since - clock.longest) & (at < until)]
    due = clock.due(bucket.events.at[rows])
    meant = (due >= since) & (due < until)
    rows, due = rows[meant], due[meant]
    openings = Openings(bucket, trigger.match, rows)
    stands = _stands(openings, trigger, due) & _is_new(openings)
    rows, due = rows[stands], due[stands]
    return _occasions(bucket, rows, opened=bucket.events.at[rows], due=due)


def _of_wave(bucket: Bucket, trigger: Trigger, rows: Rows, *, begins: int) -> pl.DataFrame:
    """Return an occasion for each person who had the event in time, by their last one."""
    reach = round((trigger.waves or Waves()).reach.seconds * 1_000_000)
    wait = round(trigger.wait.seconds * 1_000_000)
    at = bucket.events.at[rows]
    rows = rows[(at >= begins - reach) & (at <= begins - wait)]
    openings = Openings(bucket, trigger.match, rows)
    due = np.full(len(rows), begins)
    each = trigger.model_copy(update={"openings": "each"})
    rows = rows[_stands(openings, each, due)]
    who = bucket.events.customer[rows]
    rows = rows[np.append(who[1:] != who[:-1], True)[: len(rows)]]
    due = np.full(len(rows), begins)
    return _occasions(bucket, rows, opened=due, due=due)


def _occasions(bucket: Bucket, rows: Rows, *, opened: Moments, due: Moments) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "customer_id": values(bucket.events, rows, "customer_id"),
            "opened": pl.Series(opened, dtype=pl.Int64).cast(MOMENT),
            "at": pl.Series(due, dtype=pl.Int64).cast(MOMENT),
            "event_id": values(bucket.events, rows, "event_id"),
            "case_id": values(bucket.events, rows, "case_id"),
        },
        schema=OCCASIONS,
    )


def refuse_feelings(trigger: Trigger) -> None:
    """Refuse a trigger of review invitations that looks at what people feel.

    Whoever may be asked for a review is asked, happy or not: anything else would make the
    public average a lie, and is forbidden (directive 2005/29/EC, annex I, 23b and 23c).

    Raises:
        ByFeeling: a condition is on a score, on words, or on a property that tells either.
    """
    patterns = [trigger.after] + ([trigger.unless] if trigger.unless else [])
    names = [name for pattern in patterns for name in pattern.where] + list(trigger.where)
    for name in names:
        told = name.removeprefix(PROPERTY)
        if name in _OPINIONS or (name.startswith(PROPERTY) and _FEELINGS.search(told)):
            message = _(
                "a review invitation goes to everyone, whatever they feel: "
                "take the condition on `{name}` away"
            )
            raise ByFeeling(message.format(name=name))


def _day(at: int) -> date:
    """Return a day that a moment lies in, or the one beside it, whatever the zone."""
    return (_EPOCH + at * _MICROSECOND).date()


def _stands(openings: Openings, trigger: Trigger, due: Moments) -> Mask:
    """Return which openings nothing voids before their moment."""
    stands = np.ones(len(openings), dtype=np.bool_)
    voids = [trigger.unless]
    voids += [trigger.after] if trigger.openings == "last" else []
    for pattern in voids:
        if pattern is not None:
            row = track(openings.bucket, trigger.match, pattern).follows(openings)
            after = moments(openings.bucket, row)
            stands &= (after > due) | (after == NEVER)
    return stands


def _is_new(openings: Openings) -> Mask:
    """Return which openings are the first of their customer and instant."""
    is_new = np.ones(len(openings), dtype=np.bool_)
    is_new[1:] = np.diff(openings.instant) > 0
    return is_new


def _daily(clock: time, time_zone: str) -> Calendar:
    """Return a calendar that is open for one minute a day."""
    closes = (clock.hour * 60 + clock.minute + 1) % (24 * 60)
    minute = Hours(days=DAYS, opens=clock, closes=time(closes // 60, closes % 60))
    return Calendar(time_zone, (minute,))

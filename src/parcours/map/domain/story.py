"""One person's story: all that happened, on every channel, and the promises made on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl
from django.utils import timezone

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.activity_words import said_activity
from parcours.core.duration import Duration
from parcours.core.events import Events
from parcours.core.gap.spread import unit_of
from parcours.core.language import language
from parcours.core.occurrence import occurrences
from parcours.core.pattern import Pattern
from parcours.core.report import numbers
from parcours.core.scale import rescale
from parcours.core.selection import select, touchpoint_of
from parcours.core.words import say
from parcours.ledger.domain.reading import events_of
from parcours.map.domain.behind import COLOURS, missed_by, state_name
from parcours.map.models import Canvas
from parcours.people.models import Member
from parcours.ui.channel import channel_icon, channel_name

SILENCE: Final = Duration(30, "d")
EURO: Final = "EUR"
GLAD, SAD = 3.5, 2.5  # felt from which a score is shown as good, and up to which as bad
RETURNS: Final = Pattern(activity=("order.placed",))


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A promise that began with an event, and what became of it."""

    title: str
    state: str
    missed_by: str
    due: datetime | None
    is_recovered: bool

    @property
    def colour(self) -> str:
        """The token of its state."""
        return COLOURS[self.state]

    @property
    def said(self) -> str:
        """Its state in words."""
        return state_name(self.state)

    @property
    def is_waiting(self) -> bool:
        """Whether it is pending, with a moment at which it will not be any more."""
        return self.state == "pending" and self.due is not None


@dataclass(kw_only=True)
class Step:
    """What happened at one moment; ``times`` if it happened several times in a row."""

    activity: str
    at: datetime
    channel: str
    touchpoint: str
    text: str
    score: float | None
    money: str
    is_ours: bool
    marks: list[Mark] = field(default_factory=list)
    times: int = 1

    @property
    def title(self) -> str:
        """What happened, in words."""
        said = str(said_activity(self.activity))
        return said[:1].upper() + said[1:]

    @property
    def icon(self) -> str:
        """The pictogram of its channel."""
        return channel_icon(self.channel)

    @property
    def channel_name(self) -> str:
        """Its channel in words."""
        return channel_name(self.channel)

    @property
    def mood(self) -> str:
        """The token of what was felt, where a score tells."""
        if self.score is None:
            return ""
        return "good" if self.score >= GLAD else "bad" if self.score <= SAD else "doubt"

    @property
    def felt(self) -> str:
        """What was felt, 1 to 5, in words."""
        return "" if self.score is None else numbers.decimal(self.score)

    @property
    def is_bare(self) -> bool:
        """Whether it says no more than that it happened."""
        return not (self.text or self.felt or self.money or self.marks)


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Steps without a long silence between them, in time order."""

    steps: list[Step]

    @property
    def begins(self) -> datetime:
        """When its first step was."""
        return self.steps[0].at

    @property
    def ends(self) -> datetime:
        """When its last step was."""
        return self.steps[-1].at

    @property
    def channel_names(self) -> list[str]:
        """The channels it went over, in order."""
        return list(dict.fromkeys(step.channel_name for step in self.steps if step.channel))


@dataclass(frozen=True, kw_only=True)
class Story:
    """A person's journeys, the newest first, and what they come to."""

    journeys: list[Journey]
    events: int = 0
    orders: int = 0
    spend: str = ""
    felt: float | None = None
    promises: dict[str, int] = field(default_factory=dict)


def story(customer_id: str, member: Member) -> Story:
    """Return the story of the person a customer is, as the canvases that *member* sees tell it.

    Args:
        customer_id: of any of the customers who are this person.
        member: who reads it.
    """
    frame = events_of(customer_id)
    if frame.is_empty():
        return Story(journeys=[])
    events = Events.of(frame)
    drawn = [each.parsed() for each in Canvas.objects.visible_to(member).current()]
    first = drawn[0] if drawn else None
    marks = _marks(events, drawn)
    steps = list(_steps(events, drawn, marks))
    silence = (first.journey_gap if first else SILENCE).seconds
    bought = frame[select(events, first.returns if first else RETURNS)]
    felt = _felt(frame).drop_nulls()
    return Story(
        journeys=list(reversed(list(_journeys(steps, timedelta(seconds=silence))))),
        events=frame.height,
        orders=bought.height,
        spend=_money(float(bought["amount"].sum()), first.currency if first else EURO),
        felt=fmean(felt) if len(felt) else None,
        promises=_counted(marks),
    )


def _steps(
    events: Events, drawn: list[Drawing], marks: dict[str, list[Mark]]
) -> Iterator[Step]:
    zone = ZoneInfo(drawn[0].time_zone) if drawn else timezone.get_current_timezone()
    places = _places(events, drawn)
    felt, own = _felt(events.frame), drawn[0].currency if drawn else EURO
    for row, place, score in zip(events.frame.iter_rows(named=True), places, felt, strict=True):
        yield Step(
            activity=row["activity"],
            at=row["at"].astimezone(zone),
            channel=row["channel"] or "",
            touchpoint=place,
            text=row["text"] or "",
            score=score,
            money=_money(row["amount"], row["currency"] or own),
            is_ours=row["activity"].endswith((".sent", ".answered")) and score is None,
            marks=marks.get(row["event_id"], []),
        )


def _journeys(steps: list[Step], silence: timedelta) -> Iterator[Journey]:
    """Yield the journeys; what repeats without saying more is one step."""
    current: list[Step] = []
    for step in steps:
        last = current[-1] if current else None
        if last is not None and step.at - last.at > silence:
            yield Journey(steps=current)
            current, last = [], None
        if last is not None and _is_again(last, step):
            last.times += 1
        else:
            current.append(step)
    if current:
        yield Journey(steps=current)


def _is_again(last: Step, step: Step) -> bool:
    is_same = (last.activity, last.channel) == (step.activity, step.channel)
    return is_same and last.is_bare and step.is_bare and last.at.date() == step.at.date()


def _marks(events: Events, drawn: list[Drawing]) -> dict[str, list[Mark]]:
    """Return the promises that each event began, by its id."""
    last: Any = events.frame["at"].max()
    found: dict[str, list[Mark]] = {}
    for canvas in drawn:
        made = {promise.promise: promise for _point, promise in canvas.promises()}
        zone = ZoneInfo(canvas.time_zone)
        for row in occurrences(events, canvas, as_of=max(timezone.now(), last)).to_dicts():
            promise = made[row["promise"]]
            mark = Mark(
                title=say(promise.title, language()),
                state=row["state"],
                missed_by=missed_by(row["breach"], unit_of(promise)),
                due=row["due"].astimezone(zone) if row["due"] else None,
                is_recovered=row["recovered_at"] is not None,
            )
            found.setdefault(row["opening_id"], []).append(mark)
    return found


def _counted(marks: dict[str, list[Mark]]) -> dict[str, int]:
    states = [mark.state for each in marks.values() for mark in each]
    return {state: states.count(state) for state in ("kept", "broken", "pending")}


def _places(events: Events, drawn: list[Drawing]) -> list[str]:
    """Return the touchpoint of each event on the first canvas that knows one."""
    names = [""] * len(events)
    for canvas in drawn:
        titles = [say(point.title, language()) for _stage, point in canvas.touchpoints()]
        for row, place in enumerate(touchpoint_of(events, canvas).tolist()):
            names[row] = names[row] or (titles[place] if place >= 0 else "")
    return names


def _felt(frame: pl.DataFrame) -> pl.Series:
    return frame.select(felt=rescale(pl.col("score"), pl.col("scale")))["felt"]


def _money(amount: float | None, currency: str) -> str:
    return numbers.price(amount, currency) if amount else ""

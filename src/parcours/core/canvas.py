"""The designed journey: stages and touchpoints, what customers need there, what is promised."""

from collections.abc import Iterator
from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field

from parcours.core.duration import Duration
from parcours.core.pattern import Match, Part, Pattern
from parcours.core.promise import Promise
from parcours.core.words import Words

Driver = Literal[
    "offer", "time", "sensations", "advice", "emotions", "personalisation", "identity"
]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class KeyMoment(Part):
    """An instant that weighs more than the rest, with a picture if there is one."""

    title: Words
    picture: str | None = None


class Touchpoint(Part):
    """One place where customer and company meet, and the events that tell of it.

    ``aim`` is the felt score wanted there, ``belief`` the one the team thinks it gets.
    """

    touchpoint: Name
    title: Words
    need: Words | None = None
    key_moments: tuple[KeyMoment, ...] = ()
    actions: tuple[Words, ...] = ()
    owner: str | None = None
    drivers: tuple[Driver, ...] = ()
    channels: tuple[str, ...] = ()
    icon: str | None = None
    aim: float | None = Field(default=None, ge=1, le=5)
    belief: float | None = Field(default=None, ge=1, le=5)
    events: tuple[Pattern, ...] = ()
    promises: tuple[Promise, ...] = ()


class Stage(Part):
    """A phase of the journey, its touchpoints in order."""

    stage: Name
    title: Words
    touchpoints: tuple[Touchpoint, ...] = ()


class Hours(Part):
    """When the company is open: ``days: mon-fri``, ``opens: 09:00``, ``closes: 19:00``."""

    days: tuple[Day, ...]
    opens: time
    closes: time


class Holidays(Part):
    """Days closed: a country's public holidays, and others by date."""

    country: str | None = None
    subdivision: str | None = None
    also: tuple[date, ...] = ()
    open: tuple[date, ...] = ()


class Stakes(Part):
    """Assumptions behind the value at stake: shown with it, and yours to change.

    ``margin_share`` turns spend into margin; ``contact_cost`` is what one contact costs,
    in the canvas's currency.
    """

    margin_share: float = Field(default=0.3, ge=0, le=1)
    avoidable_share: float = Field(default=1.0, ge=0, le=1)
    contact: Pattern | None = None
    contact_cost: float = Field(default=0.0, ge=0)


class Thresholds(Part):
    """Where the four-way matrix is cut: kept share (0 to 1) and felt score (1 to 5)."""

    kept: float = Field(default=0.7, ge=0, le=1)
    felt: float = Field(default=3.5, ge=1, le=5)


class Canvas(Part):
    """A whole canvas. ``returns`` is what counts as a customer coming back."""

    canvas: Name
    title: Words
    language: str = "en"
    time_zone: str = "UTC"
    currency: str = "EUR"
    hours: tuple[Hours, ...] = ()
    holidays: Holidays = Holidays()
    journey: Match = "customer"
    journey_gap: Duration = Duration(30, "d")
    returns: Pattern = Pattern(activity=("order.placed",))
    horizon: Duration = Duration(90, "d")
    stakes: Stakes = Stakes()
    thresholds: Thresholds = Thresholds()
    stages: tuple[Stage, ...] = ()

    def touchpoints(self) -> Iterator[tuple[Stage, Touchpoint]]:
        """Every touchpoint with its stage, in the order of the canvas."""
        return ((stage, point) for stage in self.stages for point in stage.touchpoints)

    def promises(self) -> Iterator[tuple[Touchpoint, Promise]]:
        """Every promise with its touchpoint, in the order of the canvas."""
        return ((point, each) for _, point in self.touchpoints() for each in point.promises)

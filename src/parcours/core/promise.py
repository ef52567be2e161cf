"""The six kinds of promise a canvas can make, and the options they share."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from parcours.core.duration import Duration
from parcours.core.pattern import Match, Part, Pattern, Where
from parcours.core.words import Words

_DAYS_90 = Duration(90, "d")
_DAYS_30 = Duration(30, "d")


class Promised(Part):
    """What every promise says, whatever its kind.

    ``opens`` is the event at which the promise applies. With ``match: case`` only events
    of the same ``case_id`` keep, break, void or recover it; otherwise any event of the
    same customer. Windows are on the clock.
    """

    promise: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Words
    opens: Pattern
    match: Match = "customer"
    openings: Literal["each", "first"] = "each"
    where: Where = Field(default_factory=dict)
    unless: Pattern | None = None
    recovers: Pattern | None = None
    recovery_window: Duration = _DAYS_30
    felt_window: Duration = _DAYS_30
    horizon: Duration | None = None
    segment: str | None = None
    adjust: tuple[str, ...] = ()


class Within(Promised):
    """``keeps`` follows within a duration, of the clock or of business hours."""

    kind: Literal["within"]
    keeps: Pattern
    within: Duration


class By(Promised):
    """``keeps`` happens no later than the ``due_at`` that the opening event announced.

    With ``whole_day`` the announced day counts until its end, in the canvas's time zone.
    """

    kind: Literal["by"]
    keeps: Pattern
    grace: Duration | None = None
    whole_day: bool = False


class Limit(Promised):
    """A number of the opening event stays within bounds (included)."""

    kind: Literal["limit"]
    of: str
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _has_an_end(self) -> "Limit":
        if self.at_least is None and self.at_most is None:
            raise ValueError("a limit needs at_least, at_most or both")
        return self


class Never(Promised):
    """``breaks`` does not happen before ``until``, or before ``within`` has passed.

    ``of`` names a number of the breaking event, its size (the fee that was added).
    """

    kind: Literal["never"]
    breaks: Pattern
    until: Pattern | None = None
    within: Duration | None = None
    of: str | None = None

    @model_validator(mode="after")
    def _ends(self) -> "Never":
        if self.until is None and self.within is None:
            raise ValueError("say when the promise ends: until (an event) or within")
        return self


class Same(Promised):
    """``of`` has the same value on the opening event and on the next ``equals`` event.

    Numbers may differ by ``tolerance``; texts must be equal.
    """

    kind: Literal["same"]
    equals: Pattern
    of: str
    tolerance: float = Field(default=0.0, ge=0)
    within: Duration | None = None


class Felt(Promised):
    """The felt score (1 to 5) that follows reaches ``aim``, or the touchpoint's own aim."""

    kind: Literal["felt"]
    aim: float | None = Field(default=None, ge=1, le=5)


Promise = Annotated[Within | By | Limit | Never | Same | Felt, Field(discriminator="kind")]

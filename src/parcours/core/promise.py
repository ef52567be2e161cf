"""The six kinds of promise a canvas can make, and the options they share."""

from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from parcours.core.duration import ClockDuration, Duration
from parcours.core.language import _
from parcours.core.pattern import (
    PROPERTY,
    Column,
    Match,
    Number,
    Part,
    Pattern,
    Where,
    check_bounds,
    one_or_many,
)
from parcours.core.words import Words
from parcours.core.written.wording import choose, shown

_DAYS_30 = Duration(30, "d")
_NUMBERS: Final = ("amount", "score", "seconds")
KINDS: Final = ("within", "by", "limit", "never", "same", "felt")


def _number_column(name: str) -> str:
    if name in _NUMBERS or name.startswith(PROPERTY):
        return name
    raise ValueError(
        _("`{name}` does not hold a number. {hint}").format(
            name=name, hint=choose(name, [*_NUMBERS, PROPERTY + "NAME"])
        )
    )


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""An id: small letters, digits and hyphens."""
NumberColumn = Annotated[Column, AfterValidator(_number_column)]


class Promised(Part):
    """What every promise says, whatever its kind.

    With ``match: case`` only events of the same ``case_id`` keep, break, void or recover
    it; otherwise any event of the same customer. Windows are on the clock.
    """

    promise: Name
    """Its id, unique over the canvas."""
    title: Words
    """The promise in plain words."""
    opens: Pattern
    """The event at which the promise applies."""
    match: Match = "customer"
    """Whether its events share only the customer, or also the case."""
    openings: Literal["each", "first"] = "each"
    """Whether each opening counts, or only the first while one is still waiting."""
    where: Where = Field(default_factory=dict)
    """More conditions on the opening event."""
    unless: Pattern | None = None
    """An event that voids the promise: cancelled, returned."""
    recovers: Pattern | None = None
    """Events that make good after a break: a gift, an apology, a replacement."""
    recovery_window: ClockDuration = _DAYS_30
    """How long after the break a recovery still counts."""
    felt_window: ClockDuration = _DAYS_30
    """How long after the closing a score still tells of this occurrence."""
    horizon: ClockDuration | None = None
    """How long to look for a return; the canvas's own horizon where left out."""
    segment: Column | None = None
    """Column or property of the opening event by which results are also shown."""
    adjust: Annotated[tuple[Column, ...], one_or_many(str)] = ()
    """Columns or properties of the opening event that a fair comparison adjusts for."""


class Within(Promised):
    """``keeps`` follows within a duration, of the clock or of business hours."""

    kind: Literal["within"]
    """Always ``within``."""
    keeps: Pattern
    """The event that keeps the promise."""
    within: Duration
    """How long it may take."""


class By(Promised):
    """``keeps`` happens no later than the ``due_at`` that the opening event announced."""

    kind: Literal["by"]
    """Always ``by``."""
    keeps: Pattern
    """The event that keeps the promise."""
    grace: Duration | None = None
    """How much later still counts as in time."""
    whole_day: bool = False
    """Whether the announced day counts until its end, in the canvas's time zone."""


class Limit(Promised):
    """A number of the opening event stays within bounds (included)."""

    kind: Literal["limit"]
    """Always ``limit``."""
    of: NumberColumn
    """The number: ``seconds``, ``amount``, ``score`` or ``properties.NAME``."""
    at_least: Number | None = None
    """The least that keeps the promise."""
    at_most: Number | None = None
    """The most that keeps the promise."""

    @model_validator(mode="after")
    def _has_an_end(self) -> "Limit":
        check_bounds(self.at_least, self.at_most)
        return self


class Never(Promised):
    """``breaks`` does not happen before ``until``, or before ``within`` has passed."""

    kind: Literal["never"]
    """Always ``never``."""
    breaks: Pattern
    """The event that must not happen."""
    until: Pattern | None = None
    """The event that ends the promise."""
    within: Duration | None = None
    """How long the promise holds."""
    of: NumberColumn | None = None
    """A number of the breaking event, its size: the fee that was added."""

    @model_validator(mode="after")
    def _ends(self) -> "Never":
        if self.until is None and self.within is None:
            raise ValueError(
                _("say when the promise ends: `until` (an event), `within` (a time) or both")
            )
        return self


class Same(Promised):
    """``of`` has the same value on the opening event and on the next ``equals`` event."""

    kind: Literal["same"]
    """Always ``same``."""
    equals: Pattern
    """The event to compare with."""
    of: Column
    """The column or property that must be equal."""
    tolerance: Annotated[Number, Field(ge=0)] = 0.0
    """How much numbers may differ; texts must be equal."""
    within: Duration | None = None
    """How long to wait for the second event."""


class Felt(Promised):
    """The felt score (1 to 5) that follows reaches ``aim``, or the touchpoint's own aim."""

    kind: Literal["felt"]
    """Always ``felt``."""
    aim: Annotated[Number, Field(ge=1, le=5)] | None = None
    """The felt score wanted, 1 to 5; the touchpoint's aim where left out."""


def _kind(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else value.kind
    return f"<{str(kind).title()}>"


def _has_a_kind(value: Any) -> Any:
    if isinstance(value, Promised):
        return value
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind is None:
        message = _("a promise is fields, with its `kind` among them: {kinds}")
        raise ValueError(message.format(kinds=", ".join(KINDS)))
    if kind not in KINDS:
        message = _("unknown kind `{kind}`. {hint}")
        raise ValueError(message.format(kind=shown(kind), hint=choose(shown(kind), KINDS)))
    return value


Promise = Annotated[
    Annotated[Within, Tag("<Within>")]
    | Annotated[By, Tag("<By>")]
    | Annotated[Limit, Tag("<Limit>")]
    | Annotated[Never, Tag("<Never>")]
    | Annotated[Same, Tag("<Same>")]
    | Annotated[Felt, Tag("<Felt>")],
    Discriminator(_kind),
    BeforeValidator(_has_a_kind),
]

"""The designed journey: stages and touchpoints, what customers need there, what is promised."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from babel import localedata
from babel.numbers import is_currency, list_currencies
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from parcours.core.canvas.rules import broken_rules
from parcours.core.canvas.template import template
from parcours.core.canvas.warnings import warnings
from parcours.core.canvas.writing import write
from parcours.core.duration import ClockDuration, Duration
from parcours.core.hours import Holidays, Hours, OpeningHours
from parcours.core.language import _
from parcours.core.pattern import Match, Number, Part, Pattern, one_or_many
from parcours.core.promise import Name, Promise
from parcours.core.refusal import Refused
from parcours.core.time_zone import TimeZone
from parcours.core.words import Words
from parcours.core.written.checking import checked
from parcours.core.written.explaining import RULES
from parcours.core.written.problem import InvalidCanvas, in_words
from parcours.core.written.reading import Source, decode, read
from parcours.core.written.wording import choose

__all__ = [
    "Canvas", "Driver", "Holidays", "Hours", "InvalidCanvas", "KeyMoment", "Name", "Stage",
    "Stakes", "Thresholds", "Touchpoint",
]  # fmt: skip

Driver = Literal[
    "offer", "time", "sensations", "advice", "emotions", "personalisation", "identity"
]
Felt = Annotated[Number, Field(ge=1, le=5)]
Share = Annotated[Number, Field(ge=0, le=1)]
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class UnknownPromise(Refused):
    """A promise was asked for that the canvas does not make."""


class KeyMoment(Part):
    """An instant that weighs more than the rest, with a picture if there is one."""

    title: Words
    """What happens."""
    picture: str | None = None
    """Path or address of a picture."""


class Touchpoint(Part):
    """One place where customer and company meet, and the events that tell of it."""

    touchpoint: Name
    """Its id, unique over the canvas."""
    title: Words
    """Its name on screen."""
    need: Words | None = None
    """What the customer needs there."""
    key_moments: tuple[KeyMoment, ...] = ()
    """The instants that weigh more than the rest."""
    actions: Annotated[tuple[Words, ...], one_or_many(Words)] = ()
    """What the company does there."""
    owner: str | None = None
    """The team in charge."""
    drivers: Annotated[tuple[Driver, ...], one_or_many(Driver)] = ()
    """What makes the experience there: up to seven drivers."""
    channels: Annotated[tuple[str, ...], one_or_many(str)] = ()
    """The channels it lives on."""
    icon: str | None = None
    """Name of a pictogram."""
    aim: Felt | None = None
    """The felt score wanted, 1 to 5."""
    belief: Felt | None = None
    """The felt score the team thinks it gets, 1 to 5."""
    events: Annotated[tuple[Pattern, ...], one_or_many(Pattern)] = ()
    """The events that belong here; the first touchpoint of the canvas that matches wins."""
    promises: tuple[Promise, ...] = ()
    """What is promised here."""


class Stage(Part):
    """A phase of the journey, its touchpoints in order."""

    stage: Name
    """Its id, unique over the canvas."""
    title: Words
    """Its name on screen."""
    touchpoints: tuple[Touchpoint, ...] = ()
    """Its touchpoints, in the order customers meet them."""


class Stakes(Part):
    """Assumptions behind the value at stake: shown with it, and yours to change."""

    margin_share: Share = 0.3
    """The share of spend that is margin."""
    avoidable_share: Share = 1.0
    """The share of broken promises that could be kept."""
    contact: Pattern | None = None
    """The event of a customer contacting the company."""
    contact_cost: Annotated[Number, Field(ge=0)] = 0.0
    """What one such contact costs, in the canvas's currency."""


class Thresholds(Part):
    """Where the four-way matrix is cut."""

    kept: Share = 0.7
    """Kept share from which a promise counts as kept, 0 to 1."""
    felt: Felt = 3.5
    """Felt score from which customers count as happy, 1 to 5."""


def known_language(code: str) -> str:
    """Return *code*, refused where no language has it."""
    if not localedata.exists(code):
        message = _("unknown language `{code}`: write its code, as in en or fr")
        raise ValueError(message.format(code=code))
    return code


def _currency(code: str) -> str:
    if not is_currency(code):
        message = _("unknown currency `{code}`: use its three letters, as in EUR. {hint}")
        hint = choose(code, sorted(list_currencies()))
        raise ValueError(message.format(code=code, hint=hint))
    return code


class Canvas(Part):
    """A whole canvas."""

    canvas: Name
    """Its id."""
    title: Words
    """Its name on screen."""
    language: Annotated[str, AfterValidator(known_language)] = "en"
    """The language of texts written once, by its code."""
    time_zone: TimeZone = "UTC"
    """Where hours, holidays and whole days are counted."""
    currency: Annotated[str, AfterValidator(_currency)] = "EUR"
    """The currency of amounts, by its three letters."""
    hours: OpeningHours = ()
    """When the company is open; always, where left out."""
    holidays: Holidays = Holidays()
    """Days closed although the hours say otherwise."""
    journey: Match = "customer"
    """What makes one journey: all events of a customer, or those of one case."""
    journey_gap: ClockDuration = Duration(30, "d")
    """A silence after which a customer's next event starts a new journey."""
    returns: Pattern = Pattern(activity=("order.placed",))
    """What counts as a customer coming back."""
    horizon: ClockDuration = Duration(90, "d")
    """How long after a promise to look for a return."""
    stakes: Stakes = Stakes()
    """Assumptions behind the value at stake."""
    thresholds: Thresholds = Thresholds()
    """Where the four-way matrix is cut."""
    stages: tuple[Stage, ...] = ()
    """The phases of the journey, in order."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        data = self.model_dump(mode="json")
        broken = [f"{in_words(path, data)}: {message}" for path, message in broken_rules(data)]
        if broken:
            raise PydanticCustomError(RULES, "{broken}", {"broken": "; ".join(broken)})
        return self

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read the canvas in the file at *path*.

        Raises:
            InvalidCanvas: with all that is wrong, each with line, column and what to do.
            OSError: when the file cannot be read.
        """
        path = Path(path)
        return cls.parse(decode(path.read_bytes(), str(path)), name=str(path))

    @classmethod
    def parse(cls, text: str, *, name: str = "canvas.yaml") -> Self:
        """Read a canvas written in YAML; *name* is what errors call it.

        Raises:
            InvalidCanvas: with all that is wrong, each with line, column and what to do.
        """
        return checked(cls, read(text, name), broken_rules)

    @classmethod
    def of(cls, data: Any) -> Self:
        """Return the canvas that plain *data* is, as YAML would be read.

        Raises:
            InvalidCanvas: with all that is wrong; each problem's ``at`` says where in *data*.
        """
        return checked(cls, Source("", data), broken_rules)

    @classmethod
    def new(cls, title: str, *, language: str = "en") -> Self:
        """Return a small canvas to start from, in English or French."""
        return cls.parse(template(language, title=title))

    def to_yaml(self) -> str:
        """Return the canvas as YAML, in its shortest form; comments are not kept."""
        return write(self)

    def save(self, path: str | Path) -> None:
        """Write the canvas to *path*, all of it or nothing."""
        path = Path(path)
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(self.to_yaml(), encoding="utf-8", newline="\n")
        unfinished.replace(path)

    def warnings(self) -> tuple[str, ...]:
        """Say what is allowed here but probably not meant."""
        return tuple(warnings(self))

    def _repr_html_(self) -> str:
        from parcours.core.canvas.showing import as_html

        return as_html(self)

    def touchpoints(self) -> Iterator[tuple[Stage, Touchpoint]]:
        """Every touchpoint with its stage, in the order of the canvas."""
        return ((stage, point) for stage in self.stages for point in stage.touchpoints)

    def promises(self) -> Iterator[tuple[Touchpoint, Promise]]:
        """Every promise with its touchpoint, in the order of the canvas."""
        return ((point, each) for _, point in self.touchpoints() for each in point.promises)

    def promise(self, name: str) -> Promise:
        """Return the promise whose id is *name*; raise UnknownPromise naming the nearest."""
        by_id = {each.promise: each for _, each in self.promises()}
        if name not in by_id:
            message = _("the canvas has no promise `{name}`. {hint}")
            raise UnknownPromise(message.format(name=name, hint=choose(name, by_id)))
        return by_id[name]


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of canvas files, with which editors complete and check them."""
    return {"$schema": _DIALECT} | Canvas.model_json_schema()

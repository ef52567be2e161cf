"""The mapping file: which column of a source becomes which column of the event log."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from parcours.core.language import _
from parcours.core.pattern import Condition, Names, Part, Scalar
from parcours.core.sources.identity import is_identity
from parcours.core.time_zone import TimeZone

Kind = Literal[
    "csv", "xlsx", "parquet", "ndjson", "xes", "segment", "shopify", "woocommerce", "zendesk",
    "intercom", "typeform", "formbricks",
]  # fmt: skip
REST = "*"
EMPTY = ("", "NULL", "null", "NaN", "nan", "N/A", "n/a", "NaT", "\\N")


class Source(Part):
    """Where a value comes from: a column, a constant, a template, or the first that is there.

    ``template`` writes several columns into one text, ``"call {call_id}"``; it is empty
    where one of them is. ``row`` makes a name for each row: this word, the source and the
    line, for rows that nothing names. ``values`` translates; what it does not name is kept,
    emptied with ``others: empty``, or written as a word of the log with ``others: word``.
    """

    column: str | None = None
    constant: Scalar | None = None
    template: str | None = None
    row: str | None = None
    first: tuple["Source", ...] = ()
    values: dict[str, Scalar | None] = Field(default_factory=dict)
    others: Literal["keep", "empty", "word"] = "keep"

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {cls.short(): value} if isinstance(value, (str, int, float)) else value

    @classmethod
    def short(cls) -> str:
        """What a lone text or number stands for."""
        return "column"

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> "Source":
        if sum(each is not None for each in self._places()) != 1:
            raise ValueError(_("give one of column, constant, template, row and first"))
        return self

    def _places(self) -> list[Any]:
        return [self.column, self.constant, self.template, self.row, self.first or None]

    def columns(self) -> Iterator[str]:
        """Every column this value is read from."""
        if self.column is not None:
            yield self.column
        if self.template is not None:
            yield from template_columns(self.template)
        for each in self.first:
            yield from each.columns()


def template_columns(template: str) -> list[str]:
    """Return the columns a template names, in its order.

    >>> template_columns("{date} {time:local}")
    ['date', 'time:local']
    """
    return re.findall(r"\{([^{}]+)\}", template)


class Word(Source):
    """A value from a small vocabulary: the short form is the word itself, not a column."""

    @classmethod
    def short(cls) -> str:
        """The word itself."""
        return "constant"


class Moment(Source):
    """An instant, in one format or several: ``iso``, ``excel``, ``epoch s``, strptime forms."""

    format: Names = ("iso",)
    time_zone: TimeZone | None = None


class Number(Source):
    """A number: the value read × ``times`` + ``plus`` (minutes, cents, a reversed scale)."""

    times: float = 1.0
    plus: float = 0.0


class Property(Source):
    """A property of the event. ``as: number`` reads texts as numbers.

    ``as: members`` reads a JSON object, whose members are all the properties there are.
    ``marked`` lists the columns that a row marks, with 1, yes or a cross: their names are
    the values.
    """

    reads: Literal["text", "number", "members"] = Field(default="text", alias="as")
    marked: tuple[str, ...] = ()

    def columns(self) -> Iterator[str]:
        """Every column this value is read from."""
        yield from super().columns()
        yield from self.marked

    def _places(self) -> list[Any]:
        return [*super()._places(), self.marked or None]


def _named(value: Any) -> Any:
    """``[shop, seller]`` is short for ``{shop: shop, seller: seller}``."""
    if isinstance(value, str):
        value = [value]
    return {name: name for name in value} if isinstance(value, (list, tuple)) else value


def _checked(value: dict[str, Property]) -> dict[str, Property]:
    for name, source in value.items():
        found = next((each for each in (name, *source.columns()) if is_identity(each)), None)
        if found:
            raise ValueError(
                _(
                    "{found!r} tells who someone is; identities never enter the log. Leave it "
                    "out of properties"
                ).format(found=found)
            )
    if len(value) > 1 and any(source.reads == "members" for source in value.values()):
        raise ValueError(_("`as: members` gives all the properties: it stands alone"))
    return value


Properties = Annotated[dict[str, Property], BeforeValidator(_named), AfterValidator(_checked)]


class EventMapping(Part):
    """One event that a row tells, where ``when`` holds; a row may tell several."""

    activity: Word
    at: Moment
    customer_id: Source
    when: dict[str, Condition] = Field(default_factory=dict)
    case_id: Source | None = None
    channel: Word | None = None
    due_at: Moment | None = None
    score: Number | None = None
    scale: Word | None = None
    amount: Number | None = None
    currency: Word | None = None
    seconds: Number | None = None
    text: Source | None = None
    language: Word | None = None
    properties: Properties = Field(default_factory=dict)
    event_id: Source | None = None
    recorded_at: Moment | None = None
    source: Word | None = None

    @model_validator(mode="after")
    def _names_nobody(self) -> "EventMapping":
        for source in (self.case_id, self.event_id):
            found = next(filter(is_identity, source.columns()), None) if source else None
            if found:
                raise ValueError(
                    _(
                        "{found!r} tells who someone is; only customer_id may read it, and a "
                        "pseudonym enters the log in its place"
                    ).format(found=found)
                )
        return self

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Every log column that is filled, with where it comes from; properties apart."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Source):
                yield name, value

    def columns(self) -> set[str]:
        """Every column of the file this event reads; ``*`` when it takes all the rest."""
        every = [source for _, source in self.sources()] + list(self.properties.values())
        return {name for source in every for name in source.columns()} | set(self.when)


class Mapping(Part):
    """How a whole file becomes events.

    ``separator``, ``encoding``, ``header`` and ``skip`` (lines above the header) describe a
    text file, ``sheet`` a workbook. Times without a zone are read in ``time_zone``.
    ``activities`` gives the words of a Segment, Shopify or WooCommerce file other names.
    ``customers: all`` replaces every customer id by a pseudonym; otherwise only those that
    are an e-mail address or a phone number, or come from a column named so.
    """

    kind: Kind
    encoding: str | None = None
    separator: str | None = None
    header: bool = True
    skip: int = Field(default=0, ge=0)
    sheet: str | None = None
    decimal: Literal[".", ","] = "."
    empty: tuple[str, ...] = EMPTY
    time_zone: TimeZone = "UTC"
    source: str | None = None
    customers: Literal["identities", "all"] = "identities"
    activities: dict[str, str] = Field(default_factory=dict)
    events: tuple[EventMapping, ...] = ()

    def columns(self) -> set[str]:
        """Every column of the file that is read."""
        return {name for event in self.events for name in event.columns()}

    def as_pairs(self) -> dict[str, Any]:
        """Return what differs from the defaults, as plain values ready to be written."""
        return {"kind": self.kind, "time_zone": self.time_zone, **written(self)}


def written(value: Any) -> Any:
    """Return a part of a mapping as a person would write it, short forms where there are."""
    if isinstance(value, tuple):
        return [written(each) for each in value]
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items()}
    return _pairs(value) if isinstance(value, Part) else value


def _pairs(part: Part) -> Any:
    pairs = {
        field.alias or name: written(getattr(part, name))
        for name, field in type(part).model_fields.items()
        if getattr(part, name) != field.get_default(call_default_factory=True)
    }
    if isinstance(part, Source) and list(pairs) == [part.short()]:
        return pairs[part.short()]
    formats, properties = pairs.get("format"), pairs.get("properties")
    if formats and len(formats) == 1:
        pairs["format"] = formats[0]
    if properties and all(name == each for name, each in properties.items()):
        pairs["properties"] = list(properties)
    return pairs

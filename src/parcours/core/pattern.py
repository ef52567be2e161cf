"""Which events are meant: activity, channel, conditions on columns and properties."""

from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Strict,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.schema import COLUMNS
from parcours.core.written.wording import choose, nearest, shown

PROPERTY = "properties."


class Part(BaseModel):
    """A piece of a canvas: unknown words are refused, nothing changes once read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _nothing_written_is_left_out(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        fields = cls.model_fields
        return {k: v for k, v in value.items() if v is not None or k not in fields}


def _many(value: Any) -> Any:
    """One is a list of one: ``web`` and ``[web]`` mean the same."""
    return value if isinstance(value, list | tuple) else [value]


def one_or_many(of: Any) -> BeforeValidator:
    """Let one *of* stand for a list of one, also in the JSON schema."""
    return BeforeValidator(_many, json_schema_input_type=of | list[of])


def _scalar(value: Any) -> Any:
    if value is None:
        raise ValueError(
            _("nothing is written here. For events without a value write {present: false}")
        )
    if not isinstance(value, str | bool | int | float) or not _is_finite(value):
        raise ValueError(
            _("found `{found}`: a text or a number is wanted").format(found=shown(value))
        )
    return value


def _is_finite(value: str | float) -> bool:
    return isinstance(value, str) or isfinite(value)


def column(name: str) -> str:
    """Return *name*, a column of the log or ``properties.NAME``; refuse any other."""
    if name in COLUMNS or (name.startswith(PROPERTY) and name != PROPERTY):
        return name
    raise ValueError(
        _("`{name}` is neither a column of the log nor `properties.NAME`. {hint}").format(
            name=name, hint=choose(name, [*COLUMNS, PROPERTY + name])
        )
    )


Scalar = Annotated[str | bool | int | float, BeforeValidator(_scalar)]
Number = Annotated[float, Strict()]
"""A number: neither ``"4"`` nor ``true``."""
Column = Annotated[str, AfterValidator(column)]
"""A column of the log, or ``properties.NAME``."""
Names = Annotated[tuple[str, ...], one_or_many(str), Field(min_length=1)]
Values = Annotated[
    tuple[Scalar, ...], one_or_many(str | bool | int | float), Field(min_length=1)
]


class Bounds(Part):
    """A condition on a number: both ends are included."""

    at_least: Number | None = None
    """The least value meant."""
    at_most: Number | None = None
    """The greatest value meant."""

    @model_validator(mode="after")
    def _has_an_end(self) -> "Bounds":
        check_bounds(self.at_least, self.at_most)
        return self


def check_bounds(at_least: float | None, at_most: float | None) -> None:
    """Refuse bounds without an end, and bounds that nothing can meet."""
    if at_least is None and at_most is None:
        raise ValueError(_("give `at_least`, `at_most` or both"))
    if at_least is not None and at_most is not None and at_least > at_most:
        raise ValueError(
            _("`at_least` ({low:g}) is more than `at_most` ({high:g}): turn them round").format(
                low=at_least, high=at_most
            )
        )


class Other(Part):
    """A condition: any value but these, or no value."""

    other_than: Values
    """The values not meant."""


class Present(Part):
    """A condition: there is a value, or there is none."""

    present: bool
    """``true``: there is a value. ``false``: there is none."""


def _condition(value: Any) -> str:
    """Tell the forms apart by their fields, mistyped ones too, so that errors stay readable."""
    if isinstance(value, Part):
        return f"<{type(value).__name__}>"
    if not isinstance(value, dict):
        return "<Values>"
    fields = [
        nearest(str(key), ("at_least", "at_most", "other_than", "present")) for key in value
    ]
    if "other_than" in fields:
        return "<Other>"
    return "<Present>" if "present" in fields else "<Bounds>"


Condition = Annotated[
    Annotated[Bounds, Tag("<Bounds>")]
    | Annotated[Other, Tag("<Other>")]
    | Annotated[Present, Tag("<Present>")]
    | Annotated[Values, Tag("<Values>")],
    Discriminator(_condition),
]
Where = dict[Column, Condition]
"""Column name, or ``properties.NAME``, and what its value must be; all must hold."""


class Pattern(Part):
    """Events with one of these activities, on one of these channels, meeting ``where``.

    On the canvas ``order.placed`` and ``[order.placed, order.paid]`` are short for
    ``{activity: …}``.
    """

    activity: Names
    """The activities meant, as the log names them."""
    channel: Names | None = None
    """Only on these channels."""
    where: Where = Field(default_factory=dict)
    """Only where these conditions on columns and properties hold."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, dict | Pattern):
            return value
        if isinstance(value, str | list | tuple):
            return {"activity": value}
        raise ValueError(
            _(
                "found `{found}`: name an activity (order.placed), several "
                "([order.placed, order.paid]), or write {{activity: …, channel: …, where: …}}"
            ).format(found=shown(value))
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        activity: JsonSchemaValue = {"type": "string"}
        return {"anyOf": [activity, {"type": "array", "items": activity}, handler(schema)]}


def conditions(where: Any) -> Where:
    """Return *where* as the canvas would read it.

    Raises:
        Refused: it names no column, or a condition is none.

    >>> conditions({"channel": "web"})
    {'channel': ('web',)}
    """
    try:
        return Pattern.model_validate({"activity": "any", "where": where}).where
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(f"where: {first.get('ctx', {}).get('error', first['msg'])}") from None


Match = Literal["customer", "case"]
"""Whether events belong together by customer, or by customer and case."""

"""Which events are meant: activity, channel, conditions on columns and properties."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Scalar = str | bool | int | float


class Part(BaseModel):
    """A piece of a canvas: unknown words are refused, nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Bounds(Part):
    """A condition on a number: both ends are included."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _has_an_end(self) -> "Bounds":
        if self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or both")
        return self


class Other(Part):
    """A condition: any value but these, or no value."""

    other_than: tuple[Scalar, ...]


class Present(Part):
    """A condition: there is a value (``present: true``), or none."""

    present: bool


def _many(value: Any) -> Any:
    """One is a list of one: ``web`` and ``[web]`` mean the same."""
    return value if isinstance(value, (list, tuple)) else [value]


Names = Annotated[tuple[str, ...], BeforeValidator(_many), Field(min_length=1)]
Values = Annotated[tuple[Scalar, ...], BeforeValidator(_many), Field(min_length=1)]
Condition = Bounds | Other | Present | Values
Where = dict[str, Condition]
"""Column name, or ``properties.NAME``, and what its value must be; all must hold."""


class Pattern(Part):
    """Events with one of these activities, on one of these channels, meeting ``where``.

    On the canvas ``order.placed`` and ``[order.placed, order.paid]`` are short for
    ``{activity: …}``.
    """

    activity: Names
    channel: Names | None = None
    where: Where = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"activity": value} if isinstance(value, (str, list, tuple)) else value


Match = Literal["customer", "case"]

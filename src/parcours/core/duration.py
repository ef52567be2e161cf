"""Durations as people write them: ``90 min``, ``2 business hours``, ``2 business days``."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final

import numpy as np
from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from parcours.core.language import _
from parcours.core.written.wording import shown

_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_NAMES: Final = {
    "s": "s", "sec": "s", "second": "s", "seconds": "s",
    "min": "min", "minute": "min", "minutes": "min",
    "h": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
    "w": "w", "week": "w", "weeks": "w",
}  # fmt: skip
_FORM: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(business\s+)?([a-z]+)\s*")
_LONGEST: Final = 100 * 366 * 86400


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time on the clock, or on the canvas's business hours.

    On business time ``h``, ``min`` and ``s`` count open hours only; ``n business days``
    ends when the n-th open day after the start closes.

    >>> Duration.parse("90 min").seconds
    5400
    >>> str(Duration.parse("2 business hours"))
    '2 business h'
    """

    amount: float
    unit: str
    business: bool = False

    def __post_init__(self) -> None:
        if self.unit not in _UNITS:
            raise ValueError(_unreadable(str(self)))
        if not 0 <= self.amount * _UNITS[self.unit] <= _LONGEST:
            raise ValueError(_("`{text}` is not between 0 and 100 years").format(text=self))
        if not self.business:
            return
        if self.unit == "w":
            raise ValueError(
                _(
                    "`{text}`: business time is counted in minutes, hours or days, not in weeks"
                ).format(text=self)
            )
        if self.unit == "d" and (self.amount != int(self.amount) or self.amount < 1):
            raise ValueError(
                _("`{text}`: business days are whole, 1 or more; use business hours").format(
                    text=self
                )
            )

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read *text*; raise ValueError saying which forms are understood."""
        match = _FORM.fullmatch(text.lower())
        unit = _NAMES.get(match[3]) if match else None
        if match is None or unit is None:
            raise ValueError(_unreadable(text))
        return cls(float(match[1]), unit, match[2] is not None)

    @property
    def seconds(self) -> float:
        """Length in seconds. Business days have none: they end when a shop closes."""
        if self.business and self.unit == "d":
            raise ValueError("business days have no fixed length")
        seconds = self.amount * _UNITS[self.unit]
        return int(seconds) if seconds == int(seconds) else seconds

    def __str__(self) -> str:
        amount = np.format_float_positional(self.amount, trim="-")
        return f"{amount} {'business ' if self.business else ''}{self.unit}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def read(value: Any) -> "Duration":
            if isinstance(value, Duration):
                return value
            return cls.parse(value if isinstance(value, str) else shown(value))

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": r"^\s*[0-9]+(\.[0-9]+)?\s*(business\s+)?[A-Za-z]+\s*$",
            "examples": ["20 s", "90 min", "2 business hours", "3 d"],
        }


def _unreadable(text: str) -> str:
    return _(
        "`{text}` is not a duration. Write a number and a unit: "
        "20 s, 90 min, 2 h, 3 d, 1 w, 2 business hours, 2 business days"
    ).format(text=text)


def _on_the_clock(duration: Duration) -> Duration:
    if duration.business:
        raise ValueError(
            _("`{text}`: this one runs on the clock; leave out `business`").format(
                text=duration
            )
        )
    return duration


ClockDuration = Annotated[Duration, AfterValidator(_on_the_clock)]
"""A duration that business hours do not stretch: windows and horizons."""

"""Durations as people write them: ``90 min``, ``2 business hours``, ``2 business days``."""

import re
from dataclasses import dataclass
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_NAMES: Final = {
    "s": "s", "sec": "s", "second": "s", "seconds": "s",
    "min": "min", "minute": "min", "minutes": "min",
    "h": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
    "w": "w", "week": "w", "weeks": "w",
}  # fmt: skip
_FORM: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(business\s+)?([a-z]+)\s*")


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

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read *text*; raise ValueError saying which forms are understood."""
        match = _FORM.fullmatch(text.lower())
        unit = _NAMES.get(match[3]) if match else None
        if match is None or unit is None:
            raise ValueError(
                f"{text!r} is not a duration. Write a number and a unit: "
                "20 s, 90 min, 2 h, 3 d, 1 w, 2 business hours, 2 business days"
            )
        amount, business = float(match[1]), match[2] is not None
        if business and unit == "w":
            raise ValueError(f"{text!r}: business time is counted in min, hours or days")
        if business and unit == "d" and not amount.is_integer():
            raise ValueError(f"{text!r}: business days are whole; use business hours")
        return cls(amount, unit, business)

    @property
    def seconds(self) -> float:
        """Length in seconds. Business days have none: they end when a shop closes."""
        if self.business and self.unit == "d":
            raise ValueError("business days have no fixed length")
        seconds = self.amount * _UNITS[self.unit]
        return int(seconds) if seconds == int(seconds) else seconds

    def __str__(self) -> str:
        return f"{self.amount:g} {'business ' if self.business else ''}{self.unit}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def read(value: Any) -> "Duration":
            return value if isinstance(value, Duration) else cls.parse(str(value))

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "examples": ["20 s", "90 min", "2 business hours", "3 d"],
        }

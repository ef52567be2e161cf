"""What a table seems to tell, before anyone has looked at it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Guess:
    """The events a table seems to tell, as plain values; what to know, what is missing."""

    events: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

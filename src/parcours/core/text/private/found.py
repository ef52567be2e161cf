"""What personal data is found as."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal[
    "link", "e-mail", "iban", "card", "social_security", "reference", "phone", "address", "name"
]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""Those that claim their place in the text first come first."""


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data of one kind at ``text[start:end]``."""

    kind: Kind
    start: int
    end: int

"""Words with places, filled for each person: ``{name}``, ``{order|…}``, ``{answer:KEY}``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

PLACES: Final = ("name", "order", "shop", "table")
ANSWER: Final = "answer:"
_PLACE: Final = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
_GAP: Final = re.compile(r" +(?=[ ,.])")
_NOTHING: Final = "\0"
# What led to a name that is not known goes with it: "Welcome, {name}!", "{name}, welcome!"
_AT_THE_END: Final = re.compile(r",?\s*\0(?=\s*(?:[?!.,;:…]|$))")
_AT_THE_START: Final = re.compile(r"^\s*\0\s*,\s*(\S)")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in words: what goes there, and what stands there where that is not known."""

    name: str
    otherwise: str

    @property
    def question(self) -> str | None:
        """The question whose answer goes there."""
        return self.name.removeprefix(ANSWER) if self.name.startswith(ANSWER) else None


def places(text: str) -> Iterator[Place]:
    """Yield the places of *text*.

    >>> list(places("Hello {name|there}!"))
    [Place(name='name', otherwise='there')]
    """
    return (_place(found) for found in _PLACE.finditer(text))


def fill(text: str, known: Callable[[Place], str]) -> str:
    """Return *text* with its places filled by what is *known*, else by their own fallback.

    >>> fill("Hello {name|there}, your order {order} came.", lambda place: "")
    'Hello there, your order came.'
    >>> fill("Where from, {name}?", lambda place: "")
    'Where from?'
    """
    found = _PLACE.search(text)
    if found is None:
        return text
    filled = _PLACE.sub(lambda each: _filled(_place(each), known), text)
    filled = _AT_THE_START.sub(lambda begun: begun[1].upper(), filled)
    filled = _AT_THE_END.sub("", filled).replace(_NOTHING, "")
    return _GAP.sub("", filled).strip()


def for_anyone(text: str) -> str:
    """Return *text* as it is told of everyone who was asked it.

    >>> for_anyone("How was order {order}, {name|dear customer}?")
    'How was order …, dear customer?'
    """
    return fill(text, lambda place: place.otherwise or "…")


def _filled(place: Place, known: Callable[[Place], str]) -> str:
    return known(place) or place.otherwise or _NOTHING


def _place(found: re.Match[str]) -> Place:
    return Place(found[1].strip(), (found[2] or "").strip())

"""The language of what people read: sources are English, French is complete.

Messages are marked with ``_`` where they are made: ``_("{n} rows").format(n=3)``. Those that
a result keeps are said again, with ``said``, in the language of whoever reads it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES: Final = ("en", "fr")
CATALOGUES: Final = Path(__file__).parent / "locale"
_FRENCH_MARKS: Final = str.maketrans({",": "\N{NARROW NO-BREAK SPACE}", ".": ","})

_current: ContextVar[str] = ContextVar("language", default="en")


class _Form(Formatter):
    """Fills in messages: ``{x:.2f}`` and ``{n:,}`` have the language's marks, others not."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        is_for_people = format_spec.endswith((",", "f"))
        return text.translate(_FRENCH_MARKS) if is_for_people and language() == "fr" else text


class Message(str):
    """A text in the language it was made in, which remembers how to be said in another."""

    source: str
    counted: tuple[str, int] | None = None
    parts: tuple[Any, ...] = ()
    named: Mapping[str, Any] = {}

    @classmethod
    def of(cls, text: str, source: str, counted: tuple[str, int] | None = None) -> "Message":
        """Make it of its *text*; *source* is the same in English, its places not filled.

        Where it says how many, *counted* is the English for several, and the number.
        """
        made = cls(text)
        made.source, made.counted = source, counted
        return made

    def format(self, *parts: Any, **named: Any) -> "Message":
        """Return the message with its places filled."""
        made = Message.of(_Form().vformat(self, parts, named), self.source, self.counted)
        made.parts, made.named = parts, named
        return made


def language() -> str:
    """Return the language messages are made in: ``en`` or ``fr``."""
    return _current.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make messages in *code* within the block; an unknown language speaks English."""
    token = _current.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _current.reset(token)


@cache
def catalogue(code: str) -> Catalog:
    """Return the translations of *code*, empty for English."""
    path = CATALOGUES / f"{code}.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def said(text: str) -> str:
    """Return *text* in the current language, where it is a message: made in whichever.

    >>> with speaking("fr"):
    ...     late = _("{share} of customers").format(share="7 %")
    >>> said(late)
    '7 % of customers'
    """
    if not isinstance(text, Message):
        return text
    parts = [said(part) if isinstance(part, str) else part for part in text.parts]
    named = {
        name: said(part) if isinstance(part, str) else part for name, part in text.named.items()
    }
    message = ngettext(text.source, *text.counted) if text.counted else _(text.source)
    return message.format(*parts, **named) if parts or named else message


def listed(texts: Iterable[str]) -> str:
    """Return *texts* one after the other, as a message.

    >>> listed(["time", "offer"])
    'time, offer'
    """
    parts = tuple(texts)
    places = ", ".join("{}" for _part in parts)
    return Message.of(places, places).format(*parts)


def _(message: str) -> str:
    """Return *message* in the current language, or as it is where no translation exists."""
    found = catalogue(language()).get(message)
    text = str(found.string) if found is not None and found.string else message
    return Message.of(text, message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form for *n*: French says ``0 client``, English ``0 customers``."""
    found = catalogue(language()).get(one)
    if found is None or not isinstance(found.string, tuple | list) or not found.string[0]:
        text = one if n == 1 else many
    else:
        text = found.string[int(n > 1 if language() == "fr" else n != 1)]
    return Message.of(str(text), one, (many, n))

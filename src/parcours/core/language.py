"""The language of what people read: sources are English, French is complete.

Messages are marked with ``_`` where they are made: ``_("{n} rows").format(n=3)``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES: Final = ("en", "fr")
CATALOGUES: Final = Path(__file__).parent / "locale"

_current: ContextVar[str] = ContextVar("language", default="en")


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


def _(message: str) -> str:
    """Return *message* in the current language, or as it is where no translation exists."""
    found = catalogue(language()).get(message)
    return str(found.string) if found is not None and found.string else message


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form for *n*: French says ``0 client``, English ``0 customers``."""
    found = catalogue(language()).get(one)
    if found is None or not isinstance(found.string, tuple | list) or not found.string[0]:
        return one if n == 1 else many
    is_plural = n > 1 if language() == "fr" else n != 1
    return str(found.string[int(is_plural)])

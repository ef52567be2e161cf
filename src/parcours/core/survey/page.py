"""What the pages say on which a survey is answered: buttons, hints, why an answer is none.

The words are shipped in some languages. A survey may say each otherwise, in each of its
languages, and has to say those of its buttons in a language that is not shipped.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ruamel.yaml import YAML

from parcours.core.language import Message, language
from parcours.core.words import Words

if TYPE_CHECKING:
    from parcours.core.survey.definition import Survey

SHIPPED: Final = ("en", "fr", "de", "es", "it", "nl", "pt")
BUTTONS: Final = ("next", "back", "send", "needs_an_answer")
"""What every answering page shows: a language without these cannot be answered in."""
_FILE: Final = Path(__file__).parent / "page_words.yaml"


class Spoken(NamedTuple):
    """The language of a page, and what its survey says otherwise."""

    language: str
    own: Mapping[str, Words]
    languages: tuple[str, ...]


_current: ContextVar[Spoken | None] = ContextVar("page", default=None)


@cache
def shipped() -> dict[str, dict[str, str]]:
    """Return the words by key and language, in the order in which authors see them."""
    found: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(_FILE)
    return found


@contextmanager
def answered_in(survey: "Survey", code: str) -> Iterator[None]:
    """Say a page's words in one of the survey's languages within the block."""
    token = _current.set(Spoken(code, survey.page, survey.languages))
    try:
        yield
    finally:
        _current.reset(token)


def word(key: str, **given: Any) -> str:
    """Return what the page says, its places filled: in the reader's language outside of one.

    >>> word("choose_at_least", n=2)
    'Choose 2 at least.'
    """
    spoken = _current.get() or Spoken(language(), {}, ())
    text = _text(key, spoken)
    return str(Message.of(text, text).format(**given))


def is_worded(survey: "Survey", code: str) -> bool:
    """Return whether the buttons of *survey* have words in one of its languages."""
    return all(_own(survey.page.get(key), code) or shipped_in(key, code) for key in BUTTONS)


def _text(key: str, spoken: Spoken) -> str:
    wanted = (spoken.language, *spoken.languages, "en")
    own = spoken.own.get(key)
    found = (_own(own, code) or shipped_in(key, code) for code in wanted)
    return next(each for each in found if each)


def _own(words: Words | None, code: str) -> str:
    if isinstance(words, Mapping):
        return words.get(code, "")
    return words or ""


def shipped_in(key: str, code: str) -> str:
    """Return the shipped words of a language; nothing where it is not shipped."""
    return shipped()[key].get(code, "")

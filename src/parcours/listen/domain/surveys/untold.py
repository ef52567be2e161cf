"""What a draft does not say in each of its languages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from babel import Locale, UnknownLocaleError

from parcours.core.language import language
from parcours.listen.domain.surveys.drafting import WORDS, Draft, languages_of

_SAID_ANYWAY: Final = {"page", "theme"}


def untold(draft: Draft) -> list[tuple[str, int]]:
    """Return each language that lacks texts, and how many; the first one is fallen back to.

    >>> untold({"languages": ["fr", "en"], "title": {"fr": "Visite"}, "questions": []})
    [('en', 1)]
    """
    said = list(_texts({name: draft[name] for name in draft if name not in _SAID_ANYWAY}))
    lacking = (
        (code, sum(not words.get(code) for words in said)) for code in languages_of(draft)[1:]
    )
    return [(code, count) for code, count in lacking if count]


def language_name(code: str) -> str:
    """Return what a language is called in the reader's own."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def _texts(part: Any) -> Iterator[Mapping[str, Any]]:
    """Yield each text of a part that is said language by language."""
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, Mapping):
        for name, each in part.items():
            if name in WORDS and isinstance(each, Mapping):
                yield each
            elif name != "show_if":
                yield from _texts(each)

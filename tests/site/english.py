"""Words that a French page should not say: the English of our catalogues and canvases."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tools.messages import catalogues, translated

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^{}]*\}")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[A-Za-z]{3,}")


def english_left(texts: Iterable[str], *, also: Iterable[str] = ()) -> list[str]:
    """Return those of *texts* that are an English message, alone or filled in.

    Args:
        also: more English, of what people wrote in both languages.
    """
    plain, filled = _messages()
    known = plain | set(also)
    return sorted({text for text in texts if text in known or filled.fullmatch(text)})


def said_in_both(part: Any) -> Iterator[str]:
    """Yield the English of what a drawing says in both languages, where French differs."""
    if isinstance(part, dict):
        if set(part) <= {"en", "fr"} and {"en", "fr"} <= set(part):
            if part["en"] != part["fr"]:
                yield part["en"]
        else:
            for each in part.values():
                yield from said_in_both(each)
    elif isinstance(part, list):
        for each in part:
            yield from said_in_both(each)


@cache
def _messages() -> tuple[frozenset[str], re.Pattern[str]]:
    """The messages without a place to fill, and a pattern of those with one."""
    pairs = [pair for path in catalogues() for pair in _pairs(translated(path))]
    french = {text for _english, text in pairs}
    english = {text for text, _french in pairs} - french
    plain = frozenset(text for text in english if not PLACE.search(text) and WORD.search(text))
    # Two words at least: "%(n)s days" alone is one, and so is a name with a word after it.
    filled = [
        ".+".join(map(re.escape, PLACE.split(text)))
        for text in english
        if PLACE.search(text) and len(WORD.findall(PLACE.sub(" ", text))) > 1
    ]
    return plain, re.compile("|".join(filled))


def _pairs(catalogue: Any) -> Iterator[tuple[str, str]]:
    for message in catalogue:
        if not message.id:
            continue
        forms = zip(_forms(message.id), _forms(message.string), strict=False)
        for english, french in forms:
            pieces = [
                [" ".join(p.split()) for p in TAG.split(each)] for each in (english, french)
            ]
            if len(pieces[0]) == len(pieces[1]):
                yield from ((e, f) for e, f in zip(*pieces, strict=True) if e and e != f)


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)

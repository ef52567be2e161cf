"""The words of a survey's parts, checked on plain data: their languages, their places."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from parcours.core.language import _
from parcours.core.survey.piping import ANSWER, PLACES, Place, places
from parcours.core.written.problem import Path
from parcours.core.written.wording import choose

Fields = dict[str, Any]
Broken = Iterator[tuple[Path, str]]

OFFERED: Final = ("options", "columns")
ROWS: Final = ("rows", "moments")
_WORDS: Final = ("title", "help", "low", "high", "other", "text", "link_title")


def parts(part: Any, path: Path, field: str) -> Iterator[tuple[Path, Fields]]:
    """Yield each element of the list in *field* that is made of fields, with its path."""
    elements = part.get(field) if isinstance(part, dict) else None
    if isinstance(elements, list):
        for n, each in enumerate(elements):
            if isinstance(each, dict):
                yield (*path, field, n), each


def broken_words(
    part: Any, path: Path, *, first: str | None, answers: Collection[str] = ()
) -> Broken:
    """Yield what is wrong with the texts of *part*, and of its options and rows.

    Args:
        part: a question, an intro… as plain data.
        path: where it stands.
        first: the survey's first language, in which each text must be.
        answers: the keys of the questions whose answers are known there.
    """
    if not isinstance(part, dict):
        return
    texts = [((*path, field), part.get(field)) for field in _WORDS]
    for field in (*OFFERED, *ROWS):
        texts += [((*at, "title"), each.get("title")) for at, each in parts(part, path, field)]
    for at, words in texts:
        if isinstance(words, dict) and first is not None and first not in words:
            message = _(
                "the text in `{code}`, the survey's first language, is missing: write it"
            )
            yield at, message.format(code=first)
        for code, text in words.items() if isinstance(words, dict) else [("", words)]:
            where = (*at, code) if code else at
            yield from ((where, said) for said in _unknown_places(text, answers))


def _unknown_places(text: Any, answers: Collection[str]) -> Iterator[str]:
    for place in places(text) if isinstance(text, str) else ():
        if not _is_known(place, answers):
            message = _("nothing is known as `{{{name}}}` here. {hint}")
            known = [*PLACES, *(ANSWER + key for key in answers)]
            yield message.format(name=place.name, hint=choose(place.name, known))


def _is_known(place: Place, answers: Collection[str]) -> bool:
    return place.name in PLACES if place.question is None else place.question in answers

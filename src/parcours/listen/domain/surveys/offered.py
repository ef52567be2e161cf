"""The answers that a question of a draft offers, as the builder's conditions name them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from parcours.core.survey.questions import OTHER

Offered = Mapping[str, Any]
"""What an answer is kept as, by how people call it."""


def offered_by(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be answered to *question*, by its words in each language, then by key.

    >>> offered_by({"options": [{"key": "lyon", "title": {"fr": "Lyon, en train"}}]})
    {'Lyon, en train': 'lyon', 'lyon': 'lyon'}
    """
    if question.get("kind") == "consent":
        return {_("yes"): True, _("no"): False, "yes": True, "no": False}
    options = [*question.get("options", ()), *question.get("columns", ())]
    options = [each for each in options if isinstance(each, Mapping) and each.get("key")]
    other = {"key": OTHER, "title": question["other"]} if question.get("other") else {}
    every = [*options, other] if other else options
    named = {words: each["key"] for each in every for words in _words(each.get("title"))}
    return named | {each["key"]: each["key"] for each in every}


def read(text: str, offered: Offered) -> list[Any]:
    """Return the answers that *text* lists with commas between, as each is kept.

    What is not offered stays as it was written, for the survey's check to say so.

    >>> read("lyon, EN TRAIN, elsewhere", {"Lyon, en train": "lyon", "lyon": "lyon"})
    ['lyon', 'elsewhere']
    """
    found, rest = list[Any](), text.strip(" ,")
    by_words = {words.lower(): kept for words, kept in offered.items()}
    while rest:
        name = max((each for each in by_words if _begins(rest, each)), key=len, default="")
        name = name or rest.partition(",")[0].rstrip().lower()
        found.append(by_words.get(name, rest[: len(name)]))
        rest = rest[len(name) :].lstrip(" ,")
    return found


def told(values: Any, offered: Offered) -> str:
    """Return answers as people call them, with commas between."""
    names: dict[Any, str] = {}
    for words, kept in offered.items():
        names.setdefault(_kind_and(kept), words)
    several = values if isinstance(values, list) else [values]
    return ", ".join(names.get(_kind_and(each), _plain(each)) for each in several)


def _begins(text: str, name: str) -> bool:
    rest = text[len(name) :].lstrip()
    return text.lower().startswith(name) and (not rest or rest.startswith(","))


def _words(title: Any) -> Iterator[str]:
    words = title.values() if isinstance(title, Mapping) else [title]
    yield from (each.strip() for each in words if isinstance(each, str) and each.strip())


def _kind_and(value: Any) -> tuple[bool, Any]:
    """Return what tells ``True`` from the score 1."""
    return isinstance(value, bool), value


def _plain(value: Any) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)

"""Phrases that a person wrote down and may change: how their files are read.

A file has ``[label]`` headings and one phrase a line. In front, ``+`` says pleased, ``-``
displeased, ``~`` a hint that is not enough alone. In the phrase ``word*`` begins so, ``a/b``
is either, ``?word`` may be missing, ``_`` is any word, ``...`` up to three, ``<n>`` a number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from parcours.core.text.tokens import fold

FOLDER: Final = Path(__file__).parent / "lexicon"
ANY: Final = "_"
NUMBER: Final = "<n>"
HINT: Final = 0.5
_GAP: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][tT]\b)?|\d+|[^\w\s'’]")
_SLOPPY: Final = {"don't": "dont", "can't": "cant", "won't": "wont"}


@dataclass(frozen=True)
class Step:
    """One place of a phrase: the words that may stand there, and whether one must."""

    either: tuple[str, ...]
    may_miss: bool = False

    @property
    def is_any(self) -> bool:
        """Whether every word fits."""
        return self.either == (ANY,)


@dataclass(frozen=True)
class Phrase:
    """A phrase and what it tells.

    Attributes:
        label: What it is a sign of; ``none`` swallows the words it covers.
        written: As it stands in its file.
        polarity: 1 pleased, -1 displeased, 0 where the words around it tell.
        weight: 1, or 0.5 for a hint.
        language: ``fr``, ``en``, or ``""`` for both.
    """

    label: str
    written: str
    polarity: int = 0
    weight: float = 1.0
    language: str = ""
    readings: tuple[tuple[Step, ...], ...] = field(default=(), repr=False)

    @property
    def has_gap(self) -> bool:
        """Whether it spans words of any kind."""
        return any(step.is_any for steps in self.readings for step in steps)


def read(lines: Iterable[str], *, language: str = "") -> Iterator[Phrase]:
    """Yield the phrases of a file's *lines*; ``#`` starts a comment.

    Examples:
        >>> [phrase] = read(["[offer]", "+ pas cher/chère"])
        >>> phrase.label, phrase.polarity, phrase.readings[0][1].either
        ('offer', 1, ('cher', 'chere'))
    """
    label = ""
    for line in lines:
        text = line.strip()
        if text.startswith("["):
            label = text.strip("[]")
        elif text and not text.startswith("#"):
            yield phrase(text, label=label, language=language)


def phrase(text: str, *, label: str, language: str = "") -> Phrase:
    """Return the phrase that *text* writes, e.g. ``- pas/jamais livré*``.

    Raises:
        ValueError: No word is left that must be there, or it begins with any word.
    """
    marks, _, rest = text.partition(" ")
    if not set(marks) <= set("+-~"):
        marks, rest = "", text
    readings = tuple(dict.fromkeys(_readings(rest)))
    for steps in readings or [()]:
        if all(step.may_miss for step in steps) or steps[0].is_any:
            raise ValueError(
                f"`{text}`: a phrase begins with a word, and has one that must stay"
            )
    return Phrase(
        label=label,
        written=rest,
        polarity=("+" in marks) - ("-" in marks),
        weight=HINT if "~" in marks else 1.0,
        language=language,
        readings=readings,
    )


def own(lexicon: Mapping[str, Sequence[str]]) -> tuple[Phrase, ...]:
    """Return the phrases of a workspace: label to phrases, in the same notation."""
    return tuple(
        phrase(text, label=label) for label, texts in lexicon.items() for text in texts
    )


@cache
def shipped(name: str) -> tuple[Phrase, ...]:
    """Return the phrases of ``lexicon/NAME.fr.txt`` and ``lexicon/NAME.en.txt``."""
    return tuple(
        each
        for language in ("fr", "en")
        for each in read(
            (FOLDER / f"{name}.{language}.txt").read_text("utf-8").splitlines(),
            language=language,
        )
    )


def _readings(text: str) -> Iterator[tuple[Step, ...]]:
    for choice in product(*map(_ways, text.replace(" / ", "/").split())):
        yield tuple(step for steps in choice for step in steps)


def _ways(part: str) -> list[tuple[Step, ...]]:
    """Return the ways to read one *part*: ``l'eau/thé`` is two words or one."""
    if part == "...":
        return [(Step((ANY,), may_miss=True),) * _GAP]
    if part in (ANY, NUMBER):
        return [(Step((part,)),)]
    either = part.removeprefix("?").split("/")
    may_miss = part.startswith("?") or "" in either
    cut = [_words(each) for each in either if each]
    single = tuple(dict.fromkeys(each[0] for each in cut if len(each) == 1))
    single += tuple(_SLOPPY[word] for word in single if word in _SLOPPY)
    ways: list[tuple[Step, ...]] = [(Step(single, may_miss),)] if single else []
    ways += [tuple(Step((word,)) for word in each) for each in cut if len(each) > 1]
    return ways if single or not may_miss else [*ways, ()]


def _words(written: str) -> list[str]:
    if written == NUMBER:
        return [NUMBER]
    found = [fold(word) for word in _WORD.findall(written.removesuffix("*"))]
    if written.endswith("*") and found:
        found[-1] += "*"
    return found

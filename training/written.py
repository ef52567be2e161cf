"""Sentences written for Parcours, put together so that many domains speak both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

FOLDER: Final = Path(__file__).parent / "sentences"
LANGUAGES: Final = ("fr", "en")
TURNS: Final = {
    "fr": (" mais ", ", par contre ", ". Dommage : ", ". En revanche ", " et pourtant "),
    "en": (" but ", ", however ", ". Shame that ", " though ", ", yet "),
}
JOINS: Final = (". ", ", ", " ! ", "\n", " - ", "... ")
SIGN: Final = {"+": 1, "-": -1, "0": 0}
PAIRS_EACH: Final = 1500


@dataclass(frozen=True)
class Sentence:
    """A text, its language and what it says: -1, 0 or 1."""

    text: str
    language: str
    label: int


def sentences(seed: int = 7) -> list[Sentence]:
    """Return every sentence, always the same ones in the same order."""
    return [each for language in LANGUAGES for each in _of(language, Random(seed))]


def read(language: str) -> dict[str, list[str]]:
    """Return the lines of ``sentences/LANGUAGE.txt`` under each of its ``# titles``."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            lines = found.setdefault(line[2:], [])
        elif line:
            lines.append(line)
    return found


def of_drivers(language: str) -> Iterator[tuple[str, int]]:
    """Yield the sentences written for the drivers, with what all their marks say together."""
    for line in (FOLDER / f"drivers.{language}.txt").read_text("utf-8").splitlines():
        marks, bar, text = line.partition(" | ")
        signs = {SIGN[mark[1]] for mark in marks.split() if mark[1:] in SIGN}
        if bar and signs:
            yield text, signs.pop() if len(signs) == 1 else 0


def _of(language: str, luck: Random) -> Iterator[Sentence]:
    said = read(language)
    told = {1: said["positive"], -1: said["negative"] + said["wished"], 0: said["neutral"]}
    for text, label in of_drivers(language):
        told[label].append(text)
    for label, lines in told.items():
        yield from (Sentence(line, language, label) for line in lines)
    for _ in range(PAIRS_EACH):
        yield _judgement(said, language, luck)
        yield _two(told, language, luck)
        yield _mixed(told, language, luck)


def _judgement(said: dict[str, list[str]], language: str, luck: Random) -> Sentence:
    """A subject and what it is: "the room was very good"."""
    label = luck.choice((1, 1, -1, -1, 0))
    words = luck.choice(said[{1: "good", -1: "bad", 0: "so-so"}[label]])
    gender, subject = luck.choice(said["subjects"]).split(" ", 1)
    if language == "fr":
        half = len(words.split()) // 2
        words = " ".join(words.split()[:half] if gender == "m" else words.split()[half:])
    verb = luck.choice(
        ("est", "était", ":", "reste") if language == "fr" else ("is", "was", ":")
    )
    return Sentence(f"{subject} {verb} {words}", language, label)


def _two(told: dict[int, list[str]], language: str, luck: Random) -> Sentence:
    """Two things said the same way, or one of them without opinion."""
    label = luck.choice((1, -1))
    both = [luck.choice(told[label]), luck.choice(told[luck.choice((label, 0))])]
    luck.shuffle(both)
    return Sentence(luck.choice(JOINS).join(both), language, label)


def _mixed(told: dict[int, list[str]], language: str, luck: Random) -> Sentence:
    """Good and bad in one breath; whoever tells both is counted as neither."""
    both = [luck.choice(told[1]), luck.choice(told[-1])]
    luck.shuffle(both)
    return Sentence(luck.choice(TURNS[language]).join(both), language, 0)

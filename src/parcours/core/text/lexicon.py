"""How strongly words speak for or against, read from lists people can edit.

Negation, intensity and what follows a "but" are resolved here, per token. What a model
learns comes on top of it (`core.text.sentiment`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.sequences import Places, Sequences, ranges
from parcours.core.text.tokens import Tokens, tokenise

FOLDER: Final = Path(__file__).parent / "lexicon"
ROLES: Final = ("not", "very", "hardly", "but")
STOPS: Final = frozenset([".", "..", "!", "!!", "?", "??", "!?", "?!", ","])
FULL_STOPS: Final = STOPS - {","}
MIN_STEM: Final = 2
SCOPE: Final = 4  # tokens a negation reaches
NEAR: Final = 2  # tokens "very" and "hardly" reach
_NE: Final = frozenset(["ne", "n"])  # "ne … que" negates nothing after "que"

_Floats = NDArray[np.float32]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Lexicon:
    """One language's words, beginnings of words and phrases, each with its strength.

    Attributes:
        words: Strength of whole words, -3 to 3.
        stems: Strength of words that begin so.
        phrases: Strength of words in a row, longest first.
        roles: For ``not``, ``very``, ``hardly``, ``but``: their words and phrases.
    """

    words: dict[str, float]
    stems: dict[str, float]
    phrases: dict[tuple[str, ...], float]
    roles: dict[str, frozenset[tuple[str, ...]]]

    def strength(self, word: str) -> float:
        """Return the strength of one folded *word*, 0 when it is not listed."""
        if word in self.words:
            return self.words[word]
        for length in range(len(word), MIN_STEM - 1, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        return 0.0


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of ``fr`` or ``en`` with the signs every language shares."""
    found = Lexicon({}, {}, {}, {})
    for name in ("common", language):
        _read((FOLDER / f"sentiment.{name}.txt").read_text("utf-8"), found)
    return found


def _read(text: str, into: Lexicon) -> None:
    entries = list(_entries(text))
    folded = tokenise(pl.Series([entry.removesuffix("*") for _, entry in entries]))
    for row, (key, entry) in enumerate(entries):
        phrase = tuple(folded.of(row))
        if key in ROLES:
            into.roles[key] = into.roles.get(key, frozenset()) | {phrase}
        elif len(phrase) > 1:
            into.phrases[phrase] = float(key)
        elif entry.endswith("*"):
            into.stems[phrase[0]] = float(key)
        else:
            into.words[phrase[0]] = float(key)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, is_entry, listed = line.partition(": ")
        if is_entry and not line.startswith("#"):
            yield from ((key, entry.strip()) for entry in listed.split(", "))


@dataclass(frozen=True)
class Heard:
    """What the lexicon hears in a batch of texts, one value per token.

    Attributes:
        strength: -3 to 3 as listed; a phrase's stands on its last token; 0 elsewhere.
        negated: Whether a negation reaches the token.
        force: 1.4 after "very", 0.6 after "hardly", else 1.
        after_but: Whether a "but" came earlier in the sentence.
        before_but: Whether one comes later in it.
    """

    strength: _Floats
    negated: _Flags
    force: _Floats
    after_but: _Flags
    before_but: _Flags

    def only(self, places: Places) -> "Heard":
        """Return what is heard at some *places*."""
        return Heard(*(getattr(self, each.name)[places] for each in fields(self)))

    @cached_property
    def valence(self) -> _Floats:
        """Strength with negation and force applied: "not good" is rather bad."""
        turned = np.where(self.strength > 0, -0.6, -0.4).astype(np.float32)
        return self.strength * self.force * np.where(self.negated, turned, np.float32(1))


def hear(tokens: Tokens, is_french: _Flags, is_sure: _Flags | None = None) -> Heard:
    """Return what the lexicons hear in *tokens*, French texts by the French one.

    Args:
        tokens: A batch of texts.
        is_french: One flag per text; the others are heard with English ears.
        is_sure: Where the language is not sure, a word that says nothing in it is heard
            in the other. All are sure by default.
    """
    if not len(tokens.codes):
        none = np.zeros(0, np.float32)
        return Heard(none, none > 0, none, none > 0, none > 0)
    french, english = _ear(tokens, "fr"), _ear(tokens, "en")
    chosen = is_french[tokens.rows]
    if is_sure is not None:
        own = np.where(chosen, french[0], english[0])
        other = np.where(chosen, english[0], french[0])
        chosen = chosen ^ (~is_sure[tokens.rows] & (own == 0) & (other != 0))
    return Heard(
        *(np.where(chosen, one, other) for one, other in zip(french, english, strict=True))
    )


def _ear(tokens: Tokens, language: str) -> tuple[NDArray[np.generic], ...]:
    listed = [_strength(word, language) for word in tokens.words]
    strength = np.array(listed, np.float32)[tokens.codes]
    standing = _Standing.of(tokens, language)
    taken, own = _match(standing, strength)
    roles = {}
    for place, role in enumerate(ROLES):
        members = lexicon(language).roles[role]
        roles[role] = tokens.are([each[0] for each in members if len(each) == 1])
        roles[role][standing.last_of(place)] = True
    cue = roles["not"] & ~taken
    begins = tokens.begins
    stop = tokens.are(STOPS) | roles["but"]
    que = tokens.are(["que", "qu"]) & (language == "fr")
    ne = cue & tokens.are(_NE)

    negated = _follows(cue & ~ne, stop, begins, reach=SCOPE) | _follows(
        ne, stop | que, begins, reach=SCOPE
    )
    negated &= ~own
    very = _follows(roles["very"] & (strength == 0) & ~taken, stop, begins, reach=NEAR)
    hardly = _follows(roles["hardly"] & ~taken, stop, begins, reach=NEAR)
    force = np.where(very, 1.4, np.where(hardly, 0.6, 1)).astype(np.float32)

    full_stop = tokens.are(FULL_STOPS)
    after = _follows(roles["but"], full_stop, begins, reach=len(tokens.codes))
    ends = np.roll(begins, -1)
    before = _follows(roles["but"][::-1], full_stop[::-1], ends[::-1], reach=len(tokens.codes))[
        ::-1
    ]
    return strength, negated, force, after, before


@lru_cache(maxsize=200_000)
def _strength(word: str, language: str) -> float:
    return lexicon(language).strength(word)


@dataclass(frozen=True)
class _Phrases:
    """The phrases of one language that have a strength, longer ones first, then those of roles.

    Attributes:
        rows: Their words.
        strength: Of each; 0 of those of roles.
        is_negation: Whether each says its negation itself.
        role: The place of its role in `ROLES`, -1 of those that have a strength.
    """

    rows: Sequences
    strength: _Floats
    is_negation: _Flags
    role: Places


@cache
def _phrases(language: str) -> _Phrases:
    found = lexicon(language)
    listed = sorted(found.phrases, key=lambda each: (-len(each), each))
    roles = [(n, each) for n, role in enumerate(ROLES) for each in found.roles[role]]
    more = [(n, each) for n, each in roles if len(each) > 1]
    rows = [*listed, *(each for _, each in more)]
    return _Phrases(
        Sequences(rows),
        np.array([found.phrases[each] for each in listed] + [0] * len(more), np.float32),
        np.array([any((word,) in found.roles["not"] for word in each) for each in rows]),
        np.array([-1] * len(listed) + [n for n, _ in more]),
    )


@dataclass(frozen=True)
class _Standing:
    """Phrases in a batch: which each is, its first token, and the one after its last."""

    phrases: _Phrases
    which: Places
    start: Places
    end: Places

    @classmethod
    def of(cls, tokens: Tokens, language: str) -> "_Standing":
        phrases = _phrases(language)
        which, start = phrases.rows.find(tokens)
        return cls(phrases, which, start, start + phrases.rows.lengths[which])

    def last_of(self, role: int) -> Places:
        """Return the last token of each that has the role at this place of `ROLES`."""
        last: Places = self.end[self.phrases.role[self.which] == role] - 1
        return last


def _match(standing: _Standing, strength: _Floats) -> tuple[_Flags, _Flags]:
    """Give each phrase its strength, on its last token, longer ones first.

    Returns:
        The tokens of phrases, and of phrases that say their negation themselves.
    """
    phrases, which = standing.phrases, standing.which
    order = np.lexsort((standing.start, which))
    order = order[phrases.role[which[order]] < 0]
    kept = _apart(standing.start, standing.end, order, size=len(strength))
    which, start, end = which[kept], standing.start[kept], standing.end[kept]

    covered = ranges(start, end)
    taken, own = np.zeros((2, len(strength)), np.bool_)
    taken[covered] = True
    own[covered] = np.repeat(phrases.is_negation[which], end - start)
    strength[covered] = 0
    strength[end - 1] = phrases.strength[which]
    return taken, own


def _apart(start: Places, end: Places, order: Places, *, size: int) -> list[int]:
    """Return those of spans that overlap none before them in *order*."""
    begins, ends, taken, kept = start.tolist(), end.tolist(), bytearray(size), []
    for each in order.tolist():
        place = slice(begins[each], ends[each])
        if not any(taken[place]):
            taken[place] = b"\1" * (place.stop - place.start)
            kept.append(each)
    return kept


def _follows(cue: _Flags, stop: _Flags, begins: _Flags, *, reach: int) -> _Flags:
    """Mark tokens within *reach* after a cue, in the same text and before any stop."""
    at = np.flatnonzero(cue)
    wall = np.append(np.flatnonzero(begins | (stop & ~cue)), len(cue))
    ends = np.minimum(wall[np.searchsorted(wall, at, "right")], at + 1 + reach)
    ends[:-1] = np.minimum(ends[:-1], at[1:] + 1)  # from there on the next cue reaches
    marks = np.zeros(len(cue), np.bool_)
    marks[ranges(at + 1, ends)] = True
    return marks

"""How strongly words speak for or against, read from lists people can edit.

Negation, intensity and what follows a "but" are resolved here, per token. What a model
learns comes on top of it (`core.text.sentiment`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

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

    @property
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
    found = lexicon(language)
    listed = [_strength(word, language) for word in tokens.words]
    strength = np.array(listed, np.float32)[tokens.codes]
    taken, own = _match(tokens, found, strength)
    roles = {role: _has_role(tokens, found.roles[role]) for role in ROLES}
    cue = roles["not"] & ~taken
    begins = np.zeros(len(tokens.codes), np.bool_)
    begins[tokens.offsets[:-1][tokens.lengths > 0]] = True
    stop = _is_any(tokens, STOPS) | roles["but"]
    que = _is_any(tokens, frozenset(["que", "qu"])) & (language == "fr")
    ne = cue & _is_any(tokens, _NE)

    negated = _follows(cue & ~ne, stop, begins, reach=SCOPE) | _follows(
        ne, stop | que, begins, reach=SCOPE
    )
    negated &= ~own
    very = _follows(roles["very"] & (strength == 0) & ~taken, stop, begins, reach=NEAR)
    hardly = _follows(roles["hardly"] & ~taken, stop, begins, reach=NEAR)
    force = np.where(very, 1.4, np.where(hardly, 0.6, 1)).astype(np.float32)

    full_stop = _is_any(tokens, FULL_STOPS)
    after = _follows(roles["but"], full_stop, begins, reach=len(tokens.codes))
    ends = np.roll(begins, -1)
    before = _follows(roles["but"][::-1], full_stop[::-1], ends[::-1], reach=len(tokens.codes))[
        ::-1
    ]
    return strength, negated, force, after, before


@lru_cache(maxsize=200_000)
def _strength(word: str, language: str) -> float:
    return lexicon(language).strength(word)


def _is_any(tokens: Tokens, wanted: frozenset[str]) -> _Flags:
    is_wanted = np.zeros(len(tokens.words), np.bool_)
    is_wanted[[tokens.places[word] for word in wanted if word in tokens.places]] = True
    return is_wanted[tokens.codes]


def _has_role(tokens: Tokens, members: frozenset[tuple[str, ...]]) -> _Flags:
    """Mark the last token of each member, a word or a phrase."""
    marks = _is_any(tokens, frozenset(each[0] for each in members if len(each) == 1))
    for phrase in members:
        if len(phrase) > 1:
            marks[_starts(tokens, phrase) + len(phrase) - 1] = True
    return marks


def _match(tokens: Tokens, found: Lexicon, strength: _Floats) -> tuple[_Flags, _Flags]:
    """Give each phrase its strength, on its last token, longer ones first.

    Returns:
        The tokens of phrases, and of phrases that say their negation themselves.
    """
    taken, own = np.zeros((2, len(tokens.codes)), np.bool_)
    for phrase in sorted(found.phrases, key=lambda each: (-len(each), each)):
        is_negation = any((word,) in found.roles["not"] for word in phrase)
        for start in _starts(tokens, phrase):
            place = slice(start, start + len(phrase))
            if not taken[place].any():
                taken[place] = True
                own[place] = is_negation
                strength[place] = 0
                strength[start + len(phrase) - 1] = found.phrases[phrase]
    return taken, own


def _starts(tokens: Tokens, phrase: tuple[str, ...]) -> NDArray[np.int64]:
    codes = [tokens.places.get(word, -1) for word in phrase]
    if min(codes) < 0:
        return np.zeros(0, np.int64)
    rarest = min(range(len(codes)), key=lambda step: len(tokens.at(codes[step])))
    found: NDArray[np.int64] = tokens.at(codes[rarest]) - rarest
    found = found[(found >= 0) & (found + len(phrase) <= len(tokens.codes))]
    found = found[tokens.rows[found] == tokens.rows[found + len(phrase) - 1]]
    for step, code in enumerate(codes):
        found = found[tokens.codes[found + step] == code]
    return found


def _follows(cue: _Flags, stop: _Flags, begins: _Flags, *, reach: int) -> _Flags:
    """Mark tokens within *reach* after a cue, in the same text and before any stop."""
    place = np.arange(len(cue))
    last_cue = np.maximum.accumulate(np.where(cue, place, -1))
    wall = np.maximum.accumulate(np.where(stop & ~cue, place, np.where(begins, place - 1, -1)))
    before = np.concatenate(([-1], last_cue[:-1]))
    return (before > wall) & (place - before <= reach)

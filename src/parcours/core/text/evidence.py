"""What the phrases of a lexicon tell in each text: of what, how surely, and how it was felt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.lexicon import FULL_STOPS, STOPS, Heard, lexicon
from parcours.core.text.matching import BUTS, Found, Matcher, longest
from parcours.core.text.phrases import own, shipped
from parcours.core.text.tokens import Tokens

KINDS: Final = ("marked", "felt", "bare", "hint")
"""Pleased or displeased by itself; by the words around it; by none; not enough alone."""

Own = Mapping[str, Sequence[str]]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]
ASSURED: Final = np.float32(2.2)  # log-odds of 0.9: people who add a phrase mean it
_NONE: Final = "none"
_ENOUGH: Final = 0.3


@dataclass(frozen=True)
class Evidence:
    """Findings that count, one value each.

    Attributes:
        found: Where they stand, and which phrase each is.
        text: The text each stands in.
        label: What each is a sign of, its place in the labels asked for.
        weight: 1, or 0.5 for a hint.
        kind: Which of `KINDS` each is.
        feeling: Above 0 pleased, below displeased, 0 where nothing tells.
        is_own: Whether it is a workspace's own phrase.
        silenced: For each token of all texts, whether a workspace's own phrase says nothing.
    """

    found: Found
    text: NDArray[np.int64]
    label: NDArray[np.int64]
    weight: Floats
    kind: NDArray[np.int64]
    feeling: Floats
    is_own: Flags
    silenced: Flags

    def counts(self, texts: int, labels: int) -> Floats:
        """Return how many findings of each of `KINDS` each text (row) has of each label.

        Columns are all labels of the first kind, then of the next.
        """
        counts = np.zeros((texts, len(KINDS) * labels), np.float32)
        np.add.at(counts, (self.text, self.kind * labels + self.label), 1)
        return counts

    def assured(self, odds: Floats) -> Floats:
        """Return *odds* by text and label, raised where a workspace's own phrase speaks."""
        raised = odds.copy()
        plain = self.is_own & (self.weight >= 1)
        np.maximum.at(raised, (self.text[plain], self.label[plain]), ASSURED)
        return raised


class Reader:
    """Reads texts with the shipped phrases of one name, and perhaps a workspace's own."""

    def __init__(self, name: str, labels: Sequence[str], lexicon: Own | None = None) -> None:
        """Prepare to read for *labels* with ``lexicon/NAME.*.txt`` and *lexicon*.

        Raises:
            ValueError: *lexicon* has a label that is not one of *labels*.
        """
        unknown = set(lexicon or ()) - {*labels, _NONE}
        if unknown:
            raise ValueError(f"no such label: {', '.join(sorted(unknown))}; there are {labels}")
        phrases = (*shipped(name), *own(lexicon or {}))
        self.phrases = phrases
        self._matcher = Matcher(phrases)
        places = {label: place for place, label in enumerate(labels)}
        self._label = np.array([places.get(each.label, -1) for each in phrases], np.int64)
        self._solid = np.array([not each.has_gap for each in phrases], np.bool_)
        self._polarity = np.array([each.polarity for each in phrases], np.float32)
        self._weight = np.array([each.weight for each in phrases], np.float32)
        self._language = np.array([each.language for each in phrases])

    def read(self, tokens: Tokens, heard: Heard, languages: pl.Series) -> Evidence:
        """Return the evidence in *tokens*.

        Args:
            tokens: A batch of texts.
            heard: What the sentiment lexicon heard in them.
            languages: ``fr``, ``en`` or anything else, one per text; phrases of the other
                language do not count.
        """
        found = self._matcher.find(tokens)
        foreign = np.zeros(len(found.start), np.bool_)
        for written, spoken in (("fr", "en"), ("en", "fr")):
            is_spoken = (languages == spoken).to_numpy()[tokens.rows[found.start]]
            foreign |= is_spoken & (self._language == written)[found.phrase]
        found = found.only(~foreign)
        found = found.only(longest(found, self._label, self._solid))
        silenced = self._silenced(found, len(tokens.codes))
        found = found.only(self._label[found.phrase] >= 0)
        found = found.only(self._is_told_once(found))
        weight = self._weight[found.phrase]
        feeling = self._feeling(found, tokens, heard)
        kind = np.where(self._polarity[found.phrase] != 0, 0, np.where(feeling != 0, 1, 2))
        return Evidence(
            found,
            tokens.rows[found.start].astype(np.int64),
            self._label[found.phrase],
            weight,
            np.where(weight < 1, 3, kind),
            feeling,
            self._language[found.phrase] == "",
            silenced,
        )

    def _silenced(self, found: Found, tokens: int) -> Flags:
        """Mark the tokens inside own phrases that say nothing."""
        is_own = self._language[found.phrase] == ""
        nothing = found.only(is_own & (self._label[found.phrase] < 0))
        edges = np.zeros(tokens + 1, np.int64)
        np.add.at(edges, nothing.start, 1)
        np.add.at(edges, nothing.end, -1)
        return np.cumsum(edges[:-1]) > 0

    def _is_told_once(self, found: Found) -> Flags:
        """Mark one finding where several say the same of the same words, the plainest."""
        label, plain = self._label[found.phrase], np.abs(self._polarity[found.phrase])
        order = np.lexsort((-self._weight[found.phrase], -plain, label, found.end, found.start))
        told = np.stack([found.start, found.end, label])[:, order]
        is_new = np.ones(len(order), np.bool_)
        is_new[1:] = (told[:, 1:] != told[:, :-1]).any(axis=0)
        kept = np.zeros(len(order), np.bool_)
        kept[order] = is_new
        return kept

    def _feeling(self, found: Found, tokens: Tokens, heard: Heard) -> Floats:
        marked = self._polarity[found.phrase]
        cues = np.concatenate(([0], np.cumsum(tokens.are(_cues()))))
        says_not = cues[found.end] > cues[found.start]
        turned = heard.negated[found.start] & ~says_not
        around = _around(found, tokens, heard.valence)
        return np.where(marked == 0, around, np.where(turned, -marked, marked))


@lru_cache(maxsize=16)
def reader(name: str, labels: tuple[str, ...], lexicon: tuple[tuple[str, tuple[str, ...]], ...]
           ) -> Reader:  # fmt: skip
    """Return the reader of a name, labels and own phrases, prepared once."""
    return Reader(name, labels, dict(lexicon))


def frozen(
    lexicon: Own | None, labels: Sequence[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return those of a workspace's phrases that speak for *labels*, as a key."""
    kept = (label for label in sorted(lexicon or {}) if label in (*labels, _NONE))
    return tuple((label, tuple((lexicon or {})[label])) for label in kept)


@cache
def _cues() -> frozenset[str]:
    negations = (each for language in ("fr", "en") for each in lexicon(language).roles["not"])
    return frozenset(each[0] for each in negations if len(each) == 1)


def _around(found: Found, tokens: Tokens, valence: Floats) -> Floats:
    """Return what is felt in each finding's clause, else its sentence, else its text."""
    felt = np.zeros(len(found.start), np.float32)
    loud = np.flatnonzero(valence)
    for stops in (STOPS, FULL_STOPS, frozenset[str]()):
        part = _parts(tokens, stops)
        sums = np.bincount(part[loud], valence[loud], minlength=len(part) + 1)
        told = sums.astype(np.float32)[part[found.start]]
        felt = np.where(np.abs(felt) < _ENOUGH, told, felt)
    return np.sign(felt) * (np.abs(felt) >= _ENOUGH) * np.float32(0.5)


def _parts(tokens: Tokens, stops: frozenset[str]) -> NDArray[np.int64]:
    """Number the parts of texts that *stops* and a "but" cut."""
    return np.cumsum(tokens.begins | tokens.are(stops | BUTS if stops else stops))

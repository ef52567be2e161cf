"""Which of the seven drivers a text speaks of, how surely, and how each was felt.

Phrases that people can edit (`lexicon/drivers.*.txt`) say most of it; a small linear model over
words, learned once, weighs them and hears what no phrase names. See docs/reference/drivers.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.evidence import Evidence, Own, Reader, frozen, reader
from parcours.core.text.lexicon import Heard
from parcours.core.text.model import Floats, Tables, arrays, per_text
from parcours.core.text.reason import Reason
from parcours.core.text.tokens import Tokens

DRIVERS: Final = (
    "offer", "time", "sensations", "advice", "emotions", "personalisation", "identity",
)  # fmt: skip
MOST: Final = 2  # findings beyond the second add nothing
WHISPER: Final = np.float32(0.02)  # a hint tells how it was felt where nothing else does
MIXED: Final = 0.6  # nearly as much bad as good is both


@dataclass(frozen=True)
class Model:
    """Weights of a linear model per driver, read from words and from findings.

    Attributes:
        tables: What words, pieces and pairs add to each driver.
        findings: What findings add, a row per kind and driver.
        start: Where it starts.
        slope, shift: From its score to a calibrated log-odds.
        least: The probability from which a driver counts as present.
    """

    tables: Tables
    findings: Floats
    start: Floats
    slope: Floats
    shift: Floats
    least: Floats

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Model":
        """Return the model whose arrays are *kept* under these names."""
        tables = Tables(kept["words"], kept["pieces"], kept["pairs"], kept["steps"])
        names = ("findings", "start", "slope", "shift", "least")
        return cls(tables, *(kept[name] for name in names))

    def sure(self, tokens: Tokens, found: Floats) -> Floats:
        """Return how likely it is that each text (row) speaks of each driver (column)."""
        said = per_text(tokens, self.tables.of_tokens(tokens))
        score = self.start + found @ self.findings + said
        odds = np.clip(self.slope * score + self.shift, -30, 30)
        sure: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return sure


@cache
def model() -> Model:
    """Return the shipped model."""
    return Model.of(arrays("drivers"))


def code_drivers(
    tokens: Tokens, *, heard: Heard, languages: pl.Series, lexicon: Own | None = None
) -> pl.DataFrame:
    """Return what each text says of each driver.

    Args:
        tokens: A batch of texts.
        heard: What the sentiment lexicon heard in them.
        languages: ``fr``, ``en`` or anything else, one per text.
        lexicon: A workspace's own phrases by driver, in the notation of `phrases`.

    Returns:
        One row per text; ``driver_<key>`` Int8: null absent, else -1 displeased, 0 both or
        neither, 1 pleased; ``sure_<key>`` Float32: the probability that it is present.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    sure = model().sure(tokens, findings(evidence, len(tokens)))
    polarity = _polarity(evidence, tokens, heard)
    present = sure >= model().least
    told = {
        f"driver_{key}": pl.Series(polarity[:, place]).set(pl.Series(~present[:, place]), None)
        for place, key in enumerate(DRIVERS)
    }
    return pl.DataFrame(
        told | {f"sure_{key}": sure[:, place] for place, key in enumerate(DRIVERS)}
    )


def explain_drivers(
    tokens: Tokens, *, heard: Heard, languages: pl.Series, lexicon: Own | None = None
) -> list[Reason]:
    """Return the words that decided the drivers of *tokens*, in the order of the text.

    Phrases first; where a driver is present without any, the words that speak for it most.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    coded = code_drivers(tokens, heard=heard, languages=languages, lexicon=lexicon)
    found = evidence.found
    reasons = [
        Reason(DRIVERS[label], int(start), int(end), float(weight), int(np.sign(feeling)))
        for label, start, end, weight, feeling in zip(
            evidence.label, found.start, found.end, evidence.weight, evidence.feeling,
            strict=True,
        )
        if coded[f"driver_{DRIVERS[label]}"][int(tokens.rows[start])] is not None
    ]  # fmt: skip
    explained = {(reason.label, int(tokens.rows[reason.start])) for reason in reasons}
    return sorted(
        [*reasons, *_heard_by_the_model(tokens, coded, explained)],
        key=lambda each: (each.start, each.end, each.label),
    )


def findings(evidence: Evidence, texts: int) -> Floats:
    """Return the model's view of *evidence*: how many of each kind, of each driver."""
    return np.minimum(evidence.counts(texts, len(DRIVERS)), MOST)


def _reader(lexicon: Own | None) -> Reader:
    return reader("drivers", DRIVERS, frozen(lexicon, DRIVERS))


def _polarity(evidence: Evidence, tokens: Tokens, heard: Heard) -> NDArray[np.int8]:
    shape = (len(tokens), len(DRIVERS))
    good, bad = np.zeros((2, *shape), np.float32)
    place = (evidence.text, evidence.label)
    said = evidence.feeling * np.where(evidence.weight < 1, WHISPER, np.float32(1))
    np.add.at(good, place, np.maximum(said, 0))
    np.add.at(bad, place, np.maximum(-said, 0))
    overall = np.bincount(tokens.rows, heard.valence, minlength=len(tokens))[:, None]
    felt = np.where(good + bad > 0, good - bad, overall)
    both = np.minimum(good, bad) >= MIXED * np.maximum(good, bad)
    return np.where(both & (good > 0), 0, np.sign(felt)).astype(np.int8)


def _heard_by_the_model(
    tokens: Tokens, coded: pl.DataFrame, explained: set[tuple[str, int]]
) -> Sequence[Reason]:
    added = model().tables.of_tokens(tokens)
    reasons = []
    for place, key in enumerate(DRIVERS):
        for text in np.flatnonzero(coded[f"driver_{key}"].is_not_null().to_numpy()):
            said = slice(int(tokens.offsets[text]), int(tokens.offsets[text + 1]))
            if (key, int(text)) not in explained and tokens.lengths[text]:
                best = said.start + int(np.argmax(added[said, place]))
                polarity = coded[f"driver_{key}"][int(text)]
                reasons.append(Reason(key, best, best + 1, float(added[best, place]), polarity))
    return reasons

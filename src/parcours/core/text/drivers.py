"""Which of the seven drivers a text speaks of, how surely, and how each was felt.

Phrases that people can edit (`lexicon/drivers.*.txt`) say much of it; a small network over
words, learned from labelled verbatims, weighs them and hears what no phrase names.
See docs/reference/drivers.md.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.evidence import Evidence, Own, Reader, frozen, reader
from parcours.core.text.judge import leaning, likely, loudest, shipped
from parcours.core.text.lexicon import Heard
from parcours.core.text.model import Floats
from parcours.core.text.reason import Reason
from parcours.core.text.tokens import Tokens

DRIVERS: Final = (
    "offer", "time", "sensations", "advice", "emotions", "personalisation", "identity",
)  # fmt: skip
LEAST: Final = 0.4  # the probability from which a driver counts as present
MOST: Final = 2  # findings beyond the second add nothing
WHISPER: Final = np.float32(0.02)  # a hint tells how it was felt where nothing else does
MIXED: Final = 0.6  # nearly as much bad as good is both


@dataclass(frozen=True)
class Judged:
    """What a batch of texts (rows) says of each driver (columns).

    Attributes:
        odds: Log-odds that it speaks of the driver.
        pleased: Log-odds that it is pleased with it, if it does.
        is_both: Whether its phrases are about as pleased as displeased with it.
    """

    odds: Floats
    pleased: Floats
    is_both: NDArray[np.bool_]

    def moved(self, added: Floats) -> "Judged":
        """Return it with log-odds *added*: of presence, then of being pleased."""
        odds, pleased = np.split(added, 2, axis=1)
        return Judged(self.odds + odds, self.pleased + pleased, self.is_both)

    def frame(self) -> pl.DataFrame:
        """Return a row per text.

        ``driver_<key>`` Int8: null absent, else -1 displeased, 0 both or neither, 1 pleased;
        ``sure_<key>`` Float32: the probability that it is present.
        """
        sure = likely(self.odds)
        polarity = np.where(self.is_both, 0, np.sign(self.pleased)).astype(np.int8)
        absent = sure < LEAST
        told = {
            f"driver_{key}": pl.Series(polarity[:, at]).set(pl.Series(absent[:, at]), None)
            for at, key in enumerate(DRIVERS)
        }
        return pl.DataFrame(
            told | {f"sure_{key}": sure[:, at] for at, key in enumerate(DRIVERS)}
        )


def judge_drivers(
    tokens: Tokens,
    *,
    meant: Floats,
    heard: Heard,
    languages: pl.Series,
    positivity: Floats,
    lexicon: Own | None = None,
) -> Judged:
    """Return what each text says of each driver.

    Args:
        tokens: A batch of texts.
        meant: Their `meaning`.
        heard: What the sentiment lexicon heard in them.
        languages: ``fr``, ``en`` or anything else, one per text.
        positivity: How likely each text is pleased rather than displeased.
        lexicon: A workspace's own phrases by driver, in the notation of `phrases`.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    found = findings(evidence, tokens, heard=heard, positivity=positivity)
    odds = shipped("drivers").odds(tokens, meant=meant, found=found, silenced=evidence.silenced)
    good, bad = sides(evidence, len(tokens))
    is_both = (np.minimum(good, bad) >= MIXED * np.maximum(good, bad)) & (good > WHISPER)
    present, pleased = np.split(odds, 2, axis=1)
    return Judged(evidence.assured(present), pleased, is_both)


def explain_drivers(
    tokens: Tokens,
    judged: Judged,
    *,
    heard: Heard,
    languages: pl.Series,
    lexicon: Own | None = None,
) -> list[Reason]:
    """Return the words that decided the drivers of *tokens*, in the order of the text.

    Phrases first; where a driver is present without any, the words that speak for it most.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    polarity = judged.frame().select(f"driver_{key}" for key in DRIVERS)
    unexplained = polarity.select(pl.all().is_not_null()).to_numpy(writable=True)
    felt = polarity.fill_null(0).to_numpy()
    found = evidence.found
    reasons = [
        Reason(DRIVERS[label], int(start), int(end), float(weight), int(np.sign(feeling)))
        for label, start, end, weight, feeling, text in zip(
            evidence.label, found.start, found.end, evidence.weight, evidence.feeling,
            evidence.text, strict=True,
        )
        if unexplained[text, label]
    ]  # fmt: skip
    unexplained[evidence.text, evidence.label] = False
    reasons += [
        Reason(DRIVERS[label], at, at + 1, weight, int(felt[text, label]))
        for text, label, at, weight in loudest("drivers", tokens, unexplained)
    ]
    return sorted(reasons, key=lambda each: (each.start, each.end, each.label))


def findings(evidence: Evidence, tokens: Tokens, *, heard: Heard, positivity: Floats) -> Floats:
    """Return what the model is told besides words, a row per text.

    How many findings of each kind and driver, how pleased and displeased those of each
    driver are, what all words feel together, and the text's sentiment.
    """
    counts = evidence.counts(len(tokens), len(DRIVERS))
    felt = np.bincount(tokens.rows, heard.valence, minlength=len(tokens))[:, None]
    sided = [counts, *sides(evidence, len(tokens))]
    told = np.minimum(np.hstack(sided), MOST)
    return np.hstack([told, np.tanh(felt), leaning(positivity)]).astype(np.float32)


def sides(evidence: Evidence, texts: int) -> tuple[Floats, Floats]:
    """Return how pleased and how displeased the findings of each driver are in each text."""
    good, bad = np.zeros((2, texts, len(DRIVERS)), np.float32)
    place = (evidence.text, evidence.label)
    said = evidence.feeling * np.where(evidence.weight < 1, WHISPER, np.float32(1))
    np.add.at(good, place, np.maximum(said, 0))
    np.add.at(bad, place, np.maximum(-said, 0))
    return good, bad


def _reader(lexicon: Own | None) -> Reader:
    return reader("drivers", DRIVERS, frozen(lexicon, DRIVERS))

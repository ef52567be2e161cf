"""How likely each of several things is said, from what a text means and what was found in it.

Drivers and flags are judged by one each; a score is a sum, so every word's share can be shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.meaning import NAME, meaning, shares
from parcours.core.text.model import Floats, arrays
from parcours.core.text.tokens import Tokens

PARTS: Final = ("said", "findings", "start", "slope", "shift")
Weights = NDArray[np.float64]
_NOT_PLEASED, _DISPLEASED = 0.4, 0.25


@dataclass(frozen=True)
class Judge:
    """Weights, a column for each thing it judges.

    Attributes:
        said: What the meaning of a text adds, a row for each of its numbers.
        findings: What findings add, a row each.
        start: Where it starts.
        slope, shift: From its score to a calibrated log-odds.
    """

    said: Weights
    findings: Weights
    start: Weights
    slope: Weights
    shift: Weights

    def odds(
        self, tokens: Tokens, *, meant: Floats, found: Floats, silenced: NDArray[np.bool_]
    ) -> Floats:
        """Return the log-odds of each thing (column) in each text (row).

        Args:
            tokens: A batch of texts.
            meant: Their `meaning`.
            found: Their findings, a row per text.
            silenced: The tokens that do not count.
        """
        if silenced.any():
            meant = meaning(tokens, silenced)
        score = meant @ self.said + found @ self.findings + self.start
        odds: Floats = np.clip(self.slope * score + self.shift, -30, 30).astype(np.float32)
        return odds


@cache
def shipped(name: str) -> Judge:
    """Return the judge that is shipped under *name*."""
    kept = arrays(NAME)
    # In float64: in float32 sums would round otherwise in another company.
    return Judge(*(kept[f"{name}_{part}"].astype(np.float64) for part in PARTS))


def loudest(
    name: str, tokens: Tokens, unexplained: NDArray[np.bool_]
) -> Iterator[tuple[int, int, int, float]]:
    """Yield the word that speaks most for each thing of each text, where nothing else tells.

    Args:
        name: The judge.
        tokens: A batch of texts.
        unexplained: By text and thing, whether it is said and no finding shows why.

    Yields:
        Text, thing, token and what the token adds.
    """
    asked = unexplained & (tokens.lengths > 0)[:, None]
    texts = np.flatnonzero(asked.any(axis=1)).tolist()
    for text, share in zip(texts, shares(tokens, texts), strict=True):
        added = share @ shipped(name).said
        for thing in np.flatnonzero(asked[text]).tolist():
            best = int(np.argmax(added[:, thing]))
            yield text, thing, int(tokens.offsets[text]) + best, float(added[best, thing])


def likely(odds: Floats) -> Floats:
    """Return the probabilities of log-*odds*."""
    shares: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return shares


def leaning(positivity: Floats) -> Floats:
    """Return what a judge is told of the *positivity* of texts, a row each."""
    sides = (2 * positivity - 1, positivity < _NOT_PLEASED, positivity < _DISPLEASED)
    return np.stack(sides, axis=1).astype(np.float32)

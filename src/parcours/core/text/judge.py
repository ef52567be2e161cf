"""A linear model over words and findings that says how likely each of several things is.

Drivers and flags are judged by one each; a score is a sum, so every word's share can be shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.model import Floats, Tables, arrays, per_text
from parcours.core.text.tokens import Tokens

BRIEF = 8  # tokens: in shorter texts words count less, and findings by themselves the same
_NOT_PLEASED, _DISPLEASED = 0.4, 0.25


@dataclass(frozen=True)
class Judge:
    """Weights of a linear model, a column for each thing it judges.

    Attributes:
        tables: What words, pieces and pairs add.
        findings: What findings add, a row each.
        start: Where it starts.
        slope, shift: From its score to a calibrated log-odds.
    """

    tables: Tables
    findings: Floats
    start: Floats
    slope: Floats
    shift: Floats

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Judge":
        """Return the model whose arrays are *kept* under these names."""
        tables = Tables(kept["words"], kept["pieces"], kept["pairs"], kept["steps"])
        return cls(tables, *(kept[name] for name in ("findings", "start", "slope", "shift")))

    def odds(self, tokens: Tokens, found: Floats, silenced: NDArray[np.bool_]) -> Floats:
        """Return the log-odds of each thing (column) in each text (row).

        Args:
            tokens: A batch of texts.
            found: Its findings, a row per text.
            silenced: The tokens that do not count.
        """
        added = self.tables.of_tokens(tokens)
        if silenced.any():
            added[silenced] = 0
        said = per_text(tokens, added) * fullness(tokens)[:, None]
        score = self.start + found @ self.findings + said
        odds: Floats = np.clip(self.slope * score + self.shift, -30, 30).astype(np.float32)
        return odds


@cache
def shipped(name: str) -> Judge:
    """Return the judge that is shipped under *name*."""
    return Judge.of(arrays(name))


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
    added = shipped(name).tables.of_tokens(tokens)
    for text, thing in np.argwhere(unexplained & (tokens.lengths > 0)[:, None]).tolist():
        start, end = tokens.offsets[text : text + 2].tolist()
        best = start + int(np.argmax(added[start:end, thing]))
        yield text, thing, best, float(added[best, thing])


def fullness(tokens: Tokens) -> Floats:
    """Return by how much the words of each text count: all of it from `BRIEF` tokens on."""
    share: Floats = np.sqrt(np.minimum(tokens.lengths, BRIEF) / BRIEF).astype(np.float32)
    return share


def likely(odds: Floats) -> Floats:
    """Return the probabilities of log-*odds*."""
    shares: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return shares


def leaning(positivity: Floats) -> Floats:
    """Return what a judge is told of the *positivity* of texts, a row each."""
    sides = (2 * positivity - 1, positivity < _NOT_PLEASED, positivity < _DISPLEASED)
    return np.stack(sides, axis=1).astype(np.float32)

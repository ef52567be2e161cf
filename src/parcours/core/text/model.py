"""Linear models over words, pieces of words and pairs: small tables of whole numbers in a file.

A model's score is a sum over the tokens of a text, so every word's share can be shown.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.features import Spelling
from parcours.core.text.tokens import Tokens

FOLDER: Final = Path(__file__).parent / "model"
TABLES: Final = ("words", "pieces", "pairs")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tables:
    """What each place of the tables adds to each class, in whole steps.

    Attributes:
        words: int8, one row per place of a word, one column per class.
        pieces: int8, for pieces of words.
        pairs: int8, for pairs of neighbours; no row where a model does not read pairs.
        steps: What one step is worth in each table.
    """

    words: NDArray[np.int8]
    pieces: NDArray[np.int8]
    pairs: NDArray[np.int8]
    steps: Floats

    @property
    def classes(self) -> int:
        """The number of columns."""
        return int(self.words.shape[1])

    def of_words(self, spelling: Spelling) -> Floats:
        """Return what each different word adds, its pieces by the root of their number."""
        whole: Floats = self.words.take(spelling.places, axis=0) * self.steps[0]
        # Sums of whole numbers: exact in any order.
        inside: Floats = spelling.inside @ self.pieces.take(spelling.pieces, axis=0)
        count = np.diff(spelling.inside.indptr)
        root = np.sqrt(np.maximum(count, 1)).astype(np.float32)
        whole += inside / root[:, None] * self.steps[1]
        return whole

    def of_tokens(self, tokens: Tokens, turn: Floats | None = None) -> Floats:
        """Return what each token adds to each class, its pair with the one before included.

        Args:
            tokens: A batch of texts.
            turn: A factor per token on its word, such as -0.5 where it is negated.
        """
        added = self.of_words(tokens.spelling).take(tokens.codes, axis=0)
        if turn is not None:
            added *= turn[:, None]
        if len(self.pairs):
            said = self.pairs.take(tokens.pairs, axis=0) * self.steps[2]
            said[tokens.begins] = 0
            added += said
        return added


def per_text(tokens: Tokens, added: Floats, at: NDArray[np.int64] | None = None) -> Floats:
    """Return the sums over the tokens of each text, by the root of their number.

    Where *added* is of some tokens only, the others add nothing; *at* are their places.
    """
    root = np.sqrt(np.maximum(tokens.lengths, 1))[:, None]
    shares: Floats = (tokens.sums(added, at) / root).astype(np.float32)
    return shares


def softmax(scores: Floats) -> Floats:
    """Return probabilities per row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


@cache
def arrays(name: str) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of a shipped model, ``model/NAME.npz``, read once."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as kept:
        return {key: kept[key] for key in kept.files}

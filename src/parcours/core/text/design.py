"""Texts as the matrix a linear model is fitted on, and its weights as tables."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from parcours.core.text.features import PAIRS, PIECES, WORDS, pairs
from parcours.core.text.tokens import Tokens

SIZES: Final = {"words": WORDS, "pieces": PIECES, "pairs": PAIRS}
LOUDEST: Final = 127


def hashed(
    tokens: Tokens, *, turn: NDArray[np.float32] | None = None, root: float = 0.5
) -> dict[str, sparse.csr_matrix]:
    """Return words, pieces and pairs of each text, one row per text, one column per place.

    Args:
        tokens: The texts.
        turn: A factor per token on its word.
        root: The power of a text's length by which all is divided.
    """
    spelling, size = tokens.spelling, len(tokens.words)
    factor = np.ones(len(tokens.codes)) if turn is None else turn.astype(np.float64)
    said = sparse.csr_matrix((factor, (tokens.rows, tokens.codes)), (len(tokens), size))
    word = sparse.csr_matrix((np.ones(size), (np.arange(size), spelling.places)), (size, WORDS))
    count = np.bincount(spelling.owners, minlength=size)
    inside = 1 / np.sqrt(count[spelling.owners])
    piece = sparse.csr_matrix((inside, (spelling.owners, spelling.pieces)), (size, PIECES))
    places, ends = pairs(tokens, spelling.hashes)
    pair = sparse.csr_matrix(
        (np.ones(len(ends)), (tokens.rows[ends], places)), (len(tokens), PAIRS)
    )
    by = sparse.diags(1 / np.maximum(tokens.lengths, 1) ** root)
    return {
        "words": (by @ (said @ word)).tocsr(),
        "pieces": (by @ (said @ piece)).tocsr(),
        "pairs": (by @ pair).tocsr(),
    }


def packed(tables: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[Any]]:
    """Return *tables* of weights, by places and classes, in whole steps of one byte each."""
    kept: dict[str, NDArray[Any]] = {}
    steps = []
    for name in SIZES:
        weights = tables.get(name, np.zeros((0, 1)))
        step = float(np.abs(weights).max(initial=0)) / LOUDEST or 1.0
        kept[name] = np.rint(weights / step).astype(np.int8)
        steps.append(step)
    return kept | {"steps": np.array(steps, np.float32)}


def used(
    matrix: sparse.csr_matrix, rows: NDArray[np.bool_], *, least: int
) -> NDArray[np.int64]:
    """Return the columns that at least *least* of *rows* have."""
    count = np.bincount(matrix[rows].indices, minlength=matrix.shape[1])
    return np.flatnonzero(count >= least)

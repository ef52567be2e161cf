"""The words a network learns: what each different word of some texts is made of."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from parcours.core.text.meaning import traits
from parcours.core.text.tokens import Tokens
from training.alike import belongs, written

LEAST: Final = (2, 3, 3, 3)  # texts from which a word, its beginnings, its end are learned
MOST: Final = 127

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """Words, their edges and their groups.

    Attributes:
        words: The different words of a batch.
        counts: In how many texts each is.
    """

    words: list[str]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, tokens: Tokens) -> "Vocabulary":
        """Return the vocabulary of a batch of texts."""
        once = np.unique(np.stack([tokens.rows.astype(np.int64), tokens.codes]), axis=1)[1]
        return cls(tokens.words, np.bincount(once, minlength=len(tokens.words)))

    @cached_property
    def features(self) -> sparse.csr_matrix:
        """What each word (row) is, 1 for each feature; the last row, an end, is nothing."""
        known = self._known
        asked = traits(self.words)
        places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        kinds, rows = np.nonzero(known[places] == asked)
        ones = np.ones(len(rows), np.float32)
        own = sparse.csr_matrix(
            (ones, (rows, places[kinds, rows])), (len(self.words), len(known))
        )
        groups = belongs(self.words).astype(np.float32)
        every = sparse.hstack([own, groups]).tocsr()
        nothing = sparse.csr_matrix((1, every.shape[1]), dtype=np.float32)
        return sparse.vstack([every, nothing]).tocsr()

    @cached_property
    def _known(self) -> NDArray[np.uint32]:
        """The hashes of all that enough texts have."""
        kept = [
            self._often(kind, least)
            for kind, least in zip(traits(self.words), LEAST, strict=True)
        ]
        return np.unique(np.concatenate(kept))

    def _often(self, kind: NDArray[np.uint32], least: int) -> NDArray[np.uint32]:
        different, which = np.unique(kind, return_inverse=True)
        often: NDArray[np.uint32] = different[np.bincount(which, self.counts) >= least]
        return often

    def packed(self, meant: Floats) -> dict[str, NDArray[Any]]:
        """Return what features mean as a table of words and edges, in steps of one byte.

        Args:
            meant: A row per feature. What a group means is added to each of its words.
        """
        listed = sorted({*self.words, *written()})
        groups = belongs(listed)
        is_grouped = groups.getnnz(axis=1) > 0
        hashes = traits([word for word, has in zip(listed, is_grouped, strict=True) if has])[0]
        known = np.union1d(self._known, hashes)
        table = np.zeros((len(known), meant.shape[1]), np.float32)
        table[np.searchsorted(known, self._known)] = meant[: len(self._known)]
        added = (groups @ meant[len(self._known) :])[is_grouped]
        table[np.searchsorted(known, hashes)] += added
        steps = np.maximum(np.abs(table).max(axis=0), 1e-6) / MOST
        return {
            "known": known,
            "rows": np.rint(table / steps).astype(np.int8),
            "steps": steps.astype(np.float32),
        }

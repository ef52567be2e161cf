"""What linear models read in texts: pieces of words, words and pairs, each a place in a table.

A place is a hash, so no vocabulary is shipped. Pieces and words are looked up once per
different word of a batch; only pairs are looked up token by token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    from parcours.core.text.tokens import Tokens

PIECES: Final = 1 << 16
WORDS: Final = 1 << 16
PAIRS: Final = 1 << 17
PIECE_LENGTHS: Final = (3, 4, 5)
_OPEN, _CLOSE = "\x02", "\x03"
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_MIXER: Final = np.uint64(0xBF58476D1CE4E5B9)

_Places = NDArray[np.int64]
_Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Spelling:
    """The words of a batch as places in tables.

    Attributes:
        pieces: Places of pieces of 3 to 5 letters, the edges of the word included; word by
            word.
        owners: The word of each piece.
        hashes: One hash per word.
    """

    pieces: _Places
    owners: _Places
    hashes: _Hashes

    @property
    def places(self) -> _Places:
        """The place of each word in a table of ``WORDS``."""
        return _place(self.hashes, WORDS)

    @cached_property
    def inside(self) -> sparse.csr_array:
        """Which pieces each word has: a row per word, a column for each of ``pieces``."""
        words, size = len(self.hashes), len(self.pieces)
        edges = np.searchsorted(self.owners, np.arange(words + 1))
        ones = np.ones(size, np.float32)
        return sparse.csr_array((ones, np.arange(size), edges), (words, size))


def spell(words: Sequence[str]) -> Spelling:
    """Return the places of *words* and of their pieces."""
    letters, owner = _letters(words)
    wide = letters.astype(np.uint64)
    found = [_pieces(wide, owner, length) for length in PIECE_LENGTHS]
    pieces = np.concatenate([place for place, _ in found])
    owners = np.concatenate([word for _, word in found])
    by_word = np.argsort(owners, kind="stable")
    return Spelling(pieces[by_word], owners[by_word], _sums(letters, owner))


def hashes(words: Sequence[str]) -> _Hashes:
    """Return one hash per word, of all its letters."""
    return _sums(*_letters(words))


def pairs(tokens: "Tokens", hashes: _Hashes) -> tuple[_Places, _Places]:
    """Return the places of each pair of neighbours and the token that ends it."""
    if len(tokens.codes) <= 1:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ends = np.flatnonzero(tokens.rows[1:] == tokens.rows[:-1]) + 1
    first, second = hashes[tokens.codes[ends - 1]], hashes[tokens.codes[ends]]
    return _place(_mixed(first * _PRIME + second), PAIRS), ends


def _letters(words: Sequence[str]) -> tuple[NDArray[np.uint8], _Places]:
    """Return the letters of *words*, edges included, and the word of each."""
    between = _CLOSE + _OPEN
    written = _OPEN + between.join(words) + _CLOSE if words else ""
    letters = np.frombuffer(written.encode(), np.uint8)
    return letters, np.cumsum(letters == ord(_OPEN)) - 1


def _sums(letters: NDArray[np.uint8], owner: _Places) -> _Hashes:
    starts = np.flatnonzero(letters == ord(_OPEN))
    wide = letters.astype(np.uint64)
    within = np.arange(len(letters)) - starts[owner]
    longest = int(within.max()) + 1 if len(letters) else 0
    sums = np.add.reduceat(wide * _powers(longest)[within], starts) if len(starts) else wide
    return _mixed(sums)


def _pieces(letters: _Hashes, owner: _Places, length: int) -> tuple[_Places, _Places]:
    count = max(len(letters) - length + 1, 0)
    sums = np.full(count, length, np.uint64)
    for step in range(length):
        sums = sums * _PRIME + letters[step : step + count]
    inside = owner[:count] == owner[length - 1 : length - 1 + count]
    return _place(_mixed(sums[inside]), PIECES), owner[:count][inside]


@cache
def _powers(longest: int) -> _Hashes:
    return np.cumprod(np.full(max(longest, 1), _PRIME), dtype=np.uint64)


def _mixed(sums: _Hashes) -> _Hashes:
    mixed = (sums ^ (sums >> np.uint64(29))) * _MIXER
    return mixed ^ (mixed >> np.uint64(32))


def _place(hashes: _Hashes, size: int) -> _Places:
    return (hashes & np.uint64(size - 1)).astype(np.int64)

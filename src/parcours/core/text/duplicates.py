"""Verbatims that are nearly the same: one review posted twice, a text copied by many.

Texts are compared by the pairs of neighbouring words they share (Jaccard). MinHash finds who
might be alike without comparing all with all; those are then compared exactly.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from parcours.core.text.tokens import tokenise

LIKENESS: Final = 0.6
FEWEST: Final = 12
_BANDS: Final = 12
_ROWS: Final = 3
_CHUNK: Final = 50_000
_COMPARED: Final = 100_000
_HALF: Final = np.uint64(32)
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_MIXER: Final = np.uint64(0xBF58476D1CE4E5B9)

_Hashes = NDArray[np.uint64]
_Places = NDArray[np.int64]


def near_duplicates(
    texts: pl.Series, *, likeness: float = LIKENESS, fewest: int = FEWEST
) -> pl.DataFrame:
    """Return the texts that are nearly the same as an earlier one, and that one.

    Letters' case, accents, punctuation and long numbers make no difference. Every text of a
    group is at least *likeness* like its first, so groups do not drift from text to text.

    Args:
        texts: String; null is like nothing.
        likeness: share of the pairs of words of both that both have, 0 to 1. One word changed
            in ten leaves 0.64, in thirty 0.87. Far below 0.5 some pairs are overlooked.
        fewest: words a text must have; many honest reviews say "very good".

    Returns:
        ``row``, ``group`` (UInt32: places in *texts*, the group named by its first row),
        ``likeness`` (Float32, to that first), by group and row. Groups of one are left out.

    Source:
        Broder, A. (1997). On the resemblance and containment of documents. SEQUENCES '97.

    >>> again = "Colis arrivé en retard et abîmé, et personne ne répond au téléphone"
    >>> near_duplicates(pl.Series([again, "Très bien", again.upper() + " !!"])).rows()
    [(0, 0, 1.0), (2, 0, 1.0)]
    """
    read = _read(texts.cast(pl.String), fewest)
    _, first, same = np.unique(read.wholes, return_index=True, return_inverse=True)
    kinds = np.sort(first)
    place = np.searchsorted(kinds, first)[same]
    left, right = _candidates(read.signatures[kinds])
    leaders, alike = _led(read.sets, kinds, left=left, right=right, likeness=likeness)

    led = leaders[place]
    sizes = np.bincount(led, minlength=len(kinds))
    is_grouped = sizes[led] > 1
    return pl.DataFrame(
        {
            "row": read.rows[is_grouped].astype(np.uint32),
            "group": read.rows[kinds[led[is_grouped]]].astype(np.uint32),
            "likeness": alike[place[is_grouped]].astype(np.float32),
        }
    ).sort("group", "row")


@dataclass(frozen=True)
class _Sets:
    """The different pairs of neighbouring words of each text, as sorted hashes."""

    hashes: NDArray[np.uint32]
    sizes: _Places

    @cached_property
    def starts(self) -> _Places:
        return np.cumsum(self.sizes) - self.sizes

    def likeness(self, left: _Places, right: _Places) -> NDArray[np.float64]:
        """Return the Jaccard index of each text of *left* and its one of *right*."""
        parts = [
            self._compared(left[at : at + _COMPARED], right[at : at + _COMPARED])
            for at in range(0, len(left), _COMPARED)
        ]
        return np.concatenate([*parts, np.zeros(0)])

    def _compared(self, left: _Places, right: _Places) -> NDArray[np.float64]:
        keys = np.sort(np.concatenate((self._keys(left), self._keys(right))))
        shared = (keys[1:][keys[1:] == keys[:-1]] >> _HALF).astype(np.int64)
        both = np.bincount(shared, minlength=len(left))
        share: NDArray[np.float64] = both / (self.sizes[left] + self.sizes[right] - both)
        return share

    def _keys(self, texts: _Places) -> _Hashes:
        """Return each text's hashes, its place in *texts* in front."""
        sizes = self.sizes[texts]
        owners = np.repeat(np.arange(len(texts)), sizes)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return _keyed(owners, self.hashes[self.starts[texts][owners] + within])


@dataclass(frozen=True)
class _Read:
    """The texts long enough: their places, one hash for all of each, their pairs of words."""

    rows: _Places
    wholes: _Hashes
    sets: _Sets
    signatures: NDArray[np.uint32]


def _read(texts: pl.Series, fewest: int) -> _Read:
    parts = [
        _read_part(texts.slice(offset, _CHUNK), fewest, offset)
        for offset in range(0, max(len(texts), 1), _CHUNK)
    ]
    return _Read(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.wholes for part in parts]),
        _Sets(
            np.concatenate([part.sets.hashes for part in parts]),
            np.concatenate([part.sets.sizes for part in parts]),
        ),
        np.concatenate([part.signatures for part in parts]),
    )


def _read_part(texts: pl.Series, fewest: int, offset: int) -> _Read:
    tokens = tokenise(texts)
    is_word = np.array([word[0].isalnum() for word in tokens.words], bool)
    spelt = np.array([crc32(word.encode()) for word in tokens.words], np.uint64)
    is_kept = is_word[tokens.codes]
    long = np.bincount(tokens.rows[is_kept], minlength=len(texts)) >= max(fewest, 2)
    is_kept &= long[tokens.rows]
    words, owners = spelt[tokens.codes[is_kept]], tokens.rows[is_kept]
    owners = (np.cumsum(long) - 1)[owners]
    inside = owners[1:] == owners[:-1]
    pairs = _mixed(words[:-1] * _PRIME + words[1:])[inside]
    owners = owners[1:][inside]
    sets = _sets(owners, pairs, count=int(long.sum()))
    rows = np.flatnonzero(long) + offset
    return _Read(rows, _wholes(owners, pairs), sets, _signatures(sets))


def _wholes(owners: _Places, pairs: _Hashes) -> _Hashes:
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    within = np.arange(len(pairs)) - np.repeat(starts, np.diff(starts, append=len(pairs)))
    placed = _mixed(pairs + within.astype(np.uint64) * _PRIME)
    return np.add.reduceat(placed, starts) if len(starts) else placed


def _sets(owners: _Places, pairs: _Hashes, *, count: int) -> _Sets:
    keys = np.sort(_keyed(owners, pairs >> _HALF))
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    sizes = np.bincount((keys >> _HALF).astype(np.int64), minlength=count)
    return _Sets(keys.astype(np.uint32), sizes)


def _signatures(sets: _Sets) -> NDArray[np.uint32]:
    found = np.zeros((len(sets.sizes), _BANDS * _ROWS), np.uint32)
    draw = np.random.default_rng(0)
    factors = draw.integers(1 << 63, size=_BANDS * _ROWS, dtype=np.uint64) * np.uint64(2)
    wide = sets.hashes.astype(np.uint64)
    for column, factor in enumerate(factors if len(found) else ()):
        hashed = wide * (factor + np.uint64(1)) >> _HALF
        found[:, column] = np.minimum.reduceat(hashed, sets.starts)
    return found


def _candidates(signatures: NDArray[np.uint32]) -> tuple[_Places, _Places]:
    """Return who might be alike: each with the first and with the one before in its band.

    Not all with all: a text that thousands copied would make millions of pairs.
    """
    found = [np.zeros(0, np.int64)]
    for band in range(_BANDS):
        columns = signatures[:, band * _ROWS : (band + 1) * _ROWS].astype(np.uint64)
        key = _mixed(_mixed(columns[:, 0] * _PRIME + columns[:, 1]) * _PRIME + columns[:, 2])
        following = signatures[:, (band + 1) * _ROWS % signatures.shape[1]]
        order = np.lexsort((following, key))
        is_again = np.zeros(len(order), bool)
        is_again[1:] = key[order[1:]] == key[order[:-1]]
        firsts = np.maximum.accumulate(np.where(is_again, 0, np.arange(len(order))))
        again = np.flatnonzero(is_again)
        for other in (again - 1, firsts[again]):
            low = np.minimum(order[other], order[again])
            high = np.maximum(order[other], order[again])
            found.append(np.unique(low * len(order) + high))
    pairs = np.unique(np.concatenate(found))
    return np.divmod(pairs, max(len(signatures), 1))


def _led(
    sets: _Sets, kinds: _Places, *, left: _Places, right: _Places, likeness: float
) -> tuple[_Places, NDArray[np.float64]]:
    """Return the first of each text's group, and how like it the text is."""
    leaders, alike = np.arange(len(kinds)), np.ones(len(kinds))
    is_alike = sets.likeness(kinds[left], kinds[right]) >= likeness
    left, right = left[is_alike], right[is_alike]
    edges = coo_matrix((np.ones(len(left), bool), (left, right)), shape=(len(kinds),) * 2)
    _, cluster = connected_components(edges, directed=False)
    waiting = np.unique(np.concatenate((left, right)))
    while len(waiting):
        _, first, which = np.unique(cluster[waiting], return_index=True, return_inverse=True)
        leader = waiting[first][which]
        found = sets.likeness(kinds[leader], kinds[waiting])
        joins = found >= likeness
        leaders[waiting[joins]], alike[waiting[joins]] = leader[joins], found[joins]
        waiting = waiting[~joins]
    return leaders, alike


def _keyed(owners: _Places, hashes: _Hashes | NDArray[np.uint32]) -> _Hashes:
    return owners.astype(np.uint64) << _HALF | hashes.astype(np.uint64)


def _mixed(sums: _Hashes) -> _Hashes:
    mixed = (sums ^ (sums >> np.uint64(29))) * _MIXER
    return mixed ^ (mixed >> np.uint64(32))

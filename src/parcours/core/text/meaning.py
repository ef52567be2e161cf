"""What texts mean to the judges of drivers and flags: a small network over their words.

A word is a row of numbers: the sum of what was learned of itself, of its first letters and of
its last. Three neighbours make turns ("not told anything"); of each turn a text keeps the
loudest, and beside them the sum of its words. See docs/reference/text.md.

Source: Y. Kim (2014), Convolutional neural networks for sentence classification.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.features import hashes
from parcours.core.text.model import Floats, arrays
from parcours.core.text.tokens import Tokens

AROUND: Final = 3  # neighbours that make a turn
FEW: Final = 4  # tokens: sums of shorter texts count as if they had as many
AT_ONCE: Final = 2048  # tokens: what they make stays near the processor
NAME: Final = "judges"

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """Texts one after the other, the end of each a place too.

    Attributes:
        codes: The word of each place; the end of a text is one more than there are words.
        starts: Where each text starts.
        rows: The text of each place.
        roots: The square root of each text's tokens, `FEW` or more.
    """

    codes: Places
    starts: Places
    rows: Places
    roots: Floats

    @classmethod
    def of(cls, tokens: Tokens, texts: Places) -> "Line":
        """Put *texts* of a batch in a line."""
        lengths = tokens.lengths[texts] + 1
        ends = np.cumsum(lengths)
        rows = np.repeat(np.arange(len(texts)), lengths)
        at = np.arange(len(rows)) + (tokens.offsets[texts] - ends + lengths)[rows]
        codes = np.append(tokens.codes, 0).take(at).astype(np.int64)
        codes[ends - 1] = len(tokens.words)
        roots = np.sqrt(np.maximum(lengths - 1, FEW)).astype(np.float32)
        return cls(codes, ends - lengths, rows, roots)

    def turned(self, before: Floats, here: Floats, after: Floats) -> Floats:
        """Return the turns at each place.

        Args:
            before: What the word of each place adds to the turns of the next place.
            here: To its own; overwritten.
            after: To those of the place before; overwritten.
        """
        here[1:] += before[:-1]
        after[self.starts] = 0  # the end of the text before does not hear it
        here[:-1] += after[1:]
        return here

    def sums(self, words: Floats) -> Floats:
        """Return the sum of *words* over each text, by the root of their number."""
        summed: Floats = np.add.reduceat(words, self.starts)
        return summed / self.roots[:, None]


@dataclass(frozen=True)
class Network:
    """What was learned of words and turns.

    Attributes:
        known: Hashes of words and their edges, in order (uint32).
        rows: int8, what each adds, in whole steps.
        steps: What one step is worth in each column.
        turns: What a word adds to the turns of the next place, its own and the last.
        bias: Where turns start.
    """

    known: NDArray[np.uint32]
    rows: NDArray[np.int8]
    steps: Floats
    turns: Floats
    bias: Floats

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Network":
        """Return the network whose arrays are *kept* under these names."""
        return cls(*(kept[name] for name in ("known", "rows", "steps", "turns", "bias")))

    def of_words(self, words: Sequence[str]) -> Floats:
        """Return a row per word, and one more, of nothing, for the end of a text."""
        asked = traits(words)
        places = np.minimum(np.searchsorted(self.known, asked), len(self.known) - 1)
        said = self.rows.take(places, axis=0) * (self.known[places] == asked)[:, :, None]
        nothing = np.zeros((1, len(self.steps)), np.float32)
        return np.vstack([said.sum(axis=0, dtype=np.int16) * self.steps, nothing])

    def turned(self, words: Floats) -> list[Floats]:
        """Return what each of *words* adds to turns: of the next place, its own, the last."""
        # In float64: in float32 sums would round otherwise in another company.
        added = words @ self.turns.astype(np.float64)
        return [part.astype(np.float32) for part in np.split(added, AROUND, axis=1)]


@cache
def shipped() -> Network:
    """Return the network that is shipped."""
    return Network.of(arrays(NAME))


def meaning(tokens: Tokens, silenced: NDArray[np.bool_] | None = None) -> Floats:
    """Return what each text means: a row per text, its loudest turns, then its summed words.

    Args:
        tokens: A batch of texts.
        silenced: Tokens that do not count.
    """
    network = shipped()
    words = network.of_words(tokens.words)
    added = network.turned(words)
    heard = tokens if silenced is None else _hushed(tokens, silenced)
    meant = [
        np.hstack([_loudest(line, added, network.bias), line.sums(words[line.codes])])
        for line in _lines(heard)
    ]
    wide = len(network.bias) + len(network.steps)
    return np.vstack([np.zeros((0, wide), np.float32), *meant])


def shares(tokens: Tokens, texts: Sequence[int]) -> Iterator[Floats]:
    """Yield what each token of each of *texts* adds to its meaning: rows that sum up to it."""
    network = shipped()
    words = network.of_words(tokens.words)
    for text in texts:
        line = Line.of(tokens, np.array([text]))
        inside = words[line.codes]
        turns = line.turned(*network.turned(inside)) + network.bias
        loudest = np.minimum(np.argmax(turns, axis=0), len(turns) - 2)
        told = np.zeros((len(turns), len(network.bias)), np.float32)
        told[loudest, np.arange(told.shape[1])] = np.maximum(turns.max(axis=0), 0)
        yield np.hstack([told, inside / line.roots[:, None]])[:-1]


def traits(words: Sequence[str]) -> NDArray[np.uint32]:
    """Return the hashes of *words*, of their first four and six letters, their last three."""
    forms = [
        *words,
        *(f"{word[:4]}*" for word in words),
        *(f"{word[:6]}**" for word in words),
        *(f"*{word[-3:]}" for word in words),
    ]
    return hashes(forms).astype(np.uint32).reshape(4, len(words))


def _loudest(line: Line, added: Sequence[Floats], bias: Floats) -> Floats:
    turns = line.turned(*(each.take(line.codes, axis=0) for each in added))
    loudest: Floats = np.maximum(np.maximum.reduceat(turns, line.starts) + bias, 0)
    return loudest


def _lines(tokens: Tokens) -> Iterator[Line]:
    """Yield all texts, some after the other, about `AT_ONCE` tokens at once."""
    edges = np.searchsorted(tokens.offsets[:-1], np.arange(0, len(tokens.codes) + 1, AT_ONCE))
    for start, end in zip(edges, [*edges[1:], len(tokens)], strict=True):
        if end > start:
            yield Line.of(tokens, np.arange(start, end))


def _hushed(tokens: Tokens, silenced: NDArray[np.bool_]) -> Tokens:
    """Return *tokens* with nothing in the place of those *silenced*."""
    codes = np.where(silenced, len(tokens.words), tokens.codes).astype(np.int32)
    return Tokens(tokens.words, codes, tokens.offsets)

"""Learning what words and turns mean, and what speaks for what: a network in plain arrays.

Words and turns are left out by chance while it learns (dropout); steps are those of Adam, and
only for words that were read.

Source: D. P. Kingma and J. Ba (2015), Adam; N. Srivastava and others (2014), Dropout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from parcours.core.text.meaning import AROUND, Line
from parcours.core.text.tokens import Tokens

NUMBERS: Final = 64  # of a word
TURNS: Final = 128
EPOCHS: Final = 5
AT_ONCE: Final = 64  # texts per step
PACE: Final = 2e-3
UNHEARD: Final = 0.2  # share of words left out by chance
UNSAID: Final = 0.3  # share of turns left out by chance
STEADY: Final = (0.9, 0.999)  # of the mean and of the mean square of slopes
TINY: Final = 1e-8
TOGETHER: Final = 500  # texts judged at once

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Lesson:
    """Texts to learn from.

    Attributes:
        tokens: The texts.
        features: What each different word is, 1 for each feature; last, the end: nothing.
        found: What lexicons and sentiment find in each text.
        truth: 0 or 1, a column per thing that may be said of a text.
        weight: What each of these counts; 0 where it is not known.
        sees: Which findings (rows) speak of which thing (column): 0 or 1.
    """

    tokens: Tokens
    features: sparse.csr_matrix
    found: Floats
    truth: Floats
    weight: Floats
    sees: Floats


@dataclass(frozen=True)
class _Read:
    """Texts, read: all that is needed to learn from them.

    Attributes:
        line: The texts in a line.
        words: Each place's word, what was left out being nothing.
        turns: What turns say at each place.
        loudest: The loudest of each text.
        kept: Which turns count, and by how much.
        summed: The words of each text together.
        score: A column per thing.
    """

    line: Line
    words: Floats
    turns: Floats
    loudest: Floats
    kept: Floats
    summed: Floats
    score: Floats


class Network:
    """The numbers, and how they learn."""

    def __init__(self, lesson: Lesson, seed: int = 0) -> None:
        """Begin with turns drawn by *seed*, words that mean nearly nothing."""
        self.lesson, self.luck = lesson, np.random.default_rng(seed)
        things, normal = lesson.truth.shape[1], self.luck.normal
        drawn = {
            "words": normal(0, 0.02, (lesson.features.shape[1], NUMBERS)),
            "turns": normal(0, (2 / (AROUND * NUMBERS)) ** 0.5, (NUMBERS, AROUND * TURNS)),
            "bias": np.zeros(TURNS),
            "said": normal(0, 0.05, (TURNS, things)),
            "summed": normal(0, 0.05, (NUMBERS, things)),
            "findings": np.zeros((lesson.found.shape[1], things)),
            "start": np.full(things, -1.0),
        }
        self.numbers: dict[str, Floats] = {
            name: each.astype(np.float32) for name, each in drawn.items()
        }
        self._moves = {
            name: (np.zeros_like(each), np.zeros_like(each))
            for name, each in self.numbers.items()
        }

    def learn(self, texts: Places) -> None:
        """Read *texts* `EPOCHS` times, ever more cautiously."""
        steps = EPOCHS * (len(texts) // AT_ONCE)
        for step, batch in enumerate(self._drawn(texts)):
            pace = PACE * (1 + np.cos(np.pi * step / steps)) / 2
            steady, steadier = (1 - each ** (step + 1) for each in STEADY)
            self._step(batch, float(pace * steadier**0.5 / steady))

    def scores(self, texts: Places) -> Floats:
        """Return the scores of *texts*, nothing left out."""
        parts = np.array_split(texts, len(texts) // TOGETHER + 1)
        return np.vstack([self._read(part, chance=False).score for part in parts])

    def _drawn(self, texts: Places) -> Iterator[Places]:
        for _epoch in range(EPOCHS):
            order = self.luck.permutation(texts)
            for start in range(0, len(order) - AT_ONCE + 1, AT_ONCE):
                yield order[start : start + AT_ONCE]

    def _read(self, texts: Places, *, chance: bool) -> _Read:
        lesson, numbers = self.lesson, self.numbers
        line = Line.of(lesson.tokens, texts)
        different, which = np.unique(line.codes, return_inverse=True)
        words = (lesson.features[different] @ numbers["words"])[which]
        kept = np.ones((len(texts), TURNS), np.float32)
        if chance:
            words *= self._chance((len(words), 1), UNHEARD)
            kept = self._chance(kept.shape, UNSAID)
        parts = np.split(words @ numbers["turns"], AROUND, axis=1)
        turns = line.turned(*(part.copy() for part in parts)) + numbers["bias"]
        loudest = np.maximum(np.maximum.reduceat(turns, line.starts), 0)
        summed = line.sums(words)
        score = (loudest * kept) @ numbers["said"] + summed @ numbers["summed"]
        score += lesson.found[texts] @ numbers["findings"] + numbers["start"]
        return _Read(line, words, turns, loudest, kept, summed, score)

    def _chance(self, shape: tuple[int, int], left_out: float) -> Floats:
        kept = self.luck.random(shape) >= left_out
        return kept / np.float32(1 - left_out)

    def _step(self, texts: Places, pace: float) -> None:
        lesson, numbers = self.lesson, self.numbers
        read = self._read(texts, chance=True)
        error = (expit(read.score) - lesson.truth[texts]) * lesson.weight[texts] / len(texts)
        line = read.line

        above = (error @ numbers["said"].T * read.kept)[line.rows]
        above *= (read.turns == read.loudest[line.rows]) & (read.turns > 0)
        spread = _spread(above, line.starts)
        below = spread @ numbers["turns"].T
        below += (error @ numbers["summed"].T / line.roots[:, None])[line.rows]
        below *= (read.words != 0).any(axis=1)[:, None] / np.float32(1 - UNHEARD)

        features = lesson.features[line.codes]
        used, features.indices = np.unique(features.indices, return_inverse=True)
        wide = (features.shape[0], len(used))
        features = sparse.csr_matrix((features.data, features.indices, features.indptr), wide)
        found = lesson.found[texts]
        self._move("words", features.T @ below, pace=pace, rows=used)
        for name, slope in {
            "turns": read.words.T @ spread,
            "bias": above.sum(axis=0),
            "said": (read.loudest * read.kept).T @ error,
            "summed": read.summed.T @ error,
            "findings": found.T @ error * lesson.sees,
            "start": error.sum(axis=0),
        }.items():
            self._move(name, slope, pace=pace, rows=...)

    def _move(self, name: str, slope: Floats, *, pace: float, rows: Any) -> None:
        mean, square = self._moves[name]
        mean[rows] = STEADY[0] * mean[rows] + (1 - STEADY[0]) * slope
        square[rows] = STEADY[1] * square[rows] + (1 - STEADY[1]) * slope**2
        self.numbers[name][rows] -= (
            np.float32(pace) * mean[rows] / (np.sqrt(square[rows]) + TINY)
        )


def _spread(above: Floats, starts: Places) -> Floats:
    """Return what turns at each place say of the word before, there and after it."""
    before, after = np.zeros_like(above), np.zeros_like(above)
    before[:-1] = above[1:]
    after[1:] = above[:-1]
    after[starts] = 0
    return np.hstack([before, above, after])

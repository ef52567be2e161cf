"""Where words in a row stand in a batch of texts: all of them at once, a few array passes."""

from collections.abc import Collection
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.tokens import Tokens

Places = NDArray[np.int64]
_NONE: Final = -1  # the code of a word that no text has
_SIDES: Final[tuple[Literal["left"], Literal["right"]]] = ("left", "right")


class Sequences:
    """Words in a row, two or more, to be found in batches of texts."""

    def __init__(self, sequences: Collection[tuple[str, ...]]) -> None:
        """Prepare to find *sequences*, each known by its place among them."""
        self.lengths = np.array([len(each) for each in sequences], np.int64)
        self._words = sorted({word for each in sequences for word in each})
        numbers = {word: number for number, word in enumerate(self._words)}
        shape = (len(sequences), self.lengths.max(initial=2))
        self._steps = np.full(shape, len(numbers), np.int64)
        for row, each in enumerate(sequences):
            self._steps[row, : len(each)] = [numbers[word] for word in each]

    def find(self, tokens: Tokens) -> tuple[Places, Places]:
        """Return which sequences stand in *tokens*, and the first token of each."""
        codes = np.array([*(tokens.places.get(word, _NONE) for word in self._words), _NONE])
        steps = codes[self._steps]
        first, second = steps[:, 0], steps[:, 1]
        is_first, is_second = np.zeros((2, len(tokens.words) + 1), np.bool_)
        is_first[first], is_second[second] = True, True
        is_first[_NONE] = is_second[_NONE] = False

        said = tokens.codes
        here = np.flatnonzero(is_first[said[:-1]] & is_second[said[1:]])
        pairs = first * len(is_first) + second
        by_pair = np.argsort(pairs)
        wanted = said[here].astype(np.int64) * len(is_first) + said[here + 1]
        begin, end = (np.searchsorted(pairs[by_pair], wanted, side) for side in _SIDES)
        which, start = by_pair[ranges(begin, end)], np.repeat(here, end - begin)

        length = self.lengths[which]
        is_whole = start + length <= tokens.offsets[1:][tokens.rows[start]]
        for step in range(2, steps.shape[1]):
            at = np.minimum(start + step, len(said) - 1)
            is_whole &= (length <= step) | (said[at] == steps[which, step])
        return which[is_whole], start[is_whole]


def ranges(first: Places, last: Places) -> Places:
    """Return ``first[0] … last[0] - 1, first[1] …`` in one array.

    Examples:
        >>> ranges(np.array([4, 9]), np.array([6, 10])).tolist()
        [4, 5, 9]
    """
    lengths = last - first
    skipped = np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
    return skipped + np.arange(len(skipped))

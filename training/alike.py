"""Words that mean alike (``sentences/alike.txt``): what is learned of one is learned of all.

While a model learns, a word is also its group; afterwards a group's weight is added to each
of its words, so that the model itself knows nothing of groups.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from parcours.core.text.features import WORDS, spell
from parcours.core.text.tokens import Tokens
from training.sources import HERE

NUMBER: Final = 0  # the group of all numbers
LONG_STEM: Final = 3
SHOWN_NUMBERS: Final = 100


@cache
def _groups() -> tuple[dict[str, dict[str, set[int]]], dict[str, dict[str, set[int]]], int]:
    """Return the groups of whole words and of stems, by language, and how many there are."""
    whole: dict[str, dict[str, set[int]]] = {"fr": {}, "en": {}}
    stems: dict[str, dict[str, set[int]]] = {"fr": {}, "en": {}}
    count = NUMBER
    for line in (HERE / "sentences" / "alike.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            count += 1
            said = zip(("fr", "en"), line.split(" = ", 1)[1].split(" | "), strict=True)
            for language, words in said:
                for word in words.split():
                    into = stems if word.endswith("*") else whole
                    into[language].setdefault(word.rstrip("*"), set()).add(count)
    return whole, stems, count + 1


def groups_of(word: str) -> set[int]:
    """Return the groups of *word*; where both languages have it, those they share."""
    if word[:1].isdigit():
        return {NUMBER}
    whole, stems, _ = _groups()
    french, english = (
        whole[language].get(word, set()).union(
            *(stems[language].get(word[:end], ()) for end in range(LONG_STEM, len(word) + 1))
        )
        for language in ("fr", "en")
    )  # fmt: skip
    return french & english if french and english else french | english


def grouped(tokens: Tokens) -> sparse.csr_matrix:
    """Return how often each text (row) has words of each group, as `design.hashed` counts."""
    said = sparse.csr_matrix(
        (np.ones(len(tokens.codes)), (tokens.rows, tokens.codes)),
        (len(tokens), len(tokens.words)),
    )
    by = sparse.diags(1 / np.sqrt(np.maximum(tokens.lengths, 1)))
    return (by @ said @ _belongs(tokens.words)).tocsr()


def shared(words: set[str], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the *weights* of groups add to a table of words, for all *words* known."""
    listed = sorted({*words, *_written(), *map(str, range(SHOWN_NUMBERS))})
    added = _belongs(listed) @ weights
    places = spell(listed).places
    table = np.zeros((WORDS, weights.shape[1]))
    loudest = np.lexsort((np.abs(added).sum(axis=1),))  # where two words meet, the louder
    table[places[loudest]] = added[loudest]
    return table


def _belongs(words: list[str]) -> sparse.csr_matrix:
    pairs = [(row, group) for row, word in enumerate(words) for group in groups_of(word)]
    rows, groups = zip(*pairs, strict=True) if pairs else ((), ())
    return sparse.csr_matrix((np.ones(len(rows)), (rows, groups)), (len(words), _groups()[2]))


def _written() -> set[str]:
    whole, _, _ = _groups()
    return {word for words in whole.values() for word in words}

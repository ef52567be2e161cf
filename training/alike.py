"""Words that mean alike (``sentences/alike.txt``): what is learned of one is learned of all.

While a model learns, a word is also its groups; afterwards what they mean is added to each
of their words, so that the model itself knows nothing of groups.
"""

from functools import cache
from typing import Final

import numpy as np
from scipy import sparse

from training.sources import HERE

NUMBER: Final = 0  # the group of all numbers
LONG_STEM: Final = 3
SHOWN: Final = frozenset(map(str, range(100)))  # numbers that belong to theirs


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


def belongs(words: list[str]) -> sparse.csr_matrix:
    """Return the groups (columns) of each word (row), 1 where it belongs."""
    pairs = [(row, group) for row, word in enumerate(words) for group in groups_of(word)]
    rows, groups = zip(*pairs, strict=True) if pairs else ((), ())
    return sparse.csr_matrix((np.ones(len(rows)), (rows, groups)), (len(words), _groups()[2]))


def written() -> set[str]:
    """Return every whole word of a group, and some numbers."""
    whole, _, _ = _groups()
    return {word for words in whole.values() for word in words} | SHOWN

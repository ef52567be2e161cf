"""Where words in a row stand."""

from random import Random

import numpy as np
import polars as pl

from parcours.core.text.sequences import Sequences, ranges
from parcours.core.text.tokens import Tokens, tokenise

Place = tuple[int, int]


def find(sequences: list[tuple[str, ...]], tokens: Tokens) -> list[Place]:
    which, start = Sequences(sequences).find(tokens)
    return sorted(zip(which.tolist(), start.tolist(), strict=True))


def test_words_in_a_row_are_found_within_a_text_only() -> None:
    tokens = tokenise(pl.Series(["pas du tout", "pas", "du tout", "pas du", "tout"]))

    assert find([("pas", "du", "tout"), ("du", "tout"), ("tout", "pas")], tokens) == [
        (0, 0),
        (1, 1),
        (1, 4),
    ]


def test_it_finds_what_a_slow_reader_finds() -> None:
    luck = Random(7)
    letters = ["a", "b", "c", "d", "!"]
    sequences = [tuple(luck.choices([*letters, "never"], k=luck.randint(2, 4)))
                 for _ in range(40)]  # fmt: skip
    tokens = tokenise(pl.Series([" ".join(luck.choices(letters, k=luck.randint(0, 9)))
                                 for _ in range(60)]))  # fmt: skip

    assert find(sequences, tokens) == sorted(
        (which, int(tokens.offsets[row]) + start)
        for row in range(len(tokens))
        for which, each in enumerate(sequences)
        for start in range(len(tokens.of(row)))
        if tuple(tokens.of(row)[start : start + len(each)]) == each
    )


def test_nothing_is_found_where_nothing_is_asked_or_said() -> None:
    said, silent = tokenise(pl.Series(["a b"])), tokenise(pl.Series([""]))

    assert find([], said) == find([("a", "b")], silent) == []


def test_ranges_follow_one_another() -> None:
    found = ranges(np.array([3, 5, 0]), np.array([5, 5, 2]))

    assert found.tolist() == [3, 4, 0, 1]

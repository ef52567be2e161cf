"""How strongly words speak, and what turns them."""

import numpy as np
import polars as pl
import pytest

from parcours.core.text.lexicon import ROLES, Heard, hear, lexicon
from parcours.core.text.tokens import tokenise


def heard(text: str, *, french: bool = True, is_sure: bool = True) -> tuple[list[str], Heard]:
    tokens = tokenise(pl.Series([text]))
    return tokens.of(0), hear(tokens, np.array([french]), np.array([is_sure]))


def valences(text: str, *, french: bool = True) -> dict[str, float]:
    words, found = heard(text, french=french)
    pairs = zip(words, found.valence.tolist(), strict=True)
    return {word: round(value, 2) for word, value in pairs if value}


@pytest.mark.parametrize(
    ("text", "french", "expected"),
    [
        ("Le repas était bon", True, {"bon": 2}),
        ("Le repas n'était pas bon", True, {"bon": -1}),
        ("je ne recommande pas", True, {"pas": -2}),
        ("il n'y a que du bon", True, {"bon": 2}),
        ("très bon", True, {"bon": 2.8}),
        ("plutôt bon, assez lent", True, {"bon": 1, "lent": -0.6}),
        ("rien à redire", True, {"redire": 3}),
        ("pas déçue du tout", True, {"decue": 2}),
        ("The staff were not very friendly", False, {"friendly": -1.68}),
        ("no problem at all", False, {"problem": 2}),
        ("It isn't slow", False, {"slow": 0.4}),
        ("not now. good", False, {"good": 2}),
        ("👎", False, {"👎": -2}),
        ("chair", True, {}),
    ],
)
def test_a_word_counts_as_it_is_turned(
    text: str, french: bool, expected: dict[str, float]
) -> None:
    assert valences(text, french=french) == expected


def test_what_stands_before_and_after_a_but_is_told_apart() -> None:
    words, found = heard("beau mais cher. bon")

    assert words == ["beau", "mais", "cher", ".", "bon"]
    assert found.before_but.tolist() == [True, False, False, False, False]
    assert found.after_but.tolist() == [False, False, True, False, False]


def test_a_negation_stays_in_its_text() -> None:
    tokens = tokenise(pl.Series(["ce n'est pas", "bon", ""]))

    found = hear(tokens, np.array([True, True, True]))

    assert found.valence[-1] == 2


def test_where_the_language_is_not_sure_both_are_heard() -> None:
    assert heard("bof", french=False)[1].strength.tolist() == [0]
    assert heard("bof", french=False, is_sure=False)[1].strength.tolist() == [-1]


def test_nothing_is_heard_in_no_text() -> None:
    tokens = tokenise(pl.Series([None], dtype=pl.String))

    assert hear(tokens, np.array([False])).valence.tolist() == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lexicon_has_hundreds_of_entries_and_every_role(language: str) -> None:
    found = lexicon(language)

    assert len(found.words) > 600
    assert len(found.phrases) > 400
    assert set(found.roles) == set(ROLES)
    assert set(found.words.values()) == {-3, -2, -1, 0, 1, 2, 3}

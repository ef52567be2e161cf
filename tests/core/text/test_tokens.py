"""Words of many texts at once."""

import numpy as np
import polars as pl
import pytest

from parcours.core.text.tokens import Span, fold, spans, tokenise, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Très déçue!!! n’est PAS", ["tres", "decue", "!!", "n", "est", "pas"]),
        ("It didn't, it DIDNT", ["it", "didn't", ",", "it", "didn't"]),
        ("suuuuper cœur", ["suuper", "coeur"]),
        ("3h à 20€, dossier 1234567", ["3", "h", "a", "20", "€", ",", "dossier", "00000"]),
        ("bien… bof... non?!", ["bien", "..", "bof", "..", "non", "?!"]),
        (":-) ;) :D :'( =( <3 ^^", [":)", ":)", ":d", ":(", ":(", "<3", "^^"]),
        ("👍🏽 ❤️ 😡😡", ["👍", "❤", "😡", "😡"]),
        ("après-vente (S.A.V)", ["apres", "vente", ",", "s", ".", "a", ".", "v", ","]),
        ("voir https://a.example/b?c=1 :Déçu", ["voir", "http", ",", "decu"]),
        ("bien\r\n\nvite", ["bien", ".", "vite"]),
        ("C# © 1er", ["c", "1", "er"]),
        ("Łódź 東京", ["lodz", "東京"]),
        ("", []),
    ],
)
def test_a_text_becomes_folded_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_batch_numbers_each_word_once() -> None:
    tokens = tokenise(pl.Series(["Bon, bon", None, "", "BÔN accueil"]))

    assert tokens.words == ["bon", ",", "accueil"]
    assert tokens.codes.tolist() == [0, 1, 0, 0, 2]
    assert tokens.offsets.tolist() == [0, 3, 3, 3, 5]
    assert len(tokens) == 4
    assert tokens.lengths.tolist() == [3, 0, 0, 2]
    assert tokens.rows.tolist() == [0, 0, 0, 3, 3]
    assert tokens.places == {"bon": 0, ",": 1, "accueil": 2}
    assert tokens.of(3) == ["bon", "accueil"]


def test_values_of_tokens_are_summed_by_text() -> None:
    tokens = tokenise(pl.Series(["a b", None, "c"]))

    assert tokens.sums(np.array([[1, 2], [3, 4], [5, 6]])).tolist() == [[4, 6], [0, 0], [5, 6]]
    assert tokens.sums(np.array([7, 8]), np.array([0, 2])).tolist() == [7, 0, 8]


def test_tokens_are_told_apart_by_what_they_are() -> None:
    tokens = tokenise(pl.Series(["ne, 3", None, "ne !"]))

    assert tokens.are({"ne", "pas"}).tolist() == [True, False, False, True, False]
    assert tokens.is_word.tolist() == [True, False, True, True, False]
    assert tokens.begins.tolist() == [True, False, False, True, False]


def test_a_batch_without_a_word_has_no_token() -> None:
    tokens = tokenise(pl.Series([None, "  "], dtype=pl.String))

    assert (tokens.words, tokens.codes.tolist(), tokens.offsets.tolist()) == ([], [], [0, 0, 0])


def test_a_span_stands_where_its_word_was_written() -> None:
    text = "Oh ! L'accueil, l'ACCUEIL"

    found = list(spans(text))

    assert found[-1] == Span(18, 25, "accueil")
    assert [fold(text[each.start : each.end]) for each in found] == words(text)

"""Places of words, pieces and pairs in tables."""

import numpy as np
import polars as pl

from parcours.core.text.features import pairs, spell
from parcours.core.text.tokens import tokenise


def test_places_never_move_or_shipped_models_would_read_nonsense() -> None:
    found = spell(["attente", "😡", "a"])

    assert found.places.tolist() == [19673, 41612, 1087]
    assert found.pieces[:3].tolist() == [278, 56781, 3091]
    assert np.bincount(found.owners).tolist() == [18, 9, 1]


def test_a_word_is_spelt_alike_in_any_company() -> None:
    alone, among = spell(["queue"]), spell(["de", "la", "queue"])

    assert among.hashes[2] == alone.hashes[0]
    assert sorted(among.pieces[among.owners == 2]) == sorted(alone.pieces)


def test_pairs_do_not_cross_from_text_to_text() -> None:
    tokens = tokenise(pl.Series(["a b", "b", "a b c"]))

    places, ends = pairs(tokens, spell(tokens.words).hashes)

    assert ends.tolist() == [1, 4, 5]
    assert places[0] == places[1] != places[2]


def test_no_words_have_no_places() -> None:
    nothing = spell([])
    tokens = tokenise(pl.Series(["a"]))

    assert (nothing.pieces.tolist(), nothing.hashes.tolist()) == ([], [])
    assert [each.tolist() for each in pairs(tokens, spell(["a"]).hashes)] == [[], []]

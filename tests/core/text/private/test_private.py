"""Personal data in verbatims: found where it is sure, masked in the reader's language."""

import polars as pl
import pytest

from parcours.core.language import speaking
from parcours.core.text.private import KINDS, Found, find, find_all, label, mask


def test_each_piece_says_where_it_stands():
    text = "Tél. 01 99 00 12 34, ana@example.com"

    assert find(text) == (Found("phone", 5, 19), Found("e-mail", 21, 36))
    assert [text[each.start : each.end] for each in find(text)] == [
        "01 99 00 12 34",
        "ana@example.com",
    ]


def test_a_masked_text_speaks_the_readers_language():
    text = "Je m'appelle Ana Belle, commande n° 4587123, tél. 06 39 98 12 34."

    with speaking("fr"):
        assert mask(text, find(text)) == (
            "Je m'appelle [nom], commande n° [numéro de référence], tél. [téléphone]."
        )
    assert mask(text, find(text)) == (
        "Je m'appelle [name], commande n° [reference number], tél. [phone]."
    )


def test_masking_takes_only_what_is_given():
    text = "Ana: ana@example.com, 01 99 00 12 34"

    assert mask(text, [Found("phone", 22, 36)]) == "Ana: ana@example.com, [phone]"
    assert mask(text, []) == text


def test_every_kind_has_a_name_in_french():
    with speaking("fr"):
        french = {kind: label(kind) for kind in KINDS}

    assert french == {
        "link": "lien personnel",
        "e-mail": "e-mail",
        "iban": "compte bancaire",
        "card": "numéro de carte",
        "social_security": "numéro de sécurité sociale",
        "reference": "numéro de référence",
        "phone": "téléphone",
        "address": "adresse",
        "name": "nom",
    }


def test_many_texts_are_one_table_in_their_order():
    texts = pl.Series(["rien", None, "ana@example.com ou bob@example.com", "", "Mme Belle"])

    assert find_all(texts).rows() == [
        (2, "e-mail", 0, 15),
        (2, "e-mail", 19, 34),
        (4, "name", 4, 9),
    ]
    assert find_all(pl.Series([], dtype=pl.String)).is_empty()


@pytest.mark.parametrize("text", ["À VOUS, ANA BELLE", "BIEN À VOUS, ANA BELLE", "SIGNÉ : ANA"])
def test_many_texts_are_read_as_each_alone_also_in_capitals(text):
    alone = [(0, each.kind, each.start, each.end) for each in find(text)]

    assert find_all(pl.Series([text])).rows() == alone


def test_pieces_never_overlap():
    found = find("https://shop.example/compte?email=ana@example.com&tel=0639981234")

    assert [each.kind for each in found] == ["link"]


@pytest.mark.shared_data
def test_real_reviews_raise_no_false_alarm(shared_data):
    reviews = pl.concat(
        [
            pl.read_parquet(shared_data / "minibar_app_reviews_fr_en.parquet")["data"],
            pl.read_parquet(shared_data / "skytrax_lounge.parquet")["content"].rename("data"),
        ]
    ).sample(2000, seed=2026)

    found = find_all(reviews)

    # Both are names as the text has them: one after "Bonjour Monsieur", a brand called "M.".
    assert found["kind"].to_list() == ["name", "name"]
    one_by_one = [
        (row, each.kind, each.start, each.end)
        for row, text in enumerate(reviews.fill_null("").to_list())
        for each in find(text)
    ]
    assert found.rows() == one_by_one

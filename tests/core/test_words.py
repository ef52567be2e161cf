"""Texts in one language or several, and what errors say of words."""

import pytest

from parcours.core.words import say, slug
from parcours.core.written.problem import in_words
from parcours.core.written.wording import choose, nearest, shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Livraison", "Livraison"),
        ({"en": "Delivery", "fr": "Livraison"}, "Livraison"),
        ({"en": "Delivery", "de": "Lieferung"}, "Delivery"),
        ({"de": "Lieferung", "es": "Entrega"}, "Lieferung"),
        ({}, ""),
    ],
)
def test_a_text_is_said_in_the_language_there_is(words, said: str):
    assert say(words, "fr") == said


def test_the_nearest_word_forgives_case_but_not_everything():
    assert nearest("ORDER.PLACED", ["order.paid", "order.placed"]) == "order.placed"
    assert nearest("xyz", ["order.paid", "order.placed"]) is None
    assert choose("x", [f"word-{n}" for n in range(30)]).startswith("Use one of 30: word-0, ")


def test_what_was_found_is_shown_on_one_short_line():
    assert shown({"a": [True, None, "x\ny"]}) == "{a: [true, null, x y]}"
    assert shown("x" * 100) == "x" * 59 + "…"


def test_an_id_is_made_of_a_title():
    assert slug(" Où est l'Étoile ? ") == "ou-est-l-etoile"


def test_a_path_beyond_the_data_is_counted():
    assert in_words(("stages", 0, "touchpoints", 4, "aim"), {}) == "stages › 1 › 5 › aim"
    assert in_words(("stages", 2), {"stages": [{}]}) == "stages › 3"

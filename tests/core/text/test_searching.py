"""What a search takes for the same word, and what it is asked."""

import polars as pl
import pytest

from parcours.core.text.searching import Term, indexed, question, stem
from parcours.core.text.tokens import words


@pytest.mark.parametrize(
    "family",
    [
        "livré livrée livrées livrer livrez livraient LIVRÉ",
        "déçu déçue déçus déçues",
        "acheter acheté achète achetez",
        "payer payé payée paye",
        "excellent excellente excellents",
        "gentil gentille gentils",
        "long longue longs longues",
        "rapide rapidement rapides",
        "bateau bateaux",
        "journal journaux",
        "service services",
        "wait waits waited waiting",
        "order orders ordered",
        "delivery deliveries",
        "queue queues queuing",
        "price prices priced pricing",
        "refund refunds refunded",
        "cœur coeurs",
    ],
)
def test_forms_of_a_word_are_one(family: str):
    assert len({stem(word) for word in words(family)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("livre", "lire"), ("prix", "prise"), ("mal", "maux"), ("cher", "chez"), ("late", "lot")],
)
def test_other_words_stay_apart(one: str, other: str):
    assert stem(one) != stem(other)


def test_marks_and_long_numbers_are_no_words_and_short_ones_are():
    texts = pl.Series(["12 minutes !!! 😡 commande 48213", None, "...", "don't"])

    assert indexed(texts).to_list() == ["12 minut command", "", "", "dont"]


def test_a_question_has_words_phrases_beginnings_and_refusals():
    assert question('"pas du tout" livr* -"trop cher" -Lille') == (
        Term(("pas", "du", "tout")),
        Term(("livr",), is_begun=True),
        Term(("trop", "cher"), is_unwanted=True),
        Term(("lil",), is_unwanted=True),
    )


def test_words_of_every_text_count_only_where_nothing_else_is_asked():
    assert question("le retard de la livraison") == (Term(("retard",)), Term(("livraison",)))
    assert question("la") == (Term(("la",)),)
    assert question("la -retard") == (Term(("la",)), Term(("retard",), is_unwanted=True))
    assert question("de*") == (Term(("de",), is_begun=True),)


def test_an_elision_in_a_question_is_words_in_a_row():
    assert question("l'attente") == (Term(("l", "attent")),)


def test_nothing_is_asked_by_marks_alone():
    assert question(' !? "" - ') == ()

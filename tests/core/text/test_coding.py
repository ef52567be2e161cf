"""What texts say, in one table, and why."""

import polars as pl
import pytest

from parcours.core.text import code, explain, explain_all, uncertain
from parcours.core.text.coding import AT_ONCE, SCHEMA

TEXTS = [
    "Accueil charmant, conseils parfaits, merci !",
    "Two hours late and no apology. Never again.",
    None,
    "Très belle boutique mais attente interminable en caisse",
    "Muito bom produto, recomendo",
    "😡😡",
]


def test_every_text_is_one_row_in_its_order() -> None:
    found = code(TEXTS)

    assert found.schema == pl.Schema(SCHEMA)
    assert found["language"].to_list() == ["fr", "en", "other", "fr", "other", "other"]
    assert found["sentiment"].to_list()[:3] == [1, -1, None]
    assert found["driver_time"].to_list()[:4] == [None, -1, None, -1]


def test_no_texts_make_an_empty_table() -> None:
    assert code([]).schema == pl.Schema(SCHEMA)
    assert explain_all([]) == []


@pytest.mark.parametrize("text", ["   ", "Nothing.", "N/A", "Rien du tout !", "non"])
def test_a_text_that_says_nothing_is_neither_praise_nor_blame(text: str) -> None:
    [row] = code([text]).select("sentiment", "probability", "positivity").rows()

    assert row == (None, pytest.approx(0.3333), 0.5)


def test_what_is_read_does_not_depend_on_the_texts_beside_it() -> None:
    alone = pl.concat([code([text]) for text in TEXTS])

    assert alone.equals(code(TEXTS))


def test_more_texts_than_are_read_at_once_keep_their_order() -> None:
    texts = ["Parfait, merci" + " " * (AT_ONCE // 3), None, "Terrible service"] * 5

    assert code(texts)["language"].to_list() == ["fr", "other", "en"] * 5


def test_an_emoji_is_understood_without_a_language() -> None:
    assert code(["😡😡"])["positivity"][0] < 0.2


def test_the_words_that_decided_are_shown_where_they_stand() -> None:
    text = "Très belle boutique, mais une attente interminable"

    told = {(text[each.start : each.end], each.label) for each in explain(text)}

    assert {("belle", "positive"), ("interminable", "negative")} <= told
    assert ("attente interminable", "time") in told


def test_words_of_the_other_side_are_not_shown_where_the_text_takes_one() -> None:
    text = "Excellent, perfect, wonderful, thank you so much, only the queue was long"

    labels = {each.label for each in explain(text)}

    assert "positive" in labels
    assert "negative" not in labels


def test_explaining_together_is_explaining_one_by_one() -> None:
    assert explain_all(TEXTS) == [explain(text or "") for text in TEXTS]


def test_a_workspace_may_add_phrases_of_its_own() -> None:
    lexicon = {"identity": ["+ maison lutèce"], "churn": ["adieu lutèce"]}
    texts = ["Vive la Maison Lutèce", "Adieu Lutèce"]

    found = code(texts, lexicon=lexicon)

    assert found["driver_identity"].to_list()[0] == 1
    assert found["churn"].to_list() == [False, True]


def test_phrases_for_what_does_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="no such driver or flag: price; there are"):
        code(["a"], lexicon={"price": ["cher"]})


def test_what_it_hesitates_on_is_worth_labelling_first() -> None:
    sure, unsure = "Parfait, excellent, merci", "Bon, mais trop long et un peu cher"

    order = uncertain(code([sure, "rien", unsure]))

    assert order.to_list() == [2, 0, 1]

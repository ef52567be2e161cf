"""Which drivers a text speaks of."""

from typing import Any, get_args

import polars as pl
import pytest

from parcours.core.canvas import Driver
from parcours.core.text.drivers import DRIVERS, code_drivers, explain_drivers
from parcours.core.text.evidence import Own
from parcours.core.text.lexicon import hear
from parcours.core.text.tokens import tokenise


def read(texts: list[str], languages: list[str]) -> dict[str, Any]:
    tokens = tokenise(pl.Series(texts, dtype=pl.String))
    spoken = pl.Series(languages, dtype=pl.String)
    heard = hear(tokens, (spoken == "fr").to_numpy())
    return {"tokens": tokens, "heard": heard, "languages": spoken}


def told(text: str, language: str = "fr", lexicon: Own | None = None) -> dict[str, int]:
    """Return the drivers present in *text* and their polarity."""
    given = read([text], [language])
    row = code_drivers(given.pop("tokens"), **given, lexicon=lexicon).row(0, named=True)
    return {key: row[f"driver_{key}"] for key in DRIVERS if row[f"driver_{key}"] is not None}


def why(text: str, language: str = "fr") -> list[tuple[str, str, int]]:
    """Return the words that decided, of what, and how it was felt."""
    given = read([text], [language])
    tokens = given.pop("tokens")
    said = [tokens.words[code] for code in tokens.codes]
    return [
        (" ".join(said[each.start : each.end]), each.label, each.polarity)
        for each in explain_drivers(tokens, **given)
        if each.weight >= 1
    ]


def test_the_drivers_are_those_of_the_canvas() -> None:
    assert get_args(Driver) == DRIVERS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trop cher pour ce que c'est", {"offer": -1}),
        ("Pas cher et très bonne qualité", {"offer": 1}),
        ("Quarante minutes d'attente en caisse", {"time": -1}),
        ("Livraison rapide mais frais de port trop chers", {"time": 1, "offer": -1}),
        ("Musique assourdissante et toilettes sales", {"sensations": -1}),
        ("Le vendeur m'a bien conseillé et tout expliqué", {"advice": 1}),
        ("Personnel désagréable", {"emotions": -1}),
        ("Personnel souriant et aimable", {"emotions": 1}),
        ("Ils se sont souvenus de mon prénom", {"personalisation": 1}),
        ("Fière de porter du fabriqué en France", {"identity": 1}),
        ("Bon service", {}),
        ("Super, je recommande", {}),
    ],
)
def test_french_texts_name_their_drivers(text: str, expected: dict[str, int]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Way too expensive", {"offer": -1}),
        ("Not expensive at all, great value for money", {"offer": 1}),
        ("Forty minutes on hold", {"time": -1}),
        ("Lovely staff but overpriced", {"emotions": 1, "offer": -1}),
        ("Filthy toilets and deafening music", {"sensations": -1}),
        ("They explained everything clearly, very knowledgeable", {"advice": 1}),
        ("The receptionist was rude", {"emotions": -1}),
        ("They remembered my name", {"personalisation": 1}),
        ("So much plastic packaging", {"identity": -1}),
        ("Great service", {}),
        ("Never again", {}),
    ],
)
def test_english_texts_name_their_drivers(text: str, expected: dict[str, int]) -> None:
    assert told(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "polarity"),
    [
        ("rapide", "fr", 1),
        ("ce n'est pas rapide", "fr", -1),
        ("jamais en retard", "fr", 1),
        ("toujours en retard", "fr", -1),
        ("the delivery was not fast", "en", -1),
    ],
)
def test_negation_turns_the_polarity_and_not_the_driver(
    text: str, language: str, polarity: int
) -> None:
    assert told(text, language) == {"time": polarity}


def test_a_named_thing_is_felt_as_its_own_clause_says() -> None:
    found = told("The food was awful. The delivery was wonderful.", "en")

    assert found == {"offer": -1, "time": 1}


def test_good_and_bad_of_one_driver_is_both() -> None:
    assert told("Livraison rapide, mais toujours en retard")["time"] == 0


def test_words_of_the_other_language_do_not_count() -> None:
    assert told("Sale conditions on the sale", "en").keys() <= {"offer"}
    assert told("du pain", "fr").get("sensations") is None


def test_an_unknown_language_is_read_with_both_lexicons() -> None:
    assert told("overpriced", "other") == told("hors de prix", "other") == {"offer": -1}


def test_a_text_without_words_has_no_driver() -> None:
    given = read(["", "👍"], ["other", "other"])
    coded = code_drivers(given.pop("tokens"), **given)

    assert coded.select(f"driver_{key}" for key in DRIVERS).rows() == [(None,) * 7] * 2
    assert coded.schema["driver_time"] == pl.Int8
    assert coded.schema["sure_time"] == pl.Float32


def test_no_texts_give_no_rows() -> None:
    given = read([], [])
    tokens = given.pop("tokens")

    assert code_drivers(tokens, **given).height == 0
    assert explain_drivers(tokens, **given) == []


def test_what_is_sure_enough_is_present_and_the_rest_is_not() -> None:
    given = read(["Trop cher", "Bonjour", "Une heure de queue"], ["fr"] * 3)
    coded = code_drivers(given.pop("tokens"), **given)

    for key in DRIVERS:
        sure = coded[f"sure_{key}"]
        assert sure.is_between(0, 1).all()
        assert (coded[f"driver_{key}"].is_not_null() == (sure >= 0.35)).all()


def test_a_text_says_the_same_alone_and_among_others() -> None:
    texts = ["Trop cher", "", "Lovely staff, long queue", "Accueil glacial mais bon marché"]
    languages = ["fr", "other", "en", "fr"]
    together = read(texts, languages)
    alone = [read([text], [language]) for text, language in zip(texts, languages, strict=True)]

    rows = [code_drivers(given.pop("tokens"), **given) for given in alone]

    whole = code_drivers(together.pop("tokens"), **together)
    assert whole.select("^driver_.*$").equals(pl.concat(rows).select("^driver_.*$"))


def test_the_words_that_decided_are_shown() -> None:
    assert why("Livraison rapide mais frais de port trop chers") == [
        ("livraison rapide", "time", 1),
        ("frais de port", "offer", -1),
        ("trop chers", "offer", -1),
    ]


def test_every_driver_present_is_explained_also_where_no_phrase_names_it() -> None:
    texts = [
        "fermeture éclair coincée dès le premier jour", "yearly plan went from 60 to 90",
        "every graph I could want is in there", "heart rate is fantasy, 180 while asleep",
        "you need a paid account to see your own numbers", "trop cher",
    ]  # fmt: skip
    given = read(texts, ["fr", "en", "en", "en", "en", "fr"])
    tokens = given.pop("tokens")
    coded = code_drivers(tokens, **given)

    reasons = explain_drivers(tokens, **given)

    assert {(int(tokens.rows[each.start]), each.label) for each in reasons} == {
        (row, key)
        for row in range(len(texts))
        for key in DRIVERS
        if coded[f"driver_{key}"][row] is not None
    }
    assert all(each.start < each.end for each in reasons)


def test_a_workspace_adds_its_own_phrases() -> None:
    own = {"identity": ["+ thé des gourmets"], "time": ["- tunnel de commande"]}

    assert told("le thé des gourmets") == {}
    assert told("le thé des gourmets", lexicon=own) == {"identity": 1}
    assert told("pénible tunnel de commande", lexicon=own)["time"] == -1


def test_a_workspace_silences_words_with_none() -> None:
    assert told("Le Prix Cher Ami") != {}
    assert told("Le Prix Cher Ami", lexicon={"none": ["le prix cher ami"]}) == {}

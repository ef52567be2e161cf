"""Which drivers a text speaks of."""

from typing import Any, get_args

import polars as pl
import pytest

from parcours.core.canvas import Driver
from parcours.core.text.drivers import DRIVERS, LEAST, explain_drivers, judge_drivers
from parcours.core.text.evidence import Own
from parcours.core.text.lexicon import hear
from parcours.core.text.meaning import meaning
from parcours.core.text.reason import Reason
from parcours.core.text.sentiment import sense
from parcours.core.text.tokens import tokenise


def read(texts: list[str], languages: list[str]) -> dict[str, Any]:
    tokens = tokenise(pl.Series(texts, dtype=pl.String))
    spoken = pl.Series(languages, dtype=pl.String)
    heard = hear(tokens, (spoken == "fr").to_numpy())
    positivity = sense(tokens, heard).positivity
    return {
        "tokens": tokens, "meant": meaning(tokens), "heard": heard, "languages": spoken,
        "positivity": positivity,
    }  # fmt: skip


def coded(texts: list[str], languages: list[str], lexicon: Own | None = None) -> pl.DataFrame:
    return judge_drivers(**read(texts, languages), lexicon=lexicon).frame()


def reasons(texts: list[str], languages: list[str]) -> list[Reason]:
    given = read(texts, languages)
    judged = judge_drivers(**given)
    del given["positivity"], given["meant"]
    return explain_drivers(given.pop("tokens"), judged, **given)


def told(text: str, language: str = "fr", lexicon: Own | None = None) -> dict[str, int]:
    """Return the drivers present in *text* and their polarity."""
    row = coded([text], [language], lexicon).row(0, named=True)
    return {key: row[f"driver_{key}"] for key in DRIVERS if row[f"driver_{key}"] is not None}


def why(text: str, language: str = "fr") -> list[tuple[str, str, int]]:
    """Return the words that decided, of what, and how it was felt."""
    tokens = read([text], [language])["tokens"]
    said = [tokens.words[code] for code in tokens.codes]
    return [
        (" ".join(said[each.start : each.end]), each.label, each.polarity)
        for each in reasons([text], [language])
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
    assert told(text, language)["time"] == polarity


def test_a_named_thing_is_felt_as_its_own_clause_says() -> None:
    found = told("The wait was awful. The welcome was wonderful.", "en")

    assert found == {"time": -1, "emotions": 1}


def test_good_and_bad_of_one_driver_is_both() -> None:
    assert told("Livraison rapide, mais toujours en retard")["time"] == 0


def test_words_of_the_other_language_do_not_count() -> None:
    assert "sensations" not in told("Sale conditions on the sale", "en")
    assert told("du pain", "fr").get("sensations") is None


def test_an_unknown_language_is_read_with_both_lexicons() -> None:
    assert told("overpriced", "other") == told("hors de prix", "other") == {"offer": -1}


def test_a_text_without_words_has_no_driver() -> None:
    found = coded(["", "👍"], ["other", "other"])

    assert found.select(f"driver_{key}" for key in DRIVERS).rows() == [(None,) * 7] * 2
    assert found.schema["driver_time"] == pl.Int8
    assert found.schema["sure_time"] == pl.Float32


def test_no_texts_give_no_rows() -> None:
    assert coded([], []).height == 0
    assert reasons([], []) == []


def test_what_is_sure_enough_is_present_and_the_rest_is_not() -> None:
    found = coded(["Trop cher", "Bonjour", "Une heure de queue"], ["fr"] * 3)

    for key in DRIVERS:
        sure = found[f"sure_{key}"]
        assert sure.is_between(0, 1).all()
        assert (found[f"driver_{key}"].is_not_null() == (sure >= LEAST)).all()


def test_a_text_says_the_same_alone_and_among_others() -> None:
    texts = ["Trop cher", "", "Lovely staff, long queue", "Accueil glacial mais bon marché"]
    languages = ["fr", "other", "en", "fr"]
    alone = [coded([text], [language]) for text, language in zip(texts, languages, strict=True)]

    whole = coded(texts, languages)

    assert whole.select("^driver_.*$").equals(pl.concat(alone).select("^driver_.*$"))


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
    languages = ["fr", "en", "en", "en", "en", "fr"]
    tokens, found = read(texts, languages)["tokens"], coded(texts, languages)

    told = reasons(texts, languages)

    assert {(int(tokens.rows[each.start]), each.label) for each in told} == {
        (row, key)
        for row in range(len(texts))
        for key in DRIVERS
        if found[f"driver_{key}"][row] is not None
    }
    assert all(each.start < each.end for each in told)


def test_a_workspace_adds_its_own_phrases() -> None:
    own = {"identity": ["+ thé des gourmets"], "time": ["- tunnel de commande"]}

    assert told("le thé des gourmets") == {}
    assert told("le thé des gourmets", lexicon=own) == {"identity": 1}
    assert told("pénible tunnel de commande", lexicon=own)["time"] == -1


def test_a_workspace_silences_words_with_none() -> None:
    assert told("Le Prix Cher Ami") != {}
    assert told("Le Prix Cher Ami", lexicon={"none": ["le prix cher ami"]}) == {}

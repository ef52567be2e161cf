"""What a text calls for."""

from typing import Any

import polars as pl
import pytest

from parcours.core.text.evidence import Own, Reader
from parcours.core.text.flags import FLAGS, code_flags, explain_flags
from parcours.core.text.lexicon import hear
from parcours.core.text.meaning import meaning
from parcours.core.text.sentiment import sense
from parcours.core.text.tokens import tokenise


def read(texts: list[str], language: str) -> dict[str, Any]:
    tokens = tokenise(pl.Series(texts, dtype=pl.String))
    languages = pl.Series([language] * len(texts), dtype=pl.String)
    heard = hear(tokens, (languages == "fr").to_numpy())
    positivity = sense(tokens, heard).positivity
    return {
        "tokens": tokens, "meant": meaning(tokens), "heard": heard, "languages": languages,
        "positivity": positivity,
    }  # fmt: skip


def raised(text: str, language: str, lexicon: Own | None = None) -> set[str]:
    given = read([text], language)
    row = code_flags(given.pop("tokens"), **given, lexicon=lexicon).row(0, named=True)
    return {flag for flag, is_raised in row.items() if is_raised}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C'est urgent, je pars demain", {"urgent"}),
        ("Je résilie mon contrat", {"churn"}),
        ("Plus jamais je ne reviendrai", {"churn"}),
        ("Pouvez-vous ajouter un mode nuit ?", {"request"}),
        ("Rappelez-moi avant vendredi", {"urgent", "request", "promise"}),
        (
            "Ma commande n'est jamais arrivée et personne ne répond à mes appels, inadmissible",
            {"complaint"},
        ),
        ("Nul", set()),
        ("Rien d'urgent, tout va bien", set()),
        ("Trop sucré", set()),
    ],
)
def test_french_texts_raise_their_flags(text: str, expected: set[str]) -> None:
    assert raised(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please hurry, we fly tomorrow morning", {"urgent", "request"}),
        ("I'm cancelling my subscription", {"churn"}),
        ("Never coming back, I will shop elsewhere", {"churn"}),
        ("Could you add a night mode?", {"request"}),
        ("Please call me back before Friday", {"urgent", "request", "promise"}),
        (
            "My order never arrived and nobody answers the phone, this is unacceptable",
            {"complaint"},
        ),
        ("Rubbish", set()),
        ("No rush, all good", set()),
    ],
)
def test_english_texts_raise_their_flags(text: str, expected: set[str]) -> None:
    assert raised(text, "en") == expected


def test_a_promise_asked_for_is_always_a_request() -> None:
    given = read(["D'ici vendredi ?", "quand serai-je livrée ?", "Tenez-moi au courant"], "fr")
    coded = code_flags(given.pop("tokens"), **given)

    assert coded["promise"].to_list() == coded["request"].to_list() == [True] * 3


def test_a_pleased_text_does_not_complain() -> None:
    text = (
        "Le colis avait du retard mais on m'a prévenue, remboursée et tout est parfait, merci"
    )

    assert "complaint" not in raised(text, "fr")


def test_a_text_without_words_raises_nothing() -> None:
    given = read([""], "other")

    assert code_flags(given.pop("tokens"), **given).rows() == [(False,) * len(FLAGS)]


def test_the_words_that_raised_a_flag_are_shown() -> None:
    given = read(["Merci", "Rappelez-moi avant vendredi"], "fr")
    tokens = given.pop("tokens")
    said = [tokens.words[code] for code in tokens.codes]

    reasons = explain_flags(tokens, **given)

    assert {(" ".join(said[each.start : each.end]), each.label) for each in reasons} >= {
        ("rappelez moi avant vendredi", "promise"),
        ("avant vendredi", "urgent"),
    }


def test_every_flag_raised_is_explained_also_where_no_phrase_raises_it() -> None:
    text = "I ordered three weeks ago, it came in pieces and the shop will not take it back"
    given = read([text], "en")
    tokens = given.pop("tokens")
    flags = code_flags(tokens, **given).row(0, named=True)

    told = {each.label for each in explain_flags(tokens, **given)}

    assert "complaint" in told
    assert told == {flag for flag, is_raised in flags.items() if is_raised}


def test_a_workspace_adds_its_own_phrases() -> None:
    assert raised("code rouge", "fr") == set()
    assert raised("code rouge", "fr", lexicon={"urgent": ["code rouge"]}) == {"urgent"}


def test_a_label_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such label: hurry"):
        Reader("flags", FLAGS, {"hurry": ["vite"]})

import numpy as np
import polars as pl
import pytest

from parcours.core.demo.verbatims import SLOTS, phrases, quiet, speak


@pytest.mark.parametrize(("language", "least"), [("fr", 250), ("en", 120)])
def test_people_do_not_all_say_the_same(language: str, least: int) -> None:
    texts = [text for texts in phrases(language).values() for text in texts]

    assert len(set(texts)) >= least


def test_both_languages_speak_of_the_same_subjects() -> None:
    assert phrases("fr").keys() == phrases("en").keys()


def test_no_language_says_the_same_thing_twice_on_one_subject() -> None:
    for language in ("fr", "en"):
        for texts in phrases(language).values():
            assert len(set(texts)) == len(texts)


def test_words_carry_what_happened() -> None:
    rows = pl.DataFrame(
        {
            "subject": ["queue-long"] * 400,
            "speaks_english": [False] * 200 + [True] * 200,
            "minutes": [17] * 400,
            "shop": ["Lille Wazemmes"] * 400,
            "days": [None] * 400,
        }
    )

    said = speak(np.random.default_rng(1), rows)

    assert said["language"].to_list() == ["fr"] * 200 + ["en"] * 200
    assert said["text"].null_count() == 0
    assert said["text"].str.contains("17").any()
    assert not any(said["text"].str.contains("{" + slot, literal=True).any() for slot in SLOTS)


def test_each_question_has_its_own_answer() -> None:
    for language in ("fr", "en"):
        exchanges = phrases(language)["exchange"] + phrases(language)["where-is-it"]
        assert all(text.count(" => ") == 1 for text in exchanges)


def test_most_people_leave_a_score_and_no_words() -> None:
    rows = pl.DataFrame(
        {"text": ["Bof"] * 1000, "language": ["fr"] * 1000, "score": [2] * 1000}
    )

    left = quiet(np.random.default_rng(1), rows)

    assert 0.4 < left["text"].count() / 1000 < 0.5
    assert left["text"].is_null().equals(left["language"].is_null())
    assert left["score"].null_count() == 0

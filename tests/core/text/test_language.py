"""French, English or another language."""

from pathlib import Path

import polars as pl
import pytest

from parcours.core.text.language import detect
from parcours.core.text.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Très bien", "fr"),
        ("Merci", "fr"),
        ("trop cher", "fr"),
        ("Great", "en"),
        ("Waste of time", "en"),
        ("Muy bueno, lo recomiendo", "other"),
        ("Sehr gut, gerne wieder", "other"),
        ("Ottimo prodotto, arrivato subito", "other"),
        ("とても良い", "other"),
        ("Очень хорошо", "other"),
        ("", "other"),
        ("👍 10/10", "other"),
    ],
)
def test_a_few_words_are_enough(text: str, expected: str) -> None:
    assert detect(tokenise(pl.Series([text]))).language.to_list() == [expected]


def test_a_text_without_words_is_no_language_at_a_third() -> None:
    found = detect(tokenise(pl.Series(["...", "Le colis est arrivé en retard"])))

    assert found.probability.tolist() == pytest.approx([1 / 3, 1], abs=0.01)
    assert found.is_sure.tolist() == [False, True]
    assert found.is_french.tolist() == [False, True]


def test_no_texts_have_no_language() -> None:
    assert detect(tokenise(pl.Series([], dtype=pl.String))).language.to_list() == []


@pytest.mark.shared_data
def test_portuguese_is_taken_for_neither(shared_data: Path) -> None:
    texts = pl.read_parquet(shared_data / "olist_reviews.parquet")["review_comment_message"]

    found = detect(tokenise(texts.drop_nulls()))

    assert (found.language == "other").mean() > 0.94


@pytest.mark.shared_data
def test_reviews_in_french_and_english_are_told_apart(shared_data: Path) -> None:
    rows = pl.read_parquet(shared_data / "nhs_patient_experience_v6.parquet")
    english = detect(tokenise(rows["FFT answer"].drop_nulls()))
    aspects = pl.read_parquet(shared_data / "m_absa_fr_en.parquet").filter(split="dev")
    both = detect(tokenise(aspects["text"]))

    assert (english.language == "en").mean() > 0.95
    assert (both.language == aspects["lang"]).mean() > 0.98

"""Near-duplicates: who is grouped, who is not, and how many planted copies are found."""

import numpy as np
import polars as pl
import pytest

from parcours.core.text.duplicates import near_duplicates

LATE = (
    "Colis arrivé avec trois semaines de retard, carton ouvert, deux verres cassés, et "
    "personne au téléphone pour me dire quoi faire."
)
KIND = (
    "The lady at the desk found us a quiet room at midnight, with a cot for the baby and a "
    "smile for everyone else."
)


def groups(*texts: str | None, **options: float) -> list[tuple[int, int]]:
    found = near_duplicates(pl.Series(texts, dtype=pl.String), **options)
    return found.select("row", "group").rows()


def test_a_text_posted_twice_is_one_group_named_by_its_first():
    assert groups("Rien à voir avec le reste, vraiment", LATE, KIND, LATE) == [(1, 1), (3, 1)]


def test_case_accents_marks_and_smileys_make_no_difference():
    again = LATE.upper().replace("É", "E").replace(",", " !!") + " 😡"

    assert near_duplicates(pl.Series([LATE, again])).rows() == [(0, 0, 1.0), (1, 0, 1.0)]


def test_a_word_changed_is_nearly_the_same_and_says_how_nearly():
    found = near_duplicates(pl.Series([LATE, LATE.replace("verres", "plats")]))

    assert found.select("row", "group").rows() == [(0, 0), (1, 0)]
    assert found["likeness"].to_list() == pytest.approx([1, 18 / 22])


def test_two_texts_of_their_own_are_no_group():
    assert groups(LATE, KIND, KIND[::-1]) == []


def test_short_texts_say_the_same_honestly():
    assert groups("Très bon accueil", "Très bon accueil") == []
    assert groups("Très bon accueil", "tres bon accueil", fewest=3) == [(0, 0), (1, 0)]


def test_nothing_is_like_a_text_that_is_not_there():
    assert groups() == []
    assert groups(None, "", None, "😀😀😀") == []
    assert groups(LATE, None, LATE, None) == [(0, 0), (2, 0)]


def test_groups_do_not_drift_from_one_text_to_the_next():
    words = [f"word{number}" for number in range(60)]
    texts = [" ".join(words[start : start + 20]) for start in range(0, 40, 4)]

    found = near_duplicates(pl.Series(texts))

    assert found.height >= 8
    assert found["likeness"].min() >= 0.6
    assert found["group"].n_unique() >= 4


def test_what_thousands_copied_is_one_group():
    campaign = [
        f"{LATE} {end}" for end in ("Merci", "Bravo", "Je le dis", "") for _ in range(800)
    ]

    found = near_duplicates(pl.Series([KIND, *campaign, KIND]))

    assert found["group"].value_counts().sort("group").rows() == [(0, 2), (1, 3200)]


def test_texts_of_different_batches_meet():
    filler = [f"verbatim {number} " + " ".join("abcdefghijkl") for number in range(60_000)]

    found = near_duplicates(pl.Series([LATE, *filler, LATE]))

    assert found.filter(pl.col("group") == 0)["row"].to_list() == [0, 60_001]


def test_nearly_all_copies_with_a_word_changed_are_found():
    draw = np.random.default_rng(3)
    vocabulary = np.array([f"w{number}" for number in range(3000)])
    originals = [draw.choice(vocabulary, draw.integers(18, 60)) for _ in range(4000)]
    copies = [words.copy() for words in originals[:1000]]
    for words in copies:
        words[draw.integers(len(words))] = "another"

    found = near_duplicates(pl.Series([" ".join(words) for words in [*originals, *copies]]))

    right = {(row, row - 4000) for row in range(4000, 5000)}
    pairs = set(found.filter(pl.col("row") != pl.col("group")).select("row", "group").rows())
    assert pairs <= right
    assert len(pairs) >= 990


@pytest.mark.shared_data
def test_real_reviews_of_different_people_are_not_taken_for_copies(shared_data):
    apps = pl.read_parquet(shared_data / "minibar_app_reviews_fr_en.parquet")["data"]
    lounges = pl.read_parquet(shared_data / "skytrax_lounge.parquet")["content"]

    # The lounges hold seven reviews posted twice, with a sentence added or a comma moved.
    assert near_duplicates(apps).is_empty()
    found = near_duplicates(lounges)
    assert found["group"].n_unique() == 7
    assert found["likeness"].min() > 0.9

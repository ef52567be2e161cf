"""Columns of what people said: their words, their language, marks for parts of a visit."""

from collections.abc import Sequence
from typing import Final

from parcours.core.sources import vocabulary
from parcours.core.sources.column import Column
from parcours.core.sources.questions import free_text

_LANGUAGE_WORDS: Final = frozenset(each for each in vocabulary.LANGUAGE if each != "locale")
_RATED: Final = frozenset({"rating", "note", "stars", "etoiles", "score"})
_MOST_UNRATED: Final = 0.1  # of rows with a nought, that says no mark was given


def words_of(columns: Sequence[Column]) -> Column | None:
    """Return the column of people's own words, by what it holds: the longest."""
    said = [each for each in columns if not each.is_identity and free_text(each)]
    return max(said, key=lambda each: each.texts.str.len_chars().sum(), default=None)


def language_of(columns: Sequence[Column]) -> Column | None:
    """Return the column that names languages by their codes: ``fr``, ``en-GB``."""
    for each in columns:
        is_code = each.texts.str.contains(r"^[a-zA-Z]{2}(?:[-_][a-zA-Z]{2})?$")
        if _LANGUAGE_WORDS & set(each.words) and len(each.texts) and is_code.all():
            return each
    return None


def parts_of(columns: Sequence[Column]) -> list[tuple[Column, str]]:
    """Return columns that rate parts of one visit, 1 to 5, and what each part is called.

    A nought is no mark given, where few rows have it.
    """
    found = []
    for each in columns:
        named = [word for word in each.words if word not in _RATED]
        if not named or len(named) == len(each.words) or not each.is_number:
            continue
        marks = each.numbers.drop_nulls()
        is_rated = marks.is_between(1, 5) & (marks == marks.round())
        unrated = (marks == 0).sum() / max(len(marks), 1)
        if len(marks) and (is_rated | (marks == 0)).all() and unrated <= _MOST_UNRATED:
            found.append((each, "_".join(named)))
    return found

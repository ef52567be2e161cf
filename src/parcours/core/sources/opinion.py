"""Columns of opinions: what is asked, and on which scale, by header and values."""

import re
from typing import Final

from parcours.core.sources import vocabulary
from parcours.core.sources.column import Column

_RANGE: Final = re.compile(r"_(?:de_|from_)?([01])_(?:a_|to_)?(\d{1,3})$")
_OUT_OF: Final = re.compile(r"(?:/|\bsur\b|\bout of\b)\s*(\d{1,3})\W*$")
_HIGHEST: Final = (3, 4, 5, 6, 7, 9, 10, 20, 100)
_FROM_ONE: Final = (3, 4, 5, 6, 7)  # a mark out of 10 begins at 0


def question(column: Column) -> str:
    """Return the header without its scale, as compared with others.

    >>> import polars as pl
    >>> question(Column("Note (1-5)", pl.Series([4]))), question(Column("Avis", pl.Series([4])))
    ('note', 'avis')
    """
    named = _RANGE.sub("", f"_{column.key}").strip("_")
    out_of = _OUT_OF.search(column.name.casefold())
    return re.sub(r"(_sur|_out_of)?_\d+$", "", column.key) if out_of else named


def ends(column: Column) -> tuple[int, int] | None:
    """Return the lowest and highest answer the header names: ``Note /5``, ``Score (0-10)``.

    None where it names none, or values lie outside.
    """
    named, out_of = _RANGE.search(f"_{column.key}"), _OUT_OF.search(column.name.casefold())
    if named:
        low, high = int(named[1]), int(named[2])
    elif out_of:
        high = int(out_of[1])
        low = 1 if high in _FROM_ONE and not (column.numbers < 1).any() else 0
    else:
        return None
    values = column.numbers.drop_nulls()
    is_within = len(values) > 0 and bool(values.is_between(low, high).all())
    return (low, high) if is_within and high in _HIGHEST else None


def is_opinion(column: Column) -> bool:
    """Whether it holds scores, by its name or by the scale its name tells."""
    named = ends(column)
    return question(column) in vocabulary.SCORE or (named is not None and named[1] <= 10)


def scale_of(column: Column) -> str | None:
    """Return the scale of a column of scores, by its header, lowest and highest value."""
    named = ends(column) or _seen(column)
    return f"{_kind(column, named)}_{named[0]}_{named[1]}" if named else None


def _seen(column: Column) -> tuple[int, int] | None:
    values = column.numbers.drop_nulls().to_list()
    low, high = min(values, default=0.0), max(values, default=0.0)
    if "nps" in column.words or (0 <= low < 1 and 5 < high <= 10):
        return 0, 10
    return (1, 5) if low >= 1 and high <= 5 else None


def _kind(column: Column, named: tuple[int, int]) -> str:
    words = set(column.words)
    is_out_of_ten = named == (0, 10) and _OUT_OF.search(column.name.casefold()) is None
    if words & vocabulary.RECOMMENDING or (is_out_of_ten and not words & vocabulary.SATISFIED):
        return "nps"
    if words & vocabulary.STARS:
        return "stars"
    return "ces" if "ces" in words else "csat"

"""Columns that rows mark: several answers chosen, themes that a comment is about."""

from typing import Final

import polars as pl

_MARKS: Final = ("1", "1.0", "x", "true", "yes", "y", "oui", "vrai", "✓", "✔")
_BLANKS: Final = ("0", "0.0", "false", "no", "n", "non", "faux", "-")


def marked(columns: dict[str, pl.Series]) -> pl.Series:
    """Return, for each row, the names of the columns it marks; null where it marks none.

    >>> marked({"late": pl.Series([1.0, None]), "rude": pl.Series(["x", ""])}).to_list()
    [['late', 'rude'], None]
    """
    names = [
        pl.select(pl.when(_is_mark(values)).then(pl.lit(name))).to_series().alias(name)
        for name, values in columns.items()
    ]
    held = pl.DataFrame(names).select(pl.concat_list(pl.all()).list.drop_nulls()).to_series()
    return held.set(held.list.len() == 0, None)


def is_of_marks(values: pl.Series) -> bool:
    """Whether a column holds marks and blanks alone, and at least one mark."""
    read = _words(values).drop_nulls()
    return bool(read.is_in([*_MARKS, *_BLANKS, ""]).all()) and bool(_is_mark(values).any())


def _is_mark(values: pl.Series) -> pl.Series:
    return _words(values).is_in(_MARKS).fill_null(value=False)


def _words(values: pl.Series) -> pl.Series:
    return values.cast(pl.String).str.strip_chars().str.to_lowercase()

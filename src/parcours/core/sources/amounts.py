"""Numbers as people write them: ``1 234,50 €``, ``12.5``, ``0:02:33``."""

from typing import Final

import polars as pl

_AROUND: Final = r"[\s\x{00A0}\x{202F}'’€$£%]|EUR|USD|GBP|CHF"
_CLOCK: Final = r"^(\d+):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?$"
COMMA: Final = r"^-?\d{1,3}(?:[ .\x{00A0}\x{202F}]?\d{3})*,\d+\s*(?:€|EUR)?$"
POINT: Final = r"^[-$£€]?\d{1,3}(?:[ ,]?\d{3})*\.\d+$"


def numbers(values: pl.Series, *, decimal: str = ".") -> pl.Series:
    """Read *values* as numbers; null where one is not a finite number.

    Spaces, currency signs and the other mark (thousands) are left out. A clock such as
    ``0:02:33`` is read as seconds.

    >>> numbers(pl.Series(["1 234,50 €", "-3,5", "many"]), decimal=",").to_list()
    [1234.5, -3.5, None]
    >>> numbers(pl.Series(["0:02:33"])).to_list()
    [153.0]
    """
    if values.dtype.is_numeric() or values.dtype == pl.Boolean:
        read = values.cast(pl.Float64)
    elif values.dtype == pl.Duration:
        read = values.dt.total_microseconds() / 1e6
    else:
        read = _written(values.cast(pl.String), decimal=decimal)
    return read.set(~read.is_finite().fill_null(value=True), None)


def _written(text: pl.Series, *, decimal: str) -> pl.Series:
    read = text.cast(pl.Float64, strict=False) if decimal == "." else _plain(text, decimal)
    if decimal == "." and read.null_count() > text.null_count():
        read = read.zip_with(read.is_not_null(), _plain(text, decimal))
    if read.null_count() > text.null_count():
        read = read.zip_with(read.is_not_null(), _clock(text))
    return read


def _plain(text: pl.Series, decimal: str) -> pl.Series:
    thousands = "," if decimal == "." else "."
    bare = text.str.replace_all(_AROUND, "").str.replace_all(thousands, "", literal=True)
    return bare.str.replace(decimal, ".", literal=True).cast(pl.Float64, strict=False)


def _clock(text: pl.Series) -> pl.Series:
    parts = text.to_frame("text").select(
        pl.col("text")
        .str.strip_chars()
        .str.extract(_CLOCK, part)
        .cast(pl.Float64)
        .alias(str(part))
        for part in (1, 2, 3)
    )
    return parts.select(
        pl.col("1") * 3600 + pl.col("2") * 60 + pl.col("3").fill_null(0.0)
    ).to_series()


def decimal_of(texts: list[pl.Series]) -> str | None:
    """Return the decimal mark these columns were written with, or None if none shows.

    >>> decimal_of([pl.Series(["12,50", "3,00"]), pl.Series(["Lille"])])
    ','
    """
    commas = sum(int(each.str.contains(COMMA).sum()) for each in texts)
    points = sum(int(each.str.contains(POINT).sum()) for each in texts)
    if commas == points == 0:
        return None
    return "," if commas > points else "."

"""What of a long text is about a driver: a review speaks of ten things, a topic is of one."""

from typing import Final

import polars as pl

from parcours.core.text import code

LONG: Final = 160
"""Letters up to which a text is taken as a whole."""
_SENTENCE: Final = r"[^.!?\n]+[.!?]*"


def passages(texts: pl.Series, driver: str) -> pl.Series:
    """Return of each text the sentences that speak of *driver*, all of it where none does."""
    rows = pl.DataFrame({"text": texts}).with_row_index("row")
    long = rows.filter(pl.col("text").str.len_chars() > LONG)
    sentences = long.select("row", said=pl.col("text").str.extract_all(_SENTENCE)).explode(
        "said"
    )
    sentences = sentences.with_columns(pl.col("said").str.strip_chars()).filter(
        pl.col("said") != ""
    )
    if sentences.is_empty():
        return texts
    about = sentences.filter(code(sentences["said"])[f"driver_{driver}"].is_not_null())
    told = about.group_by("row", maintain_order=True).agg(pl.col("said").str.join(" "))
    joined = rows.join(told, on="row", how="left", maintain_order="left")
    return joined.select(pl.coalesce("said", "text").alias("text")).to_series()

"""Verbatims that people labelled, for models to learn from: ``told/*.jsonl``.

Those written for Parcours hold their text; of those of others only the place is kept, with a
digest of the text, and the text is read from the tables of a folder.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from training.sources import HERE

FOLDER: Final = HERE / "told"
COLUMNS: Final = {
    "mini-BAR": ("minibar_app_reviews_fr_en", "data"),
    "M-ABSA": ("m_absa_fr_en", "text"),
}
DIGITS: Final = 12  # of the sha256 that is kept of a text

Row = dict[str, Any]


def told(data: Path) -> list[Row]:
    """Return every labelled verbatim with its ``text``, always in the same order.

    Raises:
        ValueError: A table in *data* holds another text at a row.
    """
    texts = {
        source: pl.read_parquet(data / f"{name}.parquet")[column].to_list()
        for source, (name, column) in COLUMNS.items()
    }
    return [row if "text" in row else _found(row, texts) for row in _rows()]


def paths() -> list[Path]:
    """Return the files, in order."""
    return sorted(FOLDER.glob("*.jsonl"))


def _rows() -> Iterator[Row]:
    for path in paths():
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _found(row: Row, texts: dict[str, list[str]]) -> Row:
    text = texts[row["source"]][row["row"]]
    if hashlib.sha256(text.encode()).hexdigest()[:DIGITS] != row["sha"]:
        raise ValueError(f"{row['source']} row {row['row']} is another text than was labelled")
    return row | {"text": text}

"""Whether a table is events: its columns and types, then each row."""

from collections.abc import Sequence

import polars as pl

from parcours.core.language import _
from parcours.core.schema import COLUMNS, REQUIRED


class MissingColumns(ValueError):
    """A table lacks columns without which it is not events."""


def as_schema(frame: pl.DataFrame, *, needs: Sequence[str] = REQUIRED) -> pl.DataFrame:
    """Return *frame* with the schema's columns, in its order and types; absent ones null.

    Raises:
        MissingColumns: one of *needs* is absent.
    """
    missing = [name for name in needs if name not in frame.columns]
    if missing:
        raise MissingColumns(
            _(
                "the table lacks {missing}; it has {found}. Rename or add what is missing."
            ).format(missing=missing, found=frame.columns)
        )
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in COLUMNS.items()
    )

"""How results about journeys show themselves in a notebook."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from parcours.core import notebook
from parcours.core.language import ngettext

_ROWS: Final = 10


def card(title: str, facts: Mapping[str, object], table: pl.DataFrame) -> str:
    """Return a title, one line of facts and the first rows of a table as HTML."""
    line = " · ".join((title, *(f"{name} {_said(value)}" for name, value in facts.items())))
    rows = [tuple(map(_said, row)) for row in table.head(_ROWS).iter_rows()]
    more = table.height - len(rows)
    notes = [ngettext("{n:,} more row", "{n:,} more rows", more).format(n=more)] if more else []
    return notebook.table(line, table.columns, rows, notes=notes)


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return " → ".join(map(_said, value))
        case float():
            return f"{value:.3g}" if abs(value) < 100 else notebook.count(round(value))
        case int():
            return notebook.count(value)
        case _:
            return str(value)

"""The log's own check, early enough to name the line of the file that fails it."""

from datetime import UTC, datetime
from typing import Final

import polars as pl

from parcours.core.sources.reading import Rejected, rejects
from parcours.core.table.checking import check

_NO_MATTER: Final = datetime(2000, 1, 1, tzinfo=UTC)


def admitted(events: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the events that the log will take, and a table of the others.

    Args:
        events: columns of the schema.
        lines: where each event stands in its file.
    """
    found = check(events.drop("properties"), _NO_MATTER).rejected
    if not found:
        return events, rejects([])
    bad = {each["row"] - 1: each["problems"][0] for each in found}
    rejected = [
        Rejected(lines[row], problem["column"], _shown(problem["found"]), problem["reason"])
        for row, problem in bad.items()
    ]
    is_bad = pl.int_range(events.height, eager=True).is_in(list(bad))
    return events.filter(~is_bad), rejects(rejected)


def _shown(value: object) -> str:
    return "" if value is None else str(value)

"""Small logs, written by hand."""

from datetime import UTC, datetime, timedelta

import polars as pl

from parcours.core.kernel import ALWAYS, MemoryLog
from parcours.core.table.casting import as_schema
from parcours.core.table.merging import merged

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)

Row = dict[str, object]


def event(activity: str, *, day: float = 0, who: str = "ana", **more: object) -> Row:
    """An event so many days after Monday, 2 March 2026, 9:00 UTC."""
    at = MONDAY + timedelta(days=day)
    return {"customer_id": who, "at": at, "activity": activity, **more}


def answer(score: float | None, scale: str = "nps_0_10", **more: object) -> Row:
    return event("survey.answered", score=score, scale=scale, **more)


class Unchecked(MemoryLog):
    """A log that was written elsewhere, and by nobody who checks scores."""

    def __init__(self, *rows: Row) -> None:
        self._events = merged(as_schema(table(*rows), needs=ALWAYS)[0])


def table(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)

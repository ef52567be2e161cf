"""Short words for tests: events by the hour, a canvas of one promise, what is found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from parcours.core.canvas import Canvas
from parcours.core.kernel import MemoryLog
from parcours.core.occurrence import all_occurrences
from parcours.core.schema import SCHEMA

MONDAY = datetime(2025, 6, 2, tzinfo=UTC)
LATER = 1000.0

Found = list[Any]


def hour(number: float, *, start: datetime = MONDAY) -> datetime:
    """Return a moment so many hours after Monday, 2 June 2025, midnight UTC."""
    return start + timedelta(hours=number)


def event(activity: str, at: float | datetime, **columns: Any) -> dict[str, Any]:
    """Return an event of Ana at that hour; a due hour may be given as ``due``."""
    if "due" in columns:
        columns["due_at"] = hour(columns.pop("due"))
    moment = at if isinstance(at, datetime) else hour(at)
    return {"customer_id": "ana", "activity": activity, "at": moment, **columns}


def log(*events: dict[str, Any]) -> pl.DataFrame:
    """Return a table of events, named e0, e1… where they have no name."""
    named = [{"event_id": f"e{n}", **each} for n, each in enumerate(events)]
    return pl.DataFrame(named, schema=SCHEMA)


def canvas(*promises: dict[str, Any], **fields: Any) -> Canvas:
    """Return a canvas whose first touchpoint is ``delivery``, with these promises."""
    point: dict[str, Any] = {"touchpoint": "delivery", "title": "Delivery", "aim": 4}
    point |= {"events": fields.pop("events", []), "promises": list(promises)}
    others = fields.pop("others", [])
    stage = {"stage": "retention", "title": "Retention", "touchpoints": [point, *others]}
    return Canvas.model_validate(
        {"canvas": "test", "title": "Test", "stages": [stage], **fields}
    )


def promise(kind: str, **fields: Any) -> dict[str, Any]:
    """Return a promise that opens on ``asked``."""
    return {"promise": "p", "title": "P", "kind": kind, "opens": "asked", **fields}


def within(**fields: Any) -> dict[str, Any]:
    """Return the promise of an answer within two hours."""
    return promise("within", **{"keeps": "answered", "within": "2 h", **fields})


def find(
    canvas: Canvas, events: pl.DataFrame, *columns: str, as_of: float | datetime = LATER
) -> Found:
    """Return the values of *columns* of each occurrence: bare for one column, else tuples."""
    moment = as_of if isinstance(as_of, datetime) else hour(as_of)
    table = all_occurrences(canvas, MemoryLog(events), as_of=moment)
    rows: Found = table.select(columns).rows()
    return [row[0] for row in rows] if len(columns) == 1 else rows

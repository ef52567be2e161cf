"""Events as a reader sees them: what is there, instants as texts."""

import json
from datetime import datetime
from typing import Any

import polars as pl


def told(events: pl.DataFrame, *columns: str) -> list[dict[str, Any]]:
    """Return rows without what is null; all columns but the id by default."""
    names = columns or [name for name in events.columns if name != "event_id"]
    return [
        {name: _plain(name, value) for name, value in row.items() if value is not None}
        for row in events.select(names).iter_rows(named=True)
    ]


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return json.loads(value) if name == "properties" else value

"""What the log holds, at a glance."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

import polars as pl

from parcours.core.events import Events
from parcours.core.kernel import Log, run

_SHOWN: Final = 30


def overview(log: Log) -> dict[str, Any]:
    """Count events, customers and activities.

    Returns:
        ``events``, ``customers``, ``first`` and ``last`` moment (ISO 8601, null without
        events), and ``activities``: name, events and last moment of the most frequent.
    """
    parts = run(log, _count)
    names: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    for _customers, activities, _first in parts:
        for name, events, at in activities.iter_rows():
            names[name] += events
            last[name] = max(at, last.get(name, at))
    moments = [first for _customers, _activities, first in parts if first is not None]
    return {
        "events": names.total(),
        "customers": sum(customers for customers, _activities, _first in parts),
        "first": min(moments).isoformat() if moments else None,
        "last": max(last.values()).isoformat() if last else None,
        "activities": [
            {"name": name, "events": events, "last": last[name].isoformat()}
            for name, events in names.most_common(_SHOWN)
        ],
    }


def _count(events: Events) -> tuple[int, pl.DataFrame, datetime | None]:
    frame = events.frame
    by_name = frame.group_by(pl.col("activity").cast(pl.String)).agg(
        pl.len(), pl.col("at").max()
    )
    first = frame["at"].min()
    customers = int(events.customer[-1]) + 1 if len(events) else 0
    return customers, by_name, first if isinstance(first, datetime) else None

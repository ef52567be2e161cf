"""The only door into the event log: an outbox in the database, that a job empties."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.utils import timezone

from parcours.core.language import listed
from parcours.core.refusal import Refused
from parcours.core.schema import COLUMNS, SCHEMA
from parcours.core.table.casting import as_schema
from parcours.ledger.domain import rows
from parcours.ledger.models import OutboxEvent

AT_ONCE: Final = 2_000
"""Rows a transaction: long enough to be quick, short enough to let others write."""

_AS_JSON: Final = pl.Struct(
    {name: kind if kind == pl.Float64 else pl.String for name, kind in COLUMNS.items()}
)


class NotAnEvent(Refused):
    """What was to be recorded is not an event of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of rows: the event_ids that are kept, in order, and the rows that are not.

    Each of ``rejected`` tells its row's number (the first is 1), its problems (column, found,
    reason), and the row as it was given.
    """

    accepted: list[str] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)


def record(
    activity: str,
    *,
    customer_id: str,
    at: datetime | None = None,
    event_id: str = "",
    **columns: Any,
) -> str:
    """Put an event into the outbox, in the caller's transaction; return its event_id.

    An event_id that the customer has already changes nothing: it is the same event.

    Args:
        activity: ``object.verb``, past tense.
        customer_id: the customer's pseudonym.
        at: when it happened, with its time zone; by default now.
        event_id: the source's own, where it has one.
        columns: other columns of the event log (docs/reference/event-log.md).

    Raises:
        NotAnEvent: a column is not one of the event log's, or its value not of its kind.
    """
    told = {"activity": activity, "customer_id": customer_id, "at": at or timezone.now()}
    recorded = record_many([told | {"event_id": event_id} | columns])
    for each in recorded.rejected:
        raise NotAnEvent(
            listed([f"{one['column']} {one['reason']}" for one in each["problems"]])
        )
    return recorded.accepted[0]


def record_many(given: Sequence[Mapping[str, Any] | Any]) -> Recorded:
    """Put events into the outbox: the good ones are kept, each bad one is told why not.

    Once this returns, and the caller's transaction is committed, they are kept.

    Args:
        given: columns of the event log by name, as JSON has them. An event without event_id
            gets one; all else that is needed must be there.
    """
    recorded = Recorded()
    for start in range(0, len(given), AT_ONCE):
        part = [_named(row) for row in given[start : start + AT_ONCE]]
        kept = rows.sort(part, timezone.now())
        with transaction.atomic():
            OutboxEvent.objects.bulk_create(_outbox(kept.events), ignore_conflicts=True)
        recorded.accepted.extend(kept.events["event_id"])
        for each in kept.rejected:
            recorded.rejected.append(each | {"row": each["row"] + start})
    return recorded


def read(texts: Sequence[str]) -> pl.DataFrame:
    """Return rows of the outbox as events of the log."""
    if not texts:
        return SCHEMA.to_frame()
    told = pl.Series(texts, dtype=pl.String).str.json_decode(_AS_JSON).struct.unnest()
    return as_schema(told)[0]


def _outbox(events: pl.DataFrame) -> list[OutboxEvent]:
    if events.is_empty():
        return []
    told = [name for name in events.columns if events[name].null_count() < events.height]
    texts = events.select(pl.struct(told).struct.json_encode()).to_series()
    return [
        OutboxEvent(event_id=event_id, customer_id=customer_id, row=text)
        for event_id, customer_id, text in zip(
            events["event_id"], events["customer_id"], texts, strict=True
        )
    ]


def _named(row: Any) -> Any:
    if isinstance(row, Mapping) and not row.get("event_id"):
        return {**row, "event_id": str(uuid.uuid4())}
    return row

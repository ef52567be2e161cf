"""The only door into the event log."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from parcours.core.schema import COLUMNS
from parcours.ledger.models import OutboxEvent


def record(
    activity: str,
    *,
    customer_id: str,
    at: datetime | None = None,
    event_id: str = "",
    **columns: Any,
) -> str:
    """Put an event into the outbox, in the caller's transaction; return its event_id.

    An event_id that was recorded before changes nothing: it is the same event.

    Args:
        activity: ``object.verb``, past tense.
        customer_id: the customer's pseudonym.
        at: when it happened, with its time zone; by default now.
        event_id: the source's own, where it has one.
        columns: other columns of the event log (docs/reference/event-log.md).

    Raises:
        TypeError: a column is not one of the event log's, or a moment has no time zone.
    """
    now = timezone.now()
    event_id = event_id or str(uuid.uuid4())
    row = {
        "event_id": event_id,
        "customer_id": customer_id,
        "activity": activity,
        "at": at or now,
        "recorded_at": now,
        **{name: value for name, value in columns.items() if value is not None},
    }
    if unknown := row.keys() - COLUMNS.keys():
        raise TypeError(f"the event log has no column {', '.join(sorted(unknown))}")
    OutboxEvent.objects.bulk_create(
        [
            OutboxEvent(
                event_id=event_id,
                customer_id=customer_id,
                row={name: _written(value) for name, value in row.items()},
                recorded_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return event_id


def _written(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise TypeError(f"{value} has no time zone")
    return value.isoformat()

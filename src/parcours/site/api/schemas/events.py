"""Events, as they are sent and as they are read."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

EVENT: dict[str, Any] = {
    "event_id": "shop-order-1001", "customer_id": "4be0643f1d98573b97cdca98a65347dd",
    "case_id": "1001", "at": "2026-03-03T10:00:00Z", "activity": "order.placed",
    "channel": "web", "due_at": "2026-03-06T18:00:00Z", "amount": 59.9, "currency": "EUR",
    "properties": {"shop": "Lyon"},
}  # fmt: skip
TAKEN: dict[str, Any] = {
    "accepted": 2, "rejected": 1, "event_ids": ["shop-order-1001", "shop-order-1002"],
    "problems": [
        {
            "line": 3,
            "problems": [{"column": "at", "found": "soon", "reason": "not a moment"}],
        }
    ],
}  # fmt: skip
COLUMNS: dict[str, Any] = {
    "event_id": {
        "type": "string", "maxLength": 200,
        "description": "unique; sending it twice is sending it once",
    },
    "customer_id": {
        "type": "string", "minLength": 1, "maxLength": 200,
        "description": "a pseudonym: the one that POST /customers gave back, or your own",
    },
    "case_id": {"type": ["string", "null"], "description": "order, visit, conversation…"},
    "at": {"type": "string", "format": "date-time", "description": "when it happened"},
    "activity": {"type": "string", "minLength": 1, "description": "object.verb, past tense"},
    "channel": {"type": ["string", "null"]},
    "due_at": {
        "type": ["string", "null"], "format": "date-time", "description": "what it promises",
    },
    "score": {"type": ["number", "null"]},
    "scale": {"type": ["string", "null"], "description": "nps_0_10, csat_1_5, stars_1_5…"},
    "amount": {"type": ["number", "null"]},
    "currency": {"type": ["string", "null"]},
    "seconds": {"type": ["number", "null"], "minimum": 0},
    "text": {"type": ["string", "null"], "description": "the customer's own words"},
    "language": {"type": ["string", "null"]},
    "properties": {"type": ["object", "null"], "description": "the rest"},
    "source": {"type": ["string", "null"], "description": "the key's name by default"},
}  # fmt: skip
SENT: dict[str, Any] = {
    "type": "object",
    "title": "EventIn",
    "required": ["customer_id", "at", "activity"],
    "additionalProperties": False,
    "properties": COLUMNS,
    "example": EVENT,
}
"""docs/reference/event-log.md says what each column is."""


class WrongValue(Schema):
    """One value that an event cannot have."""

    column: str
    found: Any = None
    reason: str


class WrongRow(Schema):
    """A row that is not kept: its line, from 1, and why."""

    line: int
    problems: list[WrongValue]


class TakenOut(Schema):
    """What became of what was sent. Of very many wrong rows the first 1,000 are told."""

    model_config = ConfigDict(json_schema_extra={"example": TAKEN})

    accepted: int
    rejected: int
    event_ids: list[str] = Field(description="of those accepted, in order; none for NDJSON")
    problems: list[WrongRow]


class EventOut(Schema):
    """One event of the log."""

    event_id: str
    customer_id: str
    case_id: str | None
    at: datetime
    activity: str
    channel: str | None
    due_at: datetime | None
    score: float | None
    scale: str | None
    amount: float | None
    currency: str | None
    seconds: float | None
    text: str | None
    language: str | None
    properties: dict[str, Any] | None
    source: str | None
    recorded_at: datetime


class Events(Schema):
    """A page of a customer's events, in order of time."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "events": [
                    dict.fromkeys(EventOut.model_fields)
                    | EVENT
                    | {"source": "api shop", "recorded_at": "2026-03-03T10:00:01Z"}
                ],
                "next": None,
            }
        }
    )

    events: list[EventOut]
    next: str | None = Field(description="cursor of the next page; null on the last")

"""Each time a promise applied to a customer."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

OCCURRENCE: dict[str, Any] = {
    "promise": "answer-quickly", "touchpoint": "support",
    "customer_id": "4be0643f1d98573b97cdca98a65347dd", "case_id": "conversation-88",
    "opened": "2026-03-03T10:00:00Z", "due": "2026-03-03T12:00:00Z",
    "closed": "2026-03-03T15:30:00Z", "state": "broken", "breach": 12600.0, "felt": 2.0,
    "recovered_at": None, "channel": "email",
}  # fmt: skip


class Occurrence(Schema):
    """A promise and a customer: opened, due, closed, kept or broken, and felt."""

    promise: str
    touchpoint: str
    customer_id: str
    case_id: str | None
    opened: datetime
    due: datetime | None
    closed: datetime | None
    state: Literal["kept", "broken", "pending", "void"]
    breach: float | None = Field(description="seconds or amount; negative is on the right side")
    felt: float | None = Field(description="1 to 5")
    recovered_at: datetime | None
    channel: str | None


class OccurrencesOut(Schema):
    """A page of occurrences, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"occurrences": [OCCURRENCE], "next": None}}
    )

    occurrences: list[Occurrence]
    next: str | None = Field(description="cursor of the next page; null on the last")

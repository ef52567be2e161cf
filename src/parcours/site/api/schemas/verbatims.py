"""What customers said, and what was read in it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from parcours.core.canvas.canvas import Driver
from parcours.site.api.schemas.asked import Page

Sentiment = Literal["negative", "neutral", "positive"]
Flag = Literal["urgent", "churn", "complaint", "request", "promise"]


def _written(day: Any) -> Any:
    """Refuse numbers, which would be read as seconds since 1970."""
    if isinstance(day, str) and not day[:5].endswith("-"):
        raise ValueError("a day is written 2026-01-31")
    return day


Day = Annotated[date, BeforeValidator(_written)]

VERBATIM: dict[str, Any] = {
    "number": 4172, "at": "2026-03-03T10:00:00Z", "text": "Livraison en retard, très déçue",
    "language": "fr", "sentiment": "negative", "probability": 0.97,
    "drivers": {"time": "negative"}, "flags": ["complaint"], "is_corrected": False,
    "felt": 2.0, "touchpoint": "Delivery", "activity": "survey.answered", "channel": "email",
    "source": "surveys", "segments": {"shop": "Lille"},
}  # fmt: skip


class VerbatimsAsked(Page):
    """Which verbatims."""

    q: str = Field("", description="words; “in a row”, begun*, -without; accents do not matter")
    sentiment: Literal["", "negative", "neutral", "positive", "unsure"] = ""
    driver: str = Field("", description="time, or with its polarity time:negative")
    flag: Literal["", "urgent", "churn", "complaint", "request", "promise"] = ""
    canvas: str = Field("", description="slug of the touchpoint's canvas")
    touchpoint: str = Field("", description="its id")
    channel: str = ""
    source: str = ""
    language: str = ""
    segment: str = Field("", description="property:value, such as shop:Lyon")
    since: Day | None = Field(None, description="first day")
    until: Day | None = Field(None, description="last day")
    order: Literal["newest", "oldest", "worst", "best", "unsure"] = "newest"


class VerbatimOut(Schema):
    """A customer's words, personal data covered, and what was read in them."""

    number: int
    at: datetime
    text: str
    language: str
    sentiment: Sentiment | None = Field(description="null where the coder is not sure")
    probability: float | None = Field(description="of the sentiment; null for a person's word")
    drivers: dict[Driver, Sentiment]
    flags: list[Flag]
    is_corrected: bool = Field(description="whether it is a person's word")
    felt: float | None = Field(description="1 to 5")
    touchpoint: str = Field(description="its title on today's canvases, empty where none")
    activity: str
    channel: str
    source: str
    segments: dict[str, str]


class VerbatimsOut(Schema):
    """A page of verbatims."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"verbatims": [VERBATIM], "total": 1, "next": None}}
    )

    verbatims: list[VerbatimOut]
    total: int
    next: str | None = Field(description="cursor of the next page; null on the last")

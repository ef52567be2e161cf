"""A review as its source tells it, whatever the source."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that stands under a review at its source; no text where it does not tell."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A review, with what its source says of it.

    ``rating`` is 1 to 5, null where none was given. ``text`` is in the customer's own words;
    ``translation`` what the source made of them. ``email`` and ``consumer`` tell who wrote
    where the source says so; ``author`` is a name to show, and identifies nobody. ``site`` is
    where it was written, if that is not the source that tells it: a file of Google's reviews.
    """

    review_id: str
    at: datetime
    edited_at: datetime | None = None
    rating: float | None = None
    title: str = ""
    text: str = ""
    language: str = ""
    translation: str = ""
    author: str = ""
    consumer: str = ""
    email: str = ""
    place: str = ""
    url: str = ""
    case_id: str = ""
    answers: tuple[Answered, ...] = ()
    is_deleted: bool = False
    site: str = ""
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Some reviews of a place, and what to ask for to get the next ones, if there are any."""

    reviews: list[Posted]
    next: str = ""


def moment(value: str) -> datetime:
    """Read a moment of RFC 3339, with 0 to 9 digits of a second.

    >>> moment("2026-02-27T17:12:09.123456789Z").isoformat()
    '2026-02-27T17:12:09.123456+00:00'
    """
    at = datetime.fromisoformat(value)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def clean(value: object) -> str:
    """Return a text without what PostgreSQL cannot keep; nothing where there is none."""
    return str(value).replace("\0", "").strip() if value is not None else ""

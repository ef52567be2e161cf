"""Which reviews a reader asks for, and what they come to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from parcours.listen.models import Review


@dataclass(frozen=True, slots=True)
class Overview:
    """How many reviews, their mean rating, and how many wait for an answer."""

    n: int
    rating: float | None
    unanswered: int


def listed(given: dict[str, Any]) -> QuerySet[Review]:
    """Return the reviews that a form asks for, the newest first.

    Args:
        given: ``q``, ``source``, ``rating``, ``state`` (open, answered, gone); any may lack.
    """
    found = Review.objects.select_related("source").filter(forgotten_at=None)
    state = given.get("state")
    found = found.filter(deleted_at__isnull=state != "gone")
    if state in {"open", "answered"}:
        found = found.filter(answered_at__isnull=state == "open")
    if words := given.get("q"):
        found = found.filter(Q(text__icontains=words) | Q(title__icontains=words))
    if source := given.get("source"):
        found = found.filter(source=source)
    if rating := given.get("rating"):
        found = found.filter(rating__gte=float(rating) - 0.5, rating__lt=float(rating) + 0.5)
    return found


def overview(found: QuerySet[Review]) -> Overview:
    """Return what some reviews come to; a rating that was not given counts for nothing."""
    numbers = found.aggregate(
        n=Count("pk"), rating=Avg("rating"), unanswered=Count("pk", filter=Q(answered_at=None))
    )
    return Overview(numbers["n"], numbers["rating"], numbers["unanswered"])

"""A review and its verbatims: the same words, kept as written in public and as read."""

from collections.abc import Iterable

from django.db.models import Q

from parcours.listen.domain.sources.taking import event_id
from parcours.listen.models import Review, Verbatim


def verbatims_of(review: Review) -> list[Verbatim]:
    """Return the verbatims of a review: one for each state that had words, oldest first."""
    if review.customer is None:
        return []
    name = event_id(review)
    states = Q(event_id=name) | Q(event_id__startswith=f"{name}:")
    theirs = Verbatim.objects.filter(customer_id=review.customer.customer_id)
    return list(theirs.filter(states, activity__startswith="review.").order_by("at", "pk"))


def review_of(verbatim: Verbatim) -> Review | None:
    """Return the review that a verbatim is of; null where it is of none that we keep."""
    if not verbatim.activity.startswith("review."):
        return None
    theirs = Review.objects.filter(customer__customer_id=verbatim.customer_id)
    return _named(verbatim.event_id, theirs.select_related("source"))


def _named(event: str, reviews: Iterable[Review]) -> Review | None:
    """Return the review of an event: its name begins the names of its later states."""
    found = {event_id(each): each for each in reviews}
    names = (name for name in found if f"{event}:".startswith(f"{name}:"))
    return found.get(max(names, key=len, default=""))

"""What sources keep about customers: reviews with their authors' names, and notes."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.listen.domain.sources.taking import digest
from parcours.listen.models import Invited, Note, Reply, Review, nameless_keys
from parcours.people.domain.keeping import Keeper

_OF_A_REVIEW = (
    "source__name", "author", "place", "rating", "title", "text", "language", "url", "at",
    "edited_at", "deleted_at",
)  # fmt: skip


def _export_reviews(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    theirs = Review.objects.filter(customer__customer_id__in=customer_ids)
    yield "reviews.json", list(theirs.values(*_OF_A_REVIEW))
    answers = Reply.objects.filter(review__in=theirs).exclude(sent_at=None)
    yield "replies.json", list(answers.values("text", "sent_at"))
    invited = Invited.objects.filter(customer_id__in=customer_ids)
    yield "review-invitations.json", list(invited.values("at", "is_asked", "reason", "sent_at"))


def _erase_reviews(customer_ids: Collection[str]) -> None:
    _forget(list(Review.objects.filter(customer__customer_id__in=customer_ids)))
    Invited.objects.filter(customer_id__in=customer_ids).delete()


def _expire_reviews(before: datetime) -> int:
    old = list(Review.objects.filter(at__lt=before, forgotten_at=None))
    _forget(old)
    gone, _by_model = Invited.objects.filter(at__lt=before).delete()
    return len(old) + gone


@transaction.atomic
def _forget(reviews: list[Review]) -> None:
    """Leave of each review a digest, by which the next pull knows not to bring it back."""
    now = timezone.now()
    for each in reviews:
        each.external_id = digest(each.external_id)
        each.customer, each.rating, each.forgotten_at = None, None, now
        each.author = each.title = each.text = each.translation = ""
        each.language = each.url = each.case_id = ""
        each.save()
        each.replies.all().delete()


def _export_notes(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    yield (
        "notes.json",
        [
            {
                "title": each.title,
                "at": each.at,
                "where": each.shop,
                "text": each.text,
                "quotes": list(each.quotes.values("text", "touchpoint", "driver", "sentiment")),
            }
            for each in _notes_of(customer_ids)
        ],
    )


def _erase_notes(customer_ids: Collection[str]) -> None:
    _notes_of(customer_ids).delete()


def _notes_of(customer_ids: Collection[str]) -> QuerySet[Note]:
    return Note.objects.filter(
        Q(customer__customer_id__in=customer_ids) | Q(key__in=nameless_keys(customer_ids))
    )


def _expire_notes(before: datetime) -> int:
    count, _by_model = Note.objects.filter(at__lt=before).delete()
    return count


REVIEWS = Keeper(
    key="reviews",
    title=_("Reviews, with their authors' names, what was answered, and who was invited"),
    why=_(
        "To answer what customers say in public, and to learn from it (legitimate interest)."
    ),
    export=_export_reviews,
    erase=_erase_reviews,
    expire=_expire_reviews,
)
NOTES = Keeper(
    key="notes",
    title=_("Notes of interviews and store visits"),
    why=_("To understand what customers live, in their own words (legitimate interest)."),
    export=_export_notes,
    erase=_erase_notes,
    days=3 * 365,
    expire=_expire_notes,
)

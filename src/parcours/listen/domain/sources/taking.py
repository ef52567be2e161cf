"""Reviews that a source tells become rows here and events in the log: each state once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from parcours.ledger.domain.recording import record
from parcours.listen.domain.sources.posted import Answered, Posted
from parcours.listen.models import Review, Source
from parcours.people.domain import identity
from parcours.people.domain.values import NotAnIdentity
from parcours.people.models import Customer

SCALE: Final = "stars_1_5"
_KEPT: Final = ("rating", "title", "text")
"""What makes a review another one when it changes."""
_TOLD: Final = (
    *_KEPT, "source", "author", "place", "language", "translation", "url", "case_id", "seen_at",
    "edited_at", "deleted_at",
)  # fmt: skip
"""What its source says of it; whether we answered is ours to say."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some reviews."""

    new: int = 0
    edited: int = 0
    same: int = 0

    @property
    def is_news(self) -> bool:
        """Whether anything was not known before."""
        return bool(self.new or self.edited)


def take(source: Source, posted: Sequence[Posted], *, now: datetime) -> Taken:
    """Keep reviews and record what they tell, in one transaction.

    A review that is known, by its site and number, changes nothing, whatever way it came
    before. One that says something else than before is a new event; the one before stays,
    for it was said too.
    """
    counts = {"new": 0, "edited": 0, "same": 0}
    posted = [_fitting(each, source) for each in posted]
    with transaction.atomic():
        # Two who bring the same reviews take turns, and the second finds them known.
        list(Source.objects.select_for_update().order_by("pk").values_list("pk"))
        known = _known(source, posted)
        for each in posted:
            name = each.site, each.review_id
            review = known.get(name) or known.get((each.site, digest(each.review_id)))
            if review is None:
                known[name] = _new(source, each, now)
                counts["new"] += 1
            else:
                counts["edited" if _met(source, review, each, now=now) else "same"] += 1
    return Taken(**counts)


def digest(review_id: str) -> str:
    """Return what stands for a review whose author was forgotten."""
    return "forgotten:" + hashlib.sha256(review_id.encode()).hexdigest()


def event_id(review: Review) -> str:
    """Return the name of the event that a review was posted."""
    return f"{review.site}:{review.external_id}"


def withdraw(review: Review, *, now: datetime) -> None:
    """Note that the source has a review no more. What was said stays said, in the log."""
    with transaction.atomic():
        standing = Review.objects.filter(pk=review.pk, deleted_at=None)
        if standing.update(deleted_at=now) and review.customer is not None:
            _record("review.deleted", review, at=now, event_id=f"{event_id(review)}:deleted")


def record_answer(review: Review, text: str, *, at: datetime) -> None:
    """Record that a review was answered; the same words, sent or found, are one event."""
    Review.objects.filter(pk=review.pk, answered_at=None).update(answered_at=at)
    if review.customer is None:
        return
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    _record("review.answered", review, at=at, event_id=f"{event_id(review)}:answer:{name}")


def _known(source: Source, posted: Sequence[Posted]) -> dict[tuple[str, str], Review]:
    """Return those that are here already; the numbers of a file are its shelf's alone."""
    names = [name for each in posted for name in (each.review_id, digest(each.review_id))]
    sites = {each.site for each in posted} - {Source.Kind.FILE}
    where = Q(source=source) | Q(site__in=sites)
    found = Review.objects.filter(where, external_id__in=names)
    ours_last = sorted(
        found.select_related("source", "customer"), key=lambda each: each.source_id == source.pk
    )
    return {(each.site, each.external_id): each for each in ours_last}


def _met(source: Source, review: Review, posted: Posted, *, now: datetime) -> bool:
    """Take a review that is here already; return whether it says something else than before.

    What its own site tells goes before what a file says: the site takes it over from the
    file, and a file changes it only by what was written later.
    """
    if review.forgotten_at:
        _seen(review, now)
        return False
    if source.is_file and review.source_id != source.pk:
        if (posted.edited_at or posted.at) <= (review.edited_at or review.at):
            return False
        posted = replace(posted, place=review.place, url=review.url)
    elif review.source.is_file or not review.source.is_connected:
        review.source = source
    return _again(review, posted, now)


def _fitting(posted: Posted, source: Source) -> Posted:
    """Return a review no longer than we keep one, with an address that a page may lead to."""
    is_address = posted.url.startswith(("https://", "http://"))
    return replace(
        posted,
        site=posted.site or source.kind,
        review_id=posted.review_id[:200],
        title=posted.title[:300],
        author=posted.author[:160],
        place=posted.place[:160],
        case_id=posted.case_id[:120],
        language=posted.language[:12],
        url=posted.url[:500] if is_address else "",
    )


def _new(source: Source, posted: Posted, now: datetime) -> Review:
    review = Review(
        source=source,
        site=posted.site,
        external_id=posted.review_id,
        customer=_customer(posted),
        at=posted.at,
        edited_at=posted.edited_at,
    )
    _fill(review, posted, now)
    review.save()
    _opinion("review.posted", review, posted, at=posted.at)
    if posted.is_deleted:
        withdraw(review, now=now)
    _answers(review, posted.answers)
    return review


def _again(review: Review, posted: Posted, now: datetime) -> bool:
    """Take what is known anew; return whether it says something else than before."""
    is_edited = any(getattr(review, name) != getattr(posted, name) for name in _KEPT)
    if is_edited:
        review.edited_at = posted.edited_at or max(posted.at, review.at)
        if review.edited_at == review.at:
            review.edited_at = now
    if not posted.is_deleted:
        review.deleted_at = None
    _fill(review, posted, now)
    review.save(update_fields=_TOLD)
    if is_edited:
        _opinion("review.edited", review, posted, at=review.edited_at or now)
    if posted.is_deleted:
        withdraw(review, now=now)
    _answers(review, posted.answers)
    return is_edited


def _fill(review: Review, posted: Posted, now: datetime) -> None:
    review.author, review.place = posted.author, posted.place
    review.rating, review.title, review.text = posted.rating, posted.title, posted.text
    review.language, review.translation = posted.language, posted.translation
    review.url, review.case_id = posted.url, posted.case_id
    review.seen_at = now


def _seen(review: Review, now: datetime) -> None:
    review.seen_at = now
    review.save(update_fields=["seen_at"])


def _customer(posted: Posted) -> Customer:
    """Return who wrote: known by an address or the source's own number, else someone new.

    A name identifies nobody: two who are called alike stay two.
    """
    claims = {}
    if posted.consumer:
        claims["channel"] = f"{posted.site}:{posted.consumer}"
    told_by, name = str(Source.Kind(posted.site).label), posted.author
    if posted.email:
        try:
            return identity.customer_for(
                {"email": posted.email} | claims, source=told_by, name=name
            )
        except NotAnIdentity:
            pass
    if claims:
        return identity.customer_for(claims, source=told_by, name=name)
    return Customer.objects.create(name=name, language=_language(posted.language))


def _opinion(activity: str, review: Review, posted: Posted, *, at: datetime) -> None:
    name = event_id(review)
    _record(
        activity,
        review,
        at=at,
        event_id=name if activity == "review.posted" else f"{name}:{at.isoformat()}",
        score=review.rating,
        scale=SCALE if review.rating is not None else None,
        text=review.words or None,
        language=_language(review.language) or None,
        more=posted.about,
    )


def _record(
    activity: str,
    review: Review,
    *,
    at: datetime,
    more: dict[str, Any] | None = None,
    **columns: Any,
) -> None:
    site = review.site
    place = "shop" if site == Source.Kind.GOOGLE else "place"
    about = {"site": site, "review": review.pk, place: review.place_name}
    told = {**about, **(more or {})}
    record(
        activity,
        customer_id=review.customer.customer_id if review.customer else "",
        at=at,
        channel="review",
        case_id=review.case_id or None,
        source=site,
        properties={name: value for name, value in told.items() if value not in (None, "")},
        **columns,
    )


def _answers(review: Review, answers: Sequence[Answered]) -> None:
    for each in answers:
        known = review.replies.filter(text=each.text, sent_at__isnull=False)
        if not known.exists():
            if each.text:
                review.replies.create(text=each.text, is_found=True, sent_at=each.at)
            record_answer(review, each.text, at=each.at)


def _language(code: str) -> str:
    """Return the language of a code like ``fr-CA``, as the log writes it."""
    return code.replace("_", "-").partition("-")[0].lower()[:2]

"""Replying to reviews: drafted, changed by a person, sent once where the source allows it."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.refusal import Refused
from parcours.ledger.domain.announcing import announce
from parcours.listen.domain.sources import opening
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.domain.sources.problems import PASSING
from parcours.listen.domain.sources.taking import record_answer
from parcours.listen.models import Reply, Review
from parcours.people.domain.auditing import note
from parcours.people.models import Member

PAUSES: Final = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120))
"""How long to wait before the second try, the third…; after the last it has failed."""


class CannotSend(Refused):
    """A reply cannot be sent as it is: the message says why."""


def longest(review: Review) -> int | None:
    """Return how many characters a reply may have; null where it can only be copied."""
    return opening.LONGEST.get(review.source.kind) if review.source.is_connected else None


def length(review: Review, text: str) -> int:
    """Return how long a reply is as its source counts: at Google an accent counts twice."""
    return len(text.encode()) if review.source.kind in opening.IN_BYTES else len(text)


def write(review: Review, text: str, *, by: Member) -> Reply:
    """Keep *text* as the draft of a reply. What is on its way is not changed any more."""
    with transaction.atomic():
        Review.objects.select_for_update().get(pk=review.pk)
        draft = review.replies.filter(sent_at=None).first()
        if draft is None:
            return review.replies.create(text=text, by=by)
        if draft.state in {"draft", "failed"}:
            draft.text, draft.by = text, by
            draft.save(update_fields=["text", "by"])
        return draft


def send(reply: Reply, *, by: Member) -> None:
    """Send a reply in public. Asking twice is asking once.

    Raises:
        CannotSend: it is empty, too long, or the source takes none from here.
    """
    review = reply.review
    most = longest(review)
    if most is None:
        raise CannotSend(_("This source takes no reply from here: copy it."))
    if review.deleted_at or review.forgotten_at:
        raise CannotSend(_("The review is not there any more."))
    if not reply.text.strip():
        raise CannotSend(_("The reply is empty."))
    if (n := length(review, reply.text)) > most:
        raise CannotSend(
            _("The reply has {n} characters; {site} takes {most}.").format(
                n=n, site=review.source.get_kind_display(), most=most
            )
        )
    now = timezone.now()
    with transaction.atomic():
        here = Reply.objects.filter(pk=reply.pk, sent_at=None)
        is_new = here.filter(wanted_at=None).update(wanted_at=now, by=by)
        again = here.exclude(failed_at=None).update(
            wanted_at=now, failed_at=None, tries=0, problem="", detail="", by=by
        )
        if is_new or again:
            note(by, "review.reply_wanted", f"review/{review.pk}")
            deliver.enqueue(reply.pk)


def copied(reply: Reply, *, by: Member) -> None:
    """Note that a person put the reply where it belongs by hand. Twice is once."""
    now = timezone.now()
    with transaction.atomic():
        if Reply.objects.filter(pk=reply.pk, sent_at=None).update(sent_at=now, by=by):
            record_answer(reply.review, reply.text, at=now)


@task()
def deliver(reply: int) -> None:
    """Put a reply under its review. A source that is asked twice has one reply all the same."""
    found = Reply.objects.filter(pk=reply, sent_at=None, failed_at=None).exclude(wanted_at=None)
    waiting = found.select_related("review__source", "review__customer").first()
    if waiting is None:
        return
    review = waiting.review
    try:
        connector = opening.opened(review.source)
        connector.answer(review.external_id, review.place, waiting.text)
    except Trouble as trouble:
        _later_or_never(waiting, trouble)
    else:
        _done(waiting)
    announce(f"review/{review.pk}")


def _done(reply: Reply) -> None:
    now = timezone.now()
    with transaction.atomic():
        here = Reply.objects.filter(pk=reply.pk, sent_at=None)
        if here.update(sent_at=now, problem="", detail=""):
            record_answer(reply.review, reply.text, at=now)


def _later_or_never(reply: Reply, trouble: Trouble) -> None:
    is_passing = trouble.word in PASSING and reply.tries < len(PAUSES)
    now = timezone.now()
    Reply.objects.filter(pk=reply.pk).update(
        tries=F("tries") + 1,
        problem=trouble.word,
        detail=trouble.detail,
        failed_at=None if is_passing else now,
    )
    if is_passing:
        pause = max(PAUSES[reply.tries], timedelta(seconds=trouble.wait or 0))
        deliver.using(run_after=now + pause).enqueue(reply.pk)

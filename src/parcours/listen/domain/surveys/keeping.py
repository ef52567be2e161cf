"""What this room keeps of those who answer: answers, photographs, that they were asked."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parcours.listen.domain.surveys.answering import PERSONAL, values_of
from parcours.listen.domain.surveys.photographs import remove
from parcours.listen.models import Answer, AnswerPicture, Invitation, Response, nameless_keys
from parcours.people.domain.keeping import Keeper


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield each of these people's responses, then their photographs."""
    responses = _of(customer_ids)
    yield (
        "answers.json",
        [
            {
                "survey": each.survey.name,
                "version": each.version.number,
                "started_at": each.started_at,
                "completed_at": each.completed_at,
                "channel": each.channel,
                "language": each.language,
                "about": each.context,
                "answers": values_of(each),
            }
            for each in responses.select_related("survey", "version")
        ],
    )
    asked = Invitation.objects.filter(customer_id__in=customer_ids).select_related("survey")
    yield (
        "invitations.json",
        [
            {
                "survey": each.survey.name,
                "channel": each.channel,
                "about": each.context,
                "sent_at": each.sent_at,
                "answered_at": each.answered_at,
            }
            for each in asked
        ],
    )
    for picture in AnswerPicture.objects.filter(response__in=responses):
        with picture.file.open() as file:
            yield f"pictures/{picture.key}.jpg", file.read()


@transaction.atomic
def _erase(customer_ids: Collection[str]) -> None:
    responses = _of(customer_ids)
    remove(AnswerPicture.objects.filter(response__in=responses))
    responses.delete()
    Invitation.objects.filter(customer_id__in=customer_ids).delete()


@transaction.atomic
def _expire(before: datetime) -> int:
    """Take people and their own words out of old responses; choices and scores stay."""
    old = Response.objects.filter(updated_at__lt=before)
    remove(AnswerPicture.objects.filter(response__in=old))
    words = Answer.objects.filter(response__in=old).exclude(text="").update(text="")
    for each in old.filter(context__has_any_keys=sorted(PERSONAL)):
        each.context = {name: it for name, it in each.context.items() if name not in PERSONAL}
        each.save(update_fields=["context"])
    named = old.filter(~Q(customer_id="") | Q(invitation__isnull=False))
    people = named.update(customer_id="", invitation=None)
    asked, _by_kind = Invitation.objects.filter(made_at__lt=before).delete()
    return words + people + asked


def _of(customer_ids: Collection[str]) -> QuerySet[Response]:
    return Response.objects.filter(
        Q(customer_id__in=customer_ids)
        | Q(invitation__customer_id__in=customer_ids)
        | Q(key__in=nameless_keys(customer_ids))
    )


ANSWERS = Keeper(
    key="answers",
    title=_("Answers to surveys, with their photographs, and who was asked"),
    why=_(
        "To hear what customers lived, and to mend it (consent of those who answer; "
        "legitimate interest in improving the service)."
    ),
    days=3 * 365,
    export=_export,
    erase=_erase,
    expire=_expire,
)

"""Taking answers: begun, kept at each step, accepted once and never lost."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.refusal import Refused
from parcours.core.survey import Survey as Definition
from parcours.core.survey import checking, flow
from parcours.core.survey.fields import Field, exploded, gathered
from parcours.core.survey.page import word
from parcours.ledger.domain.announcing import announce
from parcours.listen.domain.surveys import guarding, telling, waving
from parcours.listen.models import Answer, Invitation, Response, Survey, SurveyVersion
from parcours.people.domain.auditing import note
from parcours.people.models import Member

LEFT_AFTER: Final = timedelta(days=1)
"""How long a response may rest before it counts as it is."""
CONTEXT: Final = ("shop", "table", "till", "order", "case", "touchpoint", "page")
"""What a response may be about; nothing else of a link is kept."""
PERSONAL: Final = frozenset({"order", "case"})
"""What of it leads to a person: an anonymous survey keeps none of it."""
_LONGEST: Final = 120
_AT_ONCE: Final = 200


class NotAnswerable(Refused):
    """The survey takes no answers: never published, closed, or too late."""


class Mistakes(Refused):
    """Some values are no answers, or some answers are missing: why, by question key."""

    def __init__(self, by_question: dict[str, str]) -> None:
        self.by_question = by_question
        super().__init__("\n".join(f"{key}: {why}" for key, why in by_question.items()))


def begin(
    survey: Survey,
    *,
    channel: str,
    language: str = "",
    context: Mapping[str, Any] | None = None,
    invitation: Invitation | None = None,
    key: uuid.UUID | None = None,
    version: int | None = None,
    at: datetime | None = None,
    sender: str = "",
) -> Response:
    """Return a new response, or the one there is for this invitation or this key.

    Args:
        survey: must be live; a device that was offline may bring what was answered before.
        channel: how it came: link, email, qr, widget, kiosk, sms, case…
        language: the code of the reader's; the survey's first where it has none such.
        context: what it is about; see ``CONTEXT``.
        invitation: who was asked; can be answered once.
        key: the response's own, where a device made it.
        version: the definition that was answered, where a device held it; else the newest.
        at: when it began, where a device tells.
        sender: what stands for the address it came from.

    Raises:
        NotAnswerable: the survey takes no answers.
    """
    frozen, now = _version(survey, version, at), timezone.now()
    definition = frozen.parsed()
    fields = {
        "survey": survey,
        "version": frozen,
        "channel": channel[:20],
        "language": language if language in definition.languages else definition.languages[0],
        "context": about(context or {}, definition),
        "wave": invitation.wave if invitation else waving.wave_at(survey, at or now),
        "sender": sender,
        "started_at": at or now,
        "updated_at": at or now,
    }
    if invitation is None:
        return Response.objects.get_or_create(key=key or uuid.uuid4(), defaults=fields)[0]
    fields["context"] = about({**invitation.context, **(context or {})}, definition)
    fields["probability"] = invitation.probability
    fields["customer_id"] = "" if definition.anonymous else invitation.customer_id
    with transaction.atomic():
        asked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if asked.answered_at and not Response.objects.filter(invitation=asked).exists():
            raise NotAnswerable(_("This invitation was answered already."))
        Invitation.objects.filter(pk=asked.pk, opened_at=None).update(opened_at=timezone.now())
        return Response.objects.get_or_create(invitation=asked, defaults=fields)[0]


def checked(
    definition: Definition, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the *values* that are answers, as they are kept, and why the others are not."""
    good: dict[str, Any] = {}
    mistakes: dict[str, str] = {}
    for key, value in values.items():
        question = definition.question(key)
        if question is None:
            mistakes[key] = _("This survey has no such question.")
            continue
        try:
            good[key] = checking.check(question, value)
        except checking.NotAnAnswer as refusal:
            mistakes[key] = str(refusal)
    return good, mistakes


def values_of(response: Response) -> dict[str, Any]:
    """Return what is answered so far, by question key, also on branches that were left."""
    rows = response.answers.values_list("question", "row", "option", "number", "text")
    return gathered(response.version.parsed(), (Field(*row) for row in rows))


@transaction.atomic
def keep(
    response: Response,
    values: Mapping[str, Any],
    *,
    language: str = "",
    aside: str = "",
    is_by_hand: bool = False,
) -> Response:
    """Keep *values*, the answers to some questions, in place of what they were.

    Nothing of a completed response changes any more, nor an answer the log was told of.

    Args:
        response: begun before.
        values: by question key; null takes an answer back.
        language: the one they are given in, where it changed.
        aside: why this was probably no person.
        is_by_hand: a person was seen: what a scanner of mails began in haste is theirs now.

    Raises:
        Mistakes: some are no answers; then none is kept.
    """
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.completed_at is None:
        held.language = language or held.language
        is_taken_back = is_by_hand and held.aside == guarding.FAST
        held.aside = aside if is_taken_back else held.aside or aside
        _keep(held, values)
    return held


@transaction.atomic
def accept(
    response: Response,
    values: Mapping[str, Any],
    *,
    at: datetime | None = None,
    aside: str = "",
) -> Response:
    """Complete a response: once this is committed it is never lost, nor counted twice.

    Answers, their events and the invitation's end are one transaction. Accepting what is
    completed changes nothing. Answers on branches that were left are dropped.

    Args:
        response: begun before.
        values: the answers not kept yet, by question key.
        at: when it was completed, where a device tells; by default now.
        aside: why it was probably no person; then it is kept, but neither told nor counted.

    Raises:
        Mistakes: some are no answers, or answers are missing; then nothing changes.
    """
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.completed_at is not None:
        return held
    _keep(held, values)
    definition, known = held.version.parsed(), values_of(held)
    missing = flow.missing(definition, known)
    if missing:
        raise Mistakes({each.key: word("needs_an_answer") for each in missing})
    counted = flow.counted(definition, known)
    held.answers.exclude(question__in=counted).delete()
    held.completed_at = at or timezone.now()
    held.aside = held.aside or aside
    held.state = Response.State.ASIDE if held.aside else Response.State.COMPLETE
    if not held.aside:
        telling.tell(held, definition, counted)
    _close(held, definition)
    return held


@transaction.atomic
def count_after_all(response: Response, *, by: Member) -> Response:
    """Let a response that was put aside count: it was a person. Twice is once."""
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.state != Response.State.ASIDE:
        return held
    is_whole = held.completed_at is not None
    held.state = Response.State.COMPLETE if is_whole else Response.State.PARTIAL
    definition = held.version.parsed()
    counted = flow.counted(definition, values_of(held))
    telling.tell(held, definition, counted, is_partial=not is_whole)
    held.save(update_fields=["state", "recorded_at"])
    note(by, "survey.counted", f"survey/{held.survey_id}", detail=str(held.key))
    announce(f"survey/{held.survey_id}")
    return held


@task()
def count_partial() -> None:
    """Count what was left unfinished for a day as it is, marked as partial."""
    while leave(timezone.now() - LEFT_AFTER):
        pass


def leave(before: datetime) -> int:
    """Count some responses untouched since *before* as they are; return how many they were."""
    resting = Response.objects.filter(state=Response.State.OPEN, updated_at__lt=before)
    keys = list(resting.values_list("pk", flat=True)[:_AT_ONCE])
    for pk in keys:
        _leave(pk, before)
    return len(keys)


@transaction.atomic
def _leave(pk: int, before: datetime) -> None:
    held = Response.objects.select_for_update().get(pk=pk)
    if held.state != Response.State.OPEN or held.updated_at >= before:
        return  # someone went on with it in the meantime
    definition = held.version.parsed()
    held.state = Response.State.ASIDE if held.aside else Response.State.PARTIAL
    if not held.aside:
        counted = flow.counted(definition, values_of(held))
        telling.tell(held, definition, counted, is_partial=True)
    held.save(update_fields=["state", "recorded_at"])
    announce(f"survey/{held.survey_id}")


def _keep(held: Response, values: Mapping[str, Any]) -> None:
    definition = held.version.parsed()
    good, mistakes = checked(definition, values)
    if mistakes:
        raise Mistakes(mistakes)
    told = set(held.answers.filter(is_told=True).values_list("question", flat=True))
    fresh = {key: value for key, value in good.items() if key not in told}
    held.answers.filter(question__in=fresh).delete()
    Answer.objects.bulk_create(_rows(held, exploded(definition, fresh)))
    held.updated_at = timezone.now()
    held.save(update_fields=["updated_at", "language", "aside"])


def _rows(held: Response, fields: Iterable[Field]) -> list[Answer]:
    number = held.version.number
    return [Answer(response=held, version=number, **each._asdict()) for each in fields]


def _close(held: Response, definition: Definition) -> None:
    """End the invitation; of an anonymous survey, also what tied the two."""
    completed = held.completed_at or timezone.now()
    if held.invitation_id is not None:
        if definition.anonymous:
            completed = completed.replace(hour=0, minute=0, second=0, microsecond=0)
        Invitation.objects.filter(pk=held.invitation_id).update(answered_at=completed)
    if definition.anonymous:
        held.invitation, held.sender = None, ""
    held.save()
    announce(f"survey/{held.survey_id}")


def _version(survey: Survey, number: int | None, at: datetime | None) -> SurveyVersion:
    if survey.closed_at is not None and (at is None or at > survey.closed_at):
        raise NotAnswerable(word("closed"))
    found = survey.versions.filter(number=number or survey.version).first()
    if found is None:
        raise NotAnswerable(_("This survey is not open yet."))
    return found


def about(context: Mapping[str, Any], definition: Definition) -> dict[str, str]:
    """Return what of a link's or a device's *context* is kept."""
    return {
        name: str(context[name]).replace("\x00", "")[:_LONGEST]
        for name in CONTEXT
        if context.get(name) and not (definition.anonymous and name in PERSONAL)
    }

"""Answers that a device brings once it has a network again: each taken once, none lost."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.survey import flow
from parcours.listen.domain.surveys import answering, photographs
from parcours.listen.models import AnswerPicture, Response, Survey

CHANNEL: Final = "kiosk"
AT_ONCE: Final = 25
"""How many answers one request may bring."""
KEPT, REFUSED, AGAIN = "kept", "refused", "again"

Files = Mapping[str, UploadedFile]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of one answer. Only what is kept may be deleted where it came from.

    ``refused``: not taken as it is, ``reasons`` says why by question, "" for the whole;
    ``again``: it may be taken later.
    """

    key: str
    state: str
    reasons: Mapping[str, str] = field(default_factory=dict)


class Unreadable(ValueError):
    """What was brought has not the form of an answer."""


@dataclass(frozen=True, kw_only=True)
class Brought:
    """One answer as a device tells it; see `read`."""

    key: uuid.UUID
    version: int
    language: str
    context: Mapping[str, Any]
    values: Mapping[str, Any]
    started_at: datetime
    left_at: datetime
    is_complete: bool


def take(survey: Survey, sent: Any, *, late: timedelta, files: Files | None = None) -> Taken:
    """Take one answer, in transactions of its own: the others do not depend on it.

    What is an answer is kept also where another value of the same person is none; what is
    required and was not answered makes it a partial one. Taking it twice is taking it once.

    Args:
        survey: what was answered; it may be closed by now.
        sent: the answer as plain data.
        late: how much the device's clock is behind ours.
        files: photographs by the key that the answer tells; one that came before need not
            come again.
    """
    key = str(sent.get("key", "")) if isinstance(sent, dict) else ""
    try:
        return _taken(survey, read(sent, late=late), files or {})
    except (answering.NotAnswerable, Unreadable) as refusal:
        return Taken(key=key, state=REFUSED, reasons={"": str(refusal)})
    except Exception:  # noqa: BLE001 - one that meets an error of ours keeps no other waiting
        _log.exception("an answer of a device was not taken: %s", key)
        return Taken(key=key, state=AGAIN)


def lateness(clock: Any) -> timedelta:
    """Return how much a device's clock is behind ours, so that its moments can be righted.

    Less than a minute is the network's.
    """
    try:
        late = timezone.now() - _moment(clock)
    except Unreadable:
        return timedelta()
    return late if abs(late) > timedelta(minutes=1) else timedelta()


def read(sent: Any, *, late: timedelta) -> Brought:
    """Return an answer of plain data, its moments by our clock.

    Raises:
        Unreadable: it has not the form of one.
    """
    if not isinstance(sent, dict):
        raise Unreadable(_("This is no answer."))
    values, context = sent.get("values"), sent.get("context") or {}
    if not isinstance(values, dict) or not isinstance(context, dict):
        raise Unreadable(_("This is no answer."))
    completed = sent.get("completed_at")
    started = _moment(sent.get("started_at")) + late
    left = _moment(completed or sent.get("left_at") or sent.get("started_at")) + late
    now = timezone.now()
    try:
        key, version = uuid.UUID(str(sent.get("key"))), int(sent.get("version") or 0)
    except (TypeError, ValueError):
        raise Unreadable(_("This is no answer.")) from None
    return Brought(
        key=key,
        version=version,
        language=str(sent.get("language", ""))[:12],
        context=context,
        values=values,
        started_at=min(started, left, now),
        left_at=min(left, now),
        is_complete=bool(completed),
    )


def _taken(survey: Survey, brought: Brought, files: Files) -> Taken:
    response = answering.begin(
        survey,
        channel=CHANNEL,
        language=brought.language,
        context=brought.context,
        key=brought.key,
        version=brought.version,
        at=brought.started_at,
    )
    if response.survey_id != survey.pk or response.channel != CHANNEL:
        raise Unreadable(_("This is no answer of this survey."))
    good, mistakes = answering.checked(response.version.parsed(), brought.values)
    mistakes |= _keep(response, brought, good, files=files)
    key = str(brought.key)
    return Taken(key=key, state=REFUSED if mistakes else KEPT, reasons=mistakes)


@transaction.atomic
def _keep(
    response: Response, brought: Brought, good: dict[str, Any], *, files: Files
) -> dict[str, str]:
    """Keep what is good, photographs too; return why some of these are none, by question."""
    mistakes = _photographs(response, good, files)
    good = {name: value for name, value in good.items() if name not in mistakes}
    held = answering.keep(response, good)
    if held.completed_at is not None:
        return mistakes
    if brought.is_complete and not flow.missing(held.version.parsed(), good):
        answering.accept(held, {}, at=brought.left_at)
    else:
        # It rests since the person left, not since the network came back.
        Response.objects.filter(pk=held.pk).update(updated_at=brought.left_at)
    return mistakes


def _photographs(response: Response, good: Mapping[str, Any], files: Files) -> dict[str, str]:
    """Keep the photographs that are new, each once; return why others are none."""
    mistakes = {}
    held = Response.objects.select_for_update().get(pk=response.pk)
    for question in held.version.parsed().questions:
        key = good.get(question.key)
        if question.kind != "picture" or not key:
            continue
        try:
            _photograph(held, question.key, uuid.UUID(str(key)), files=files)
        except (photographs.NoPicture, ValueError) as refusal:
            mistakes[question.key] = str(refusal)
    return mistakes


def _photograph(held: Response, question: str, key: uuid.UUID, *, files: Files) -> None:
    known = AnswerPicture.objects.filter(key=key).first()
    if known is not None and known.response_id == held.pk:
        return
    file = files.get(str(key))
    if known is not None or file is None:
        raise photographs.NoPicture(_("The picture did not come with it."))
    if held.completed_at is None:
        photographs.receive(held, question, file, key=key)


def _moment(told: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        raise Unreadable(_("Its time cannot be read.")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

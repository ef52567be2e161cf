"""What a canvas was: versions named by people, and those kept for them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.words import say
from parcours.ledger.domain.announcing import announce
from parcours.map.domain.drafting import ROOT, draft_of
from parcours.map.models import Canvas, CanvasVersion, Edit
from parcours.people.models import Member


@transaction.atomic
def name(canvas: Canvas, summary: str, *, by: Member) -> CanvasVersion:
    """Keep *canvas* as it is now, under the name *summary*; name the newest if it is that."""
    locked = Canvas.objects.select_for_update().get(pk=canvas.pk)
    newest = locked.versions.first()
    if newest is not None and newest.edits == locked.edits and not newest.summary:
        newest.summary = summary
        newest.save(update_fields=["summary"])
        return newest
    return _keep(locked, summary=summary, by=by, at=timezone.now())


def keep_a_sitting(locked: Canvas, *, pause: timedelta) -> None:
    """Keep a locked canvas as a version, if it has lain still for *pause* since it changed."""
    if timezone.now() - locked.changed_at > pause:
        keep(locked)


def keep(locked: Canvas) -> None:
    """Keep a locked canvas as it is, unless its newest version is that."""
    newest = locked.versions.first()
    if newest is None or newest.edits < locked.edits:
        _keep(locked, summary="", by=locked.changed_by, at=locked.changed_at)


def _keep(locked: Canvas, *, summary: str, by: Member, at: Any) -> CanvasVersion:
    locked.version += 1
    for element in (locked.draft or {}).get("elements", {}).values():
        element.pop("fresh", None)
    locked.save(update_fields=["version", "draft"])
    return locked.versions.create(
        number=locked.version,
        text=locked.text,
        draft=locked.draft,
        summary=summary,
        edits=locked.edits,
        by=by,
        at=at,
    )


@transaction.atomic
def restore(version: CanvasVersion, *, by: Member) -> Canvas:
    """Make the canvas what it was in *version*. What it is now is kept as a version first."""
    locked = Canvas.objects.select_for_update().get(pk=version.canvas_id)
    keep(locked)
    drawing = version.parsed()
    locked.draft = version.draft or draft_of(drawing, like=locked.draft)
    locked.text = version.text
    locked.name = _title(version)
    locked.edits += 1
    locked.changed_at, locked.changed_by = timezone.now(), by
    locked.save()
    Edit.objects.create(
        canvas=locked,
        number=locked.edits,
        verb=Edit.Verb.RESTORE,
        element=ROOT,
        before={},
        after={"version": version.number},
        by=by,
    )
    summary = _("As in version %(number)s") % {"number": version.number}
    _keep(locked, summary=summary, by=by, at=timezone.now())
    announce(f"canvas/{locked.pk}", number=locked.edits, by=by.pk)
    return locked


def _title(version: CanvasVersion) -> str:
    drawing = version.parsed()
    return say(drawing.title, drawing.language)[:160]

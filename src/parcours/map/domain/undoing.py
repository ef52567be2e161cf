"""Taking back one's own edits, and making them again, whatever others did meanwhile."""

from typing import Any

from django.db import transaction

from parcours.map.domain import editing
from parcours.map.domain.drafting import Draft
from parcours.map.models import Canvas, Edit
from parcours.people.models import Member


def undo(canvas: Canvas, *, by: Member) -> Edit | None:
    """Take back the last edit of *by*; None where there is none, or nothing of it is left.

    What somebody else has changed since stays as they made it.
    """
    return _step(canvas, by, is_undone=False)


def redo(canvas: Canvas, *, by: Member) -> Edit | None:
    """Make again the edit that *by* took back last; None where there is none."""
    return _step(canvas, by, is_undone=True)


def can_undo(canvas: Canvas, by: Member) -> bool:
    """Return whether *by* has an edit to take back."""
    return _next(canvas, by, is_undone=False) is not None


def can_redo(canvas: Canvas, by: Member) -> bool:
    """Return whether *by* has an edit to make again."""
    return _next(canvas, by, is_undone=True) is not None


@transaction.atomic
def _step(canvas: Canvas, by: Member, *, is_undone: bool) -> Edit | None:
    locked = Canvas.objects.select_for_update().get(pk=canvas.pk)
    edit = _next(locked, by, is_undone=is_undone)
    if edit is None:
        return None
    drawn = editing.draft(locked)
    ours, wanted = (edit.before, edit.after) if is_undone else (edit.after, edit.before)
    if edit.verb == Edit.Verb.INSERT and is_undone:
        ours, wanted = {"gone": True}, {"gone": False}
    edit.is_undone = not is_undone
    edit.save(update_fields=["is_undone"])
    patch = _still_ours(drawn, edit.element, ours=ours, wanted=wanted)
    return editing.change(
        locked,
        drawn,
        element=edit.element,
        patch=patch,
        verb=Edit.Verb(edit.verb),
        by=by,
        undoes=edit,
    )


def _next(canvas: Canvas, by: Member, *, is_undone: bool) -> Edit | None:
    """Return the edit to take back, or make again: one made since forgets what was undone."""
    own = canvas.history.filter(by=by, undoes=None).exclude(verb=Edit.Verb.RESTORE)
    restored = canvas.history.filter(verb=Edit.Verb.RESTORE).order_by("-number").first()
    if restored is not None:
        own = own.filter(number__gt=restored.number)
    last_made = own.filter(is_undone=False).order_by("-number").first()
    if not is_undone:
        return last_made
    return (
        own.filter(is_undone=True, number__gt=last_made.number if last_made else 0)
        .order_by("number")
        .first()
    )


def _still_ours(
    drawn: Draft, element: str, *, ours: dict[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    """Return what of *wanted* replaces our own values, and nobody else's."""
    found = drawn["elements"][element]
    patch = {
        key: value
        for key, value in wanted.items()
        if key != "fields" and ("gone" in wanted or found.get(key, False) == ours.get(key))
    }
    fields = {
        name: value
        for name, value in wanted.get("fields", {}).items()
        if "gone" not in wanted and found["fields"].get(name) == ours["fields"].get(name)
    }
    return patch | ({"fields": fields} if fields else {})

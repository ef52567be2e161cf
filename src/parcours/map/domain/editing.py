"""Changing a canvas, one small edit at a time, many people at once.

Edits are applied under a lock in the order they arrive. Different fields merge; of one field
the last edit wins, and what it replaced stays in the history. What is deleted stays too.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.canvas import Canvas as Drawing
from parcours.core.words import say
from parcours.ledger.domain.announcing import announce
from parcours.map.domain import versions
from parcours.map.domain.drafting import (
    INSIDE,
    ROOT,
    Draft,
    Fields,
    draft_of,
    is_alive,
    nested,
    new_id,
    rank_after,
)
from parcours.map.domain.settling import settle
from parcours.map.models import Canvas, Edit
from parcours.people.models import Member

# A pause this long ends a sitting: the next edit first keeps what was there as a version.
PAUSE: Final = timedelta(minutes=30)


class Misplaced(Exception):
    """The edit does not fit the canvas as it is now; the message says why, to its author."""


@dataclass(frozen=True, kw_only=True)
class Set:
    """Give fields of an element new values; null takes a field away.

    ``seen`` is what the author saw there, where they saw something.
    """

    element: str
    fields: Fields
    seen: Fields = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Insert:
    """Put a new element into *into*, right after its sibling *after*, or first."""

    kind: str
    into: str
    fields: Fields
    after: str = ""
    element: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Put an element into *into*, right after its sibling *after*, or first."""

    element: str
    into: str
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Delete:
    """Take an element away, with all in it; it can come back."""

    element: str


@dataclass(frozen=True, kw_only=True)
class Revive:
    """Bring a deleted element back."""

    element: str


Op = Set | Insert | Move | Delete | Revive
Patch = dict[str, Any]


def draft(canvas: Canvas) -> Draft:
    """Return the draft of *canvas*."""
    found: Draft = canvas.draft or draft_of(canvas.parsed())
    return found


@transaction.atomic
def apply(canvas: Canvas, op: Op, *, by: Member) -> Edit | None:
    """Make one edit, keep it in the history, tell open pages; None where nothing changed.

    Raises:
        Misplaced: the element, or the one to put it into, is not there any more.
    """
    locked = Canvas.objects.select_for_update().get(pk=canvas.pk)
    drawn = draft(locked)
    element, patch = patch_of(drawn, op)
    overwrote = _unseen(locked, drawn, op, by=by) if isinstance(op, Set) else None
    verb = Edit.Verb(type(op).__name__.lower())
    return change(
        locked, drawn, element=element, patch=patch, verb=verb, by=by, overwrote=overwrote
    )


def change(
    locked: Canvas,
    drawn: Draft,
    *,
    element: str,
    patch: Patch,
    verb: Edit.Verb,
    by: Member,
    undoes: Edit | None = None,
    overwrote: Edit | None = None,
) -> Edit | None:
    """Apply *patch* to an element of a locked canvas, save it, keep the edit, announce it."""
    before = reverse(drawn, element, patch)
    if before == patch:
        return None
    fields = dict(drawn["elements"].get(element, {}).get("fields", {}))
    versions.keep_a_sitting(locked, pause=PAUSE)
    put(drawn, element, patch)
    save(locked, drawn, drawing=settle(drawn, edited=element, before=fields), by=by)
    edit = Edit.objects.create(
        canvas=locked,
        number=locked.edits,
        verb=verb,
        element=element,
        before=before,
        after=patch,
        by=by,
        undoes=undoes,
        overwrote=overwrote,
    )
    announce(f"canvas/{locked.pk}", number=edit.number, by=by.pk)
    return edit


def save(locked: Canvas, drawn: Draft, *, drawing: Drawing, by: Member) -> None:
    """Write a locked canvas down; its name follows its title."""
    locked.draft, locked.text = drawn, drawing.to_yaml()
    locked.name = say(drawing.title, drawing.language)[:160]
    locked.edits += 1
    locked.changed_at, locked.changed_by = timezone.now(), by
    locked.save()


def put(drawn: Draft, element: str, patch: Patch) -> None:
    """Change an element, or make it, as *patch* says: fields one by one, else as a whole."""
    found = drawn["elements"].setdefault(element, {"fields": {}})
    for name, value in patch.get("fields", {}).items():
        if value is None:
            found["fields"].pop(name, None)
        else:
            found["fields"][name] = value
    found |= {key: value for key, value in patch.items() if key != "fields"}


def reverse(drawn: Draft, element: str, patch: Patch) -> Patch:
    """Return the patch that takes *patch* back."""
    found = drawn["elements"].get(element)
    if found is None:
        return {"gone": True}
    back: Patch = {key: found.get(key, False) for key in patch if key != "fields"}
    if "fields" in patch:
        back["fields"] = {name: found["fields"].get(name) for name in patch["fields"]}
    return back


def patch_of(drawn: Draft, op: Op) -> tuple[str, Patch]:
    match op:
        case Insert():
            return op.element, _inserted(drawn, op)
        case Move():
            kind = _known(drawn, op.element)["kind"]
            _check_place(drawn, kind, op.into)
            rank = rank_after(drawn, op.into, kind=kind, after=op.after, moved=op.element)
            return op.element, {"in": op.into, "rank": rank}
        case Set():
            _known(drawn, op.element)
            return op.element, {"fields": dict(op.fields)}
    _known(drawn, op.element)
    if op.element == ROOT:
        raise Misplaced(_("A canvas is archived, not deleted."))
    return op.element, {"gone": isinstance(op, Delete)}


def _inserted(drawn: Draft, op: Insert) -> Patch:
    if op.element in drawn["elements"] or op.kind not in INSIDE:
        raise Misplaced(_("This element is there already."))
    _check_place(drawn, op.kind, op.into)
    rank = rank_after(drawn, op.into, kind=op.kind, after=op.after)
    placed = {"kind": op.kind, "in": op.into, "rank": rank, "fresh": True}
    return placed | {"fields": dict(op.fields)}


def _known(drawn: Draft, element: str) -> dict[str, Any]:
    if element not in drawn["elements"]:
        raise Misplaced(_("There is no such element on this canvas."))
    found: dict[str, Any] = drawn["elements"][element]
    return found


def _check_place(drawn: Draft, kind: str, into: str) -> None:
    around = drawn["elements"].get(into)
    if around is None or around["kind"] != INSIDE.get(kind, ("",))[0]:
        raise Misplaced(_("This cannot stand there."))
    if not is_alive(drawn, into):
        raise Misplaced(_("Somebody has deleted the place you put this."))


def _unseen(locked: Canvas, drawn: Draft, op: Set, *, by: Member) -> Edit | None:
    """Return the edit of somebody else that *op* replaces without its author having seen it."""
    fields = drawn["elements"][op.element]["fields"]
    fresh = [
        name
        for name, seen in op.seen.items()
        if name in op.fields and fields.get(name) not in (seen, op.fields[name])
    ]
    edits = locked.history.filter(element=op.element, verb=Edit.Verb.SET).exclude(by=by)
    return next(
        (
            edit
            for edit in edits.order_by("-number")[:20]
            if any(name in edit.after["fields"] for name in fresh)
        ),
        None,
    )


def plain(drawn: Draft, element: str) -> dict[str, Any]:
    """Return the fields of an element, texts by language together."""
    return nested(drawn["elements"][element]["fields"])

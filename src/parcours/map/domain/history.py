"""What edits did, in a few words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from parcours.map.domain import labels
from parcours.map.domain.drafting import Draft
from parcours.map.domain.notation import write_conditions, write_events, write_hours
from parcours.map.domain.sheet import type_of
from parcours.map.models import Canvas, Edit

_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Line:
    """A field, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """One edit as the history of a card shows it.

    It ``is_replaced`` where something it wrote is not there any more: it can be put back.
    """

    by: str
    at: datetime
    words: str
    number: int
    is_replaced: bool = False
    lines: list[Line] = field(default_factory=list)


def of_element(canvas: Canvas, drawn: Draft, element: str) -> list[Told]:
    """Return the newest edits of an element, newest first."""
    kind = drawn["elements"][element]["kind"]
    edits = canvas.history.filter(element=element).select_related("by").order_by("-number")
    return [
        Told(
            by=str(edit.by),
            at=edit.at,
            words=in_words(edit),
            number=edit.number,
            is_replaced=_is_replaced(edit, drawn),
            lines=_lines(edit, kind),
        )
        for edit in edits[:_SHOWN]
    ]


def _is_replaced(edit: Edit, drawn: Draft) -> bool:
    now = drawn["elements"][edit.element]["fields"]
    written = edit.after.get("fields", {}) if edit.verb == Edit.Verb.SET else {}
    return any(now.get(name) != value for name, value in written.items())


def _lines(edit: Edit, kind: str) -> list[Line]:
    if edit.verb != Edit.Verb.SET:
        return []
    before = edit.before.get("fields", {})
    return [
        Line(
            label=labels.label(kind, name.partition(".")[0]),
            before=_shown(name, before.get(name)),
            after=_shown(name, value),
        )
        for name, value in edit.after["fields"].items()
    ]


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    match type_of(name):
        case "events":
            return write_events(value)
        case "conditions":
            return write_conditions(value)
        case "hours":
            return write_hours(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def in_words(edit: Edit) -> str:
    """Return what an edit did, in a few words."""
    if edit.verb == Edit.Verb.SET:
        fields = edit.after.get("fields", {})
        return ", ".join(dict.fromkeys(labels.label("", n.partition(".")[0]) for n in fields))
    return {
        Edit.Verb.INSERT: _("added"),
        Edit.Verb.MOVE: _("moved"),
        Edit.Verb.DELETE: _("deleted"),
        Edit.Verb.REVIVE: _("brought back"),
        Edit.Verb.RESTORE: _("restored a version"),
    }[Edit.Verb(edit.verb)]

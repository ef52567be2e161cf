"""A canvas as people draw it: elements with ids of their own, valid or not yet.

A draft is ``{"elements": {id: element}}``; an element is a dictionary of

- ``kind``: canvas, stage, touchpoint, moment or promise; ``in``: the id of the one around it;
- ``rank``: a number, its place among its siblings;
- ``fields``: what core's canvas calls them; texts in several languages and the fields of
  parts have one entry each: ``title.fr``, ``holidays.country``;
- ``fresh``: whether no version has it yet: its id follows its title until one does;
- ``gone``: whether it was deleted (what is deleted stays, so that it can come back);
- ``kept``: its fields when they were last valid, while they are not.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any, Final

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.writing import plain

Draft = dict[str, Any]
Element = dict[str, Any]
Fields = dict[str, Any]

ROOT: Final = "canvas"
INSIDE: Final = {
    "stage": ("canvas", "stages"),
    "touchpoint": ("stage", "touchpoints"),
    "moment": ("touchpoint", "key_moments"),
    "promise": ("touchpoint", "promises"),
}
"""The kind around each kind, and the field that holds it there."""
PARTS: Final = ("holidays", "stakes", "thresholds")
WORDS: Final = ("title", "need")


def draft_of(drawing: Drawing, like: Draft | None = None) -> Draft:
    """Return *drawing* as a draft.

    Args:
        like: a draft whose elements keep their ids here, where their own names are the same.
    """
    data = json.loads(json.dumps(plain(drawing), default=str))
    draft: Draft = {"elements": {}}
    _take_in(draft, data, kind="canvas", around="", rank=1.0, known=_named(like))
    return draft


def _take_in(
    draft: Draft,
    data: dict[str, Any],
    *,
    kind: str,
    around: str,
    rank: float,
    known: dict[tuple[str, str], str],
) -> None:
    own = str(data.get(kind, f"{around}/{rank:g}"))
    element = ROOT if kind == "canvas" else known.get((kind, own)) or _id_of(kind, own)
    if element in draft["elements"]:
        element = new_id()
    inside = {field: child for child, (of, field) in INSIDE.items() if of == kind}
    draft["elements"][element] = {
        "kind": kind,
        "in": around,
        "rank": rank,
        "fields": flat({key: value for key, value in data.items() if key not in inside}),
    }
    for field, child in inside.items():
        for n, each in enumerate(data.get(field, ())):
            _take_in(draft, each, kind=child, around=element, rank=n + 1.0, known=known)


def _named(draft: Draft | None) -> dict[tuple[str, str], str]:
    elements = draft["elements"].items() if draft else ()
    return {
        (each["kind"], str(each["fields"].get(each["kind"]))): element
        for element, each in elements
        if each["kind"] in each["fields"]
    }


def _id_of(kind: str, own: str) -> str:
    """Return the same id each time a canvas is read that nobody has edited yet."""
    return hashlib.blake2b(f"{kind}/{own}".encode(), digest_size=6).hexdigest()


def new_id() -> str:
    """Return an id that no element has."""
    return uuid.uuid4().hex[:12]


def flat(data: dict[str, Any]) -> Fields:
    """Return fields with one entry for each language and each field of a part.

    >>> flat({"title": {"en": "Till", "fr": "Caisse"}, "stakes": {"contact_cost": 4}, "aim": 4})
    {'title.en': 'Till', 'title.fr': 'Caisse', 'stakes.contact_cost': 4, 'aim': 4}
    """
    fields: Fields = {}
    for name, value in data.items():
        if name in (*PARTS, *WORDS) and isinstance(value, dict):
            fields |= {f"{name}.{key}": each for key, each in value.items()}
        else:
            fields[name] = value
    return fields


def nested(fields: Fields) -> dict[str, Any]:
    """Return what `flat` was given.

    >>> nested({"title.en": "Till", "aim": 4})
    {'title': {'en': 'Till'}, 'aim': 4}
    """
    data: dict[str, Any] = {}
    for name, value in fields.items():
        first, _dot, second = name.partition(".")
        if second and isinstance(data.setdefault(first, {}), dict):
            data[first][second] = value
        elif not second:
            data[name] = value
    return data


def is_alive(draft: Draft, element: str) -> bool:
    """Return whether *element* and all around it are there, none deleted."""
    found = draft["elements"].get(element)
    if found is None or found.get("gone"):
        return False
    return element == ROOT or is_alive(draft, found["in"])


def children(draft: Draft, around: str, kind: str = "") -> list[str]:
    """Return the ids of what stands in *around*, in order, deleted ones left out."""
    found = [
        (each["rank"], element)
        for element, each in draft["elements"].items()
        if each["in"] == around and not each.get("gone") and kind in ("", each["kind"])
    ]
    return [element for _rank, element in sorted(found)]


def walk(draft: Draft, around: str = ROOT) -> Iterator[str]:
    """Yield the id of every element that is there, in the order of the canvas."""
    yield around
    for element in children(draft, around):
        yield from walk(draft, element)


def rank_after(draft: Draft, around: str, *, kind: str, after: str, moved: str = "") -> float:
    """Return the place that comes right after sibling *after*; first where it is empty.

    A sibling that has gone elsewhere meanwhile means the end.
    """
    siblings = [each for each in children(draft, around, kind) if each != moved]
    ranks = [draft["elements"][each]["rank"] for each in siblings]
    if not siblings:
        return 1.0
    if not after:
        return float(ranks[0]) - 1
    if after not in siblings[:-1]:
        return float(ranks[-1]) + 1
    at = siblings.index(after)
    return float(ranks[at] + ranks[at + 1]) / 2

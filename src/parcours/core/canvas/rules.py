"""What the parts of a canvas owe each other, checked on its plain data.

Plain data, because a canvas with a mistyped field has no model yet, and its author wants
to hear of everything at once.
"""

from collections.abc import Iterator
from typing import Any

from parcours.core.language import _
from parcours.core.written.problem import Path, in_words

Fields = dict[str, Any]


def broken_rules(data: Any) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every rule that *data* breaks."""
    stages = list(_parts(data, (), "stages"))
    touchpoints = [
        each for path, stage in stages for each in _parts(stage, path, "touchpoints")
    ]
    promises = [each for path, point in touchpoints for each in _parts(point, path, "promises")]
    for id_field, parts in (
        ("stage", stages),
        ("touchpoint", touchpoints),
        ("promise", promises),
    ):
        yield from _ids_used_twice(data, id_field, parts)
    for path, point in touchpoints:
        yield from _feelings_without_aim(point, path)
    if isinstance(data, dict) and not data.get("hours"):
        for path, promise in promises:
            yield from _business_time(promise, path)


def _parts(part: Any, path: Path, field: str) -> Iterator[tuple[Path, Fields]]:
    """Yield each element of the list in *field* that is made of fields, with its path."""
    elements = part.get(field) if isinstance(part, dict) else None
    if isinstance(elements, list):
        for n, each in enumerate(elements):
            if isinstance(each, dict):
                yield (*path, field, n), each


def _ids_used_twice(
    data: Any, id_field: str, parts: list[tuple[Path, Fields]]
) -> Iterator[tuple[Path, str]]:
    first: dict[str, Path] = {}
    for path, part in parts:
        name = part.get(id_field)
        if not isinstance(name, str):
            continue
        if name in first:
            message = _("`{name}` is already the id of {where}: choose another")
            where = in_words(first[name], data)
            yield (*path, id_field), message.format(name=name, where=where)
        first.setdefault(name, path)


def _feelings_without_aim(point: Fields, path: Path) -> Iterator[tuple[Path, str]]:
    for at, promise in _parts(point, path, "promises"):
        if promise.get("kind") == "felt" and (promise.get("aim") or point.get("aim")) is None:
            yield (
                at,
                _("a `felt` promise needs an aim, 1 to 5: its own, or its touchpoint's"),
            )


def _business_time(promise: Fields, path: Path) -> Iterator[tuple[Path, str]]:
    for field in ("within", "grace"):
        if "business" in str(promise.get(field)):
            message = _("business time needs opening hours: add `hours` to the canvas")
            yield (*path, field), message

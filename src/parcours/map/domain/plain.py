"""A gap as plain values that a result can keep, and back, in the language of who reads it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from parcours.core.canvas import Canvas
from parcours.core.figure import Figure
from parcours.core.gap import Gap
from parcours.core.language import Message, _, ngettext

_MESSAGE: Final = "message of"
_UNIONS: Final = (Union, UnionType)


def plain(found: Any) -> Any:
    """Return dataclasses as objects, moments as ISO text, messages with all they are made of.

    A canvas is left out: who reads has it. Numbers that are not finite are null.
    """
    if isinstance(found, Message):
        return {
            _MESSAGE: found.source,
            "counted": found.counted,
            "parts": plain(found.parts),
            "named": plain(found.named),
        }
    if is_dataclass(found) and not isinstance(found, type):
        return {each.name: plain(getattr(found, each.name)) for each in fields(found)}
    if isinstance(found, Mapping):
        return {str(key): plain(each) for key, each in found.items()}
    if isinstance(found, list | tuple):
        return [plain(each) for each in found]
    if isinstance(found, datetime):
        return found.isoformat()
    if isinstance(found, Canvas) or (isinstance(found, float) and not isfinite(found)):
        return None
    return found


def gap_of(kept: dict[str, Any], canvas: Canvas) -> Gap:
    """Return the gap that `plain` made *kept* of, its messages in the current language."""
    found: Gap = _made(Gap, {**kept, "canvas": canvas})
    return found


def figure_of(kept: dict[str, Any]) -> Figure:
    """Return the figure that `plain` made *kept* of."""
    found: Figure = _made(Figure, kept)
    return found


def _made(kind: Any, kept: Any) -> Any:
    """Return *kept* as a value of the type *kind*."""
    if kept is None or isinstance(kept, Canvas):
        return kept
    if isinstance(kept, dict) and _MESSAGE in kept:
        return _message(kept)
    if is_dataclass(kind):
        maker = cast("Any", kind)
        hints = _hints(maker)
        return maker(**{name: _made(hints[name], each) for name, each in kept.items()})
    origin, given = get_origin(kind), get_args(kind)
    if origin in _UNIONS:
        return _made(_of_union(given, kept), kept)
    if origin is tuple:
        kinds = given if given[-1] is not Ellipsis else [given[0]] * len(kept)
        return tuple(_made(each, of) for each, of in zip(kinds, kept, strict=True))
    if origin is list:
        return [_made(given[0], each) for each in kept]
    if origin is dict:
        key = float if given[0] is float else str
        return {key(name): _made(given[1], each) for name, each in kept.items()}
    return datetime.fromisoformat(kept) if kind is datetime else kept


def _of_union(kinds: tuple[Any, ...], kept: Any) -> Any:
    """Return the kind of a union that *kept* is: an object, a list, or a plain value."""
    wanted = list if isinstance(kept, list) else dict if isinstance(kept, dict) else None
    for kind in kinds:
        if kind is datetime or (wanted is dict and is_dataclass(kind)):
            return kind
        if wanted is not None and get_origin(kind) in (wanted, tuple):
            return kind
    return next(kind for kind in kinds if kind is not NoneType)


def _message(kept: dict[str, Any]) -> Message:
    source, counted = kept[_MESSAGE], kept["counted"]
    made = Message.of(str(ngettext(source, *counted) if counted else _(source)), source,
                      (counted[0], counted[1]) if counted else None)  # fmt: skip
    parts = [_made(Any, part) for part in kept["parts"]]
    named = {name: _made(Any, part) for name, part in kept["named"].items()}
    return made.format(*parts, **named) if parts or named else made


@cache
def _hints(kind: Any) -> dict[str, Any]:
    # Literals stay as they are; their values are plain.
    hints = get_type_hints(kind)
    return {name: Any if get_origin(each) is Literal else each for name, each in hints.items()}

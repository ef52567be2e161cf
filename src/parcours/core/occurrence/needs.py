"""Which columns of the log the promises of a canvas read."""

from collections.abc import Collection, Iterator
from typing import Final

from parcours.core.canvas import Canvas
from parcours.core.pattern import Pattern, Where
from parcours.core.promise import Promise
from parcours.core.schema import COLUMNS
from parcours.core.selection import columns_of

_ALWAYS: Final = {"customer_id", "at", "activity"}
_FOR_SCORES: Final = {"score", "scale", "case_id"}
_FOR_RETURNS: Final = {"amount", "currency", "case_id"}
_SHOWN: Final = {"event_id", "case_id", "channel"}


def columns_needed(
    canvas: Canvas,
    promises: Collection[str] | None = None,
    where: Where | None = None,
    *,
    shown: bool = True,
) -> list[str]:
    """Return the columns to read for *promises* (all by default), in the log's order.

    Args:
        where: conditions of the caller on the opening events.
        shown: also what only the table of occurrences shows: event_id and channel.
    """
    asked = _asked(canvas, promises)
    found = _ALWAYS | _FOR_SCORES | _FOR_RETURNS | columns_of(canvas.returns, where)
    found |= _SHOWN if shown else set()
    for _stage, touchpoint in canvas.touchpoints():
        found |= columns_of(*touchpoint.events)
    for promise in asked:
        found |= columns_of(promise.where, promise.segment, *promise.adjust, *_read(promise))
        found |= {"due_at"} if promise.kind == "by" else set()
    return [name for name in COLUMNS if name in found]


def adjusted_for(canvas: Canvas, promises: Collection[str] | None = None) -> list[str]:
    """Return the columns and properties that *promises* adjust for, each once."""
    asked = _asked(canvas, promises)
    return list(dict.fromkeys(name for promise in asked for name in promise.adjust))


def _asked(canvas: Canvas, promises: Collection[str] | None) -> list[Promise]:
    made = (promise for _point, promise in canvas.promises())
    return [each for each in made if promises is None or each.promise in promises]


def _read(promise: Promise) -> Iterator[Pattern | str]:
    """Yield the patterns of a promise and the column whose value it compares."""
    for field in type(promise).model_fields:
        value = getattr(promise, field)
        if isinstance(value, Pattern):
            yield value
    of = getattr(promise, "of", None)
    if of is not None:
        yield of

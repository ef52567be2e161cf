"""Which promises of a canvas are asked for, and which columns of the log they read."""

from collections.abc import Collection, Iterator
from typing import Final

from parcours.core.canvas import Canvas
from parcours.core.language import _
from parcours.core.pattern import Pattern, Where
from parcours.core.promise import Promise
from parcours.core.refusal import Refused
from parcours.core.schema import COLUMNS
from parcours.core.selection import columns_of

_ALWAYS: Final = {"customer_id", "at", "activity"}
_FOR_SCORES: Final = {"score", "scale", "case_id"}
_FOR_RETURNS: Final = {"amount", "currency", "case_id"}
_SHOWN: Final = {"event_id", "case_id", "channel"}


class UnknownPromise(Refused):
    """A promise was asked for that the canvas does not make."""


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
    found = _ALWAYS | _FOR_SCORES | _FOR_RETURNS | columns_of(canvas.returns, where)
    found |= _SHOWN if shown else set()
    for _stage, touchpoint in canvas.touchpoints():
        found |= columns_of(*touchpoint.events)
    for promise in asked(canvas, promises):
        found |= columns_of(promise.where, promise.segment, *promise.adjust, *_read(promise))
        found |= {"due_at"} if promise.kind == "by" else set()
    return [name for name in COLUMNS if name in found]


def adjusted_for(canvas: Canvas, promises: Collection[str] | None = None) -> list[str]:
    """Return the columns and properties that *promises* adjust for, each once."""
    made = asked(canvas, promises)
    return list(dict.fromkeys(name for promise in made for name in promise.adjust))


def asked(canvas: Canvas, promises: Collection[str] | None) -> list[Promise]:
    """Return the promises of these names, all by default, in the canvas's order.

    Raises:
        UnknownPromise: the canvas does not make one of them.
    """
    made = {promise.promise: promise for _point, promise in canvas.promises()}
    unknown = sorted(set(promises or ()) - made.keys())
    if unknown:
        raise UnknownPromise(
            _("the canvas makes no promise {unknown}; it makes {known}").format(
                unknown=", ".join(unknown), known=", ".join(sorted(made))
            )
        )
    return [made[name] for name in made if promises is None or name in promises]


def _read(promise: Promise) -> Iterator[Pattern | str]:
    """Yield the patterns of a promise and the column whose value it compares."""
    for field in type(promise).model_fields:
        value = getattr(promise, field)
        if isinstance(value, Pattern):
            yield value
    of = getattr(promise, "of", None)
    if of is not None:
        yield of

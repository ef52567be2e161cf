"""Promises that wait for someone: due soon, or late and still open."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.kernel import Log, run
from parcours.core.occurrence import State, columns_needed, evaluate
from parcours.core.occurrence.bucket import NEVER
from parcours.core.promise import By, Within

SOON: Final = timedelta(days=1)
STALE: Final = timedelta(days=30)
"""Who has waited longer is no longer waiting: it is a matter for the gap, not for today."""

Plain = dict[str, Any]


def due(log: Log, *, canvas: str) -> Plain:
    """Return, by promise, how many cases wait: ``soon``, ``late`` and ``open`` in all.

    Late is due, not done, and not longer ago than thirty days; soon is within a day of the
    log's last event. Only promises to do something by a moment wait for anyone.

    Args:
        canvas: its text.
    """
    drawn, last = Canvas.parse(canvas), log.last_at()
    if last is None:
        return {"as_of": None, "promises": {}}
    names = {
        promise.promise
        for _point, promise in drawn.promises()
        if isinstance(promise, By | Within)
    }

    def kernel(events: Events) -> dict[str, Counter[str]]:
        return _waiting(events, drawn, names=names, as_of=last)

    total: dict[str, Counter[str]] = {}
    parts = run(log, kernel, columns=columns_needed(drawn, names)) if names else []
    for part in parts:
        for name, counts in part.items():
            total.setdefault(name, Counter()).update(counts)
    return {
        "as_of": last.isoformat(),
        "promises": {name: dict(counts) for name, counts in total.items() if counts.total()},
    }


def _waiting(
    events: Events, drawn: Canvas, *, names: set[str], as_of: datetime
) -> dict[str, Counter[str]]:
    now = int(as_of.timestamp() * 1e6)
    soon, stale = (int(each / timedelta(microseconds=1)) for each in (SOON, STALE))
    found = {}
    for each in evaluate(events, drawn, as_of=as_of, promises=names):
        state, has_due = each.verdict.state, each.due != NEVER
        until = np.where(has_due, each.due, now)
        pending = (state == State.PENDING) & has_due
        is_open = (state == State.BROKEN) & (each.verdict.closed == NEVER)
        found[each.promise.promise] = Counter(
            open=int(pending.sum()),
            soon=int((pending & (until - now <= soon)).sum()),
            late=int((is_open & has_due & (now - until <= stale)).sum()),
        )
    return found

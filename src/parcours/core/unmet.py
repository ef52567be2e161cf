"""Why no event meets conditions: the values there are, and the nearest to what was asked."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson
import polars as pl

from parcours.core.events import Events
from parcours.core.kernel import Log, run
from parcours.core.language import _
from parcours.core.pattern import Bounds, Condition, Other, Pattern, Present, Where
from parcours.core.selection import PROPERTY, columns_of, numbers, select, texts, values
from parcours.core.written.wording import choose

_KEPT: Final = 1_000  # values of a column, rows whose properties are named
Seen = tuple[bool, Counter[str], tuple[float, float], set[str]]
"""Whether a condition is met; the values there are, their ends, the names of properties."""


def unmet(log: Log, where: Where) -> str:
    """Return a sentence for each condition that no event meets, or that none meets all.

    >>> from parcours.core.kernel import as_log
    >>> from parcours.core.pattern import conditions
    >>> log = as_log(pl.DataFrame({"customer_id": ["ana"], "at": ["2026-03-01T12:00:00Z"],
    ...     "activity": ["order.placed"], "channel": ["web"]}))
    >>> unmet(log, conditions({"channel": "wbe"}))
    'No event has channel wbe. Did you mean `web`?'
    """
    found = run(log, lambda events: _seen(events, where), columns=sorted(columns_of(where)))
    said = []
    for name, condition in where.items():
        seen = [each[name] for each in found]
        if not any(is_met for is_met, *_rest in seen):
            said.append(_why(name, condition, seen))
    if said:
        return " ".join(said)
    return _("Some events meet each condition, but none that counts here meets them all.")


def _seen(events: Events, where: Where) -> dict[str, Seen]:
    every = np.arange(len(events))
    found = {}
    for name, condition in where.items():
        pattern = Pattern(
            activity=tuple(events.activities) or ("none",), where={name: condition}
        )
        there = values(events, every, name)
        counted = texts(there).drop_nulls().value_counts(sort=True).head(_KEPT)
        read = numbers(there)
        read = read[np.isfinite(read)]
        ends = (float(read.min()), float(read.max())) if len(read) else (np.inf, -np.inf)
        is_met = len(select(events, pattern)) > 0
        found[name] = (is_met, Counter(dict(counted.iter_rows())), ends, _names(events, name))
    return found


def _names(events: Events, name: str) -> set[str]:
    """Return the names that properties have, where it is one of them that is asked."""
    if not name.startswith(PROPERTY) or "properties" not in events.frame.columns:
        return set()
    some = events.frame["properties"].drop_nulls().head(_KEPT).cast(pl.String)
    return {PROPERTY + each for text in some for each in _object(text)}


def _object(text: str) -> dict[str, Any]:
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


def _why(name: str, condition: Condition, seen: Sequence[Seen]) -> str:
    known: Counter[str] = sum((each[1] for each in seen), Counter())
    if not known:
        names = sorted(set().union(*(each[3] for each in seen)))
        hint = choose(name, names) if names else ""
        return _("No event has {name}. {hint}").format(name=name, hint=hint).strip()
    if isinstance(condition, Bounds):
        low, high = min(each[2][0] for each in seen), max(each[2][1] for each in seen)
        if low > high:
            return _("{name} never holds a number.").format(name=name)
        return _("{name} goes from {low:g} to {high:g}.").format(name=name, low=low, high=high)
    if isinstance(condition, Other | Present):
        return _("The condition on {name} leaves every event out.").format(name=name)
    asked = ", ".join(map(str, condition))
    words = sorted(known, key=lambda word: (-known[word], word))
    return _("No event has {name} {asked}. {hint}").format(
        name=name, asked=asked, hint=choose(str(condition[0]), words)
    )

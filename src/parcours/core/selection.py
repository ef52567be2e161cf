"""Which rows of a bucket are meant: patterns, conditions on values, touchpoints.

A number in a condition meets values that read as that number, a text that very text,
true and false those words. A text reads as a number when it is written as JSON writes
one (``12.50`` does, the postal code ``07100`` does not). Moments are texts:
``2025-03-01T09:00:00Z``.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.pattern import Bounds, Condition, Other, Pattern, Present, Where
from parcours.core.schema import COLUMNS

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

PROPERTY: Final = "properties."

# Whole numbers of more than 15 digits are names (of parcels, of accounts), not quantities.
NUMBER: Final = (
    r"^-?(0|[1-9]\d{0,14}|(0|[1-9]\d*)(\.\d+([eE][+-]?\d+)?|[eE][+-]?\d+))$"  # JSON's grammar
)


def select(events: Events, pattern: Pattern, *extra: Where) -> Rows:
    """Return the rows that match *pattern* and every condition of *extra*, ascending."""
    rows = _rows_of(events, pattern)
    kept = np.ones(len(rows), dtype=np.bool_)
    for where in (pattern.where, *extra):
        for name, condition in where.items():
            kept &= _meets(_values_of(events, pattern, name), condition)
    return rows if kept.all() else rows[kept]


def values(events: Events, rows: Rows, name: str) -> pl.Series:
    """Return the values of *name* on *rows*, in their order.

    Args:
        rows: positions in *events*.
        name: a column of the log, or ``properties.NAME``, where dots lead into objects.

    Returns:
        The column's own type; String for a property, whatever JSON wrote it as. Null
        where there is no such column, no such property or no readable JSON.
    """
    column = name.split(".", 1)[0]
    if column not in events.frame.columns:
        absent = pl.Series(name, [None], dtype=COLUMNS.get(name, pl.String()))
        return absent.new_from_index(0, len(rows))
    found = events.frame[column].gather(rows).cast(COLUMNS.get(column, pl.String()))
    if name.startswith(PROPERTY):
        found = found.str.json_path_match(_path(name.removeprefix(PROPERTY)))
    return found.alias(name)


def numbers(series: pl.Series) -> Numbers:
    """Return *series* as numbers, NaN where a value is missing or does not read as one.

    >>> numbers(pl.Series(["12.50", "07100", "Lille", None]))
    array([12.5,  nan,  nan,  nan])
    """
    if series.dtype == pl.String:
        text = pl.when(series.str.contains(NUMBER)).then(series)
        series = pl.select(text.cast(pl.Float64, strict=False)).to_series()
    elif not series.dtype.is_numeric():
        return np.full(len(series), np.nan)
    found = series.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.where(np.isfinite(found), found, np.nan)


def numbers_if_all(series: pl.Series) -> pl.Series:
    """Return *series* as numbers if each of its values is one, else as it is.

    >>> numbers_if_all(pl.Series(["2", None, "12.50"])).to_list()
    [2.0, None, 12.5]
    """
    if series.dtype != pl.String or series.is_null().all():
        return series
    read = pl.Series(series.name, numbers(series), nan_to_null=True)
    return read if read.null_count() == series.null_count() else series


def texts(series: pl.Series) -> pl.Series:
    """Return *series* as texts, null where a value is missing."""
    if series.dtype == pl.String:
        return series
    if series.dtype.is_temporal():
        return series.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return series.fill_nan(None).cast(pl.String)


def touchpoint_of(events: Events, canvas: Canvas) -> NDArray[np.int16]:
    """Return the touchpoint of each row: its position in the canvas, −1 for none.

    The first touchpoint, in the order of the canvas, with a matching pattern has the event.
    """
    found = np.full(len(events), -1, dtype=np.int16)
    for position, (_stage, touchpoint) in enumerate(canvas.touchpoints()):
        for pattern in touchpoint.events:
            rows = select(events, pattern)
            found[rows[found[rows] < 0]] = position
    return found


def columns_of(*parts: Pattern | Where | str | None) -> set[str]:
    """Return the columns of the log that these patterns, conditions and names read."""
    found = set[str]()
    for part in parts:
        if isinstance(part, Pattern):
            found |= {"channel"} if part.channel else set()
            found |= columns_of(part.where)
        elif part is not None:
            names = (part,) if isinstance(part, str) else part
            found |= {name.split(".", 1)[0] for name in names}
    return found & COLUMNS.keys()


def _rows_of(events: Events, pattern: Pattern) -> Rows:
    """Return the rows with the pattern's activities and channels."""
    key = ("rows", pattern.activity, pattern.channel)
    if key not in events.memo:
        events.memo[key] = _of_channels(events, pattern)
    rows: Rows = events.memo[key]
    return rows


def _of_channels(events: Events, pattern: Pattern) -> Rows:
    if pattern.channel is not None:
        rows = _rows_of(events, Pattern(activity=pattern.activity))
        if not len(rows):
            return rows
        return rows[_meets(values(events, rows, "channel"), pattern.channel)]
    order, ends = _by_activity(events)
    wanted = [code for code, name in enumerate(events.activities) if name in pattern.activity]
    found = [order[ends[code] : ends[code + 1]] for code in wanted]
    if len(found) == 1:
        return found[0]
    return np.sort(np.concatenate([np.zeros(0, dtype=np.intp), *found]))


def _by_activity(events: Events) -> tuple[Rows, Rows]:
    """Return the rows sorted by activity, and where each activity begins."""
    if "by activity" not in events.memo:
        many = len(events.activities)
        # Stable sorts of the small integers are the quick ones, and keep rows ascending.
        small = events.activity.astype(np.min_scalar_type(many))
        order = np.argsort(small, kind="stable")
        ends = np.concatenate([[0], np.cumsum(np.bincount(small, minlength=many))])
        events.memo["by activity"] = (order, ends)
    found: tuple[Rows, Rows] = events.memo["by activity"]
    return found


def _values_of(events: Events, pattern: Pattern, name: str) -> pl.Series:
    """Return the values on the rows of the pattern; JSON is read once for all patterns."""
    rows = _rows_of(events, pattern)
    if not name.startswith(PROPERTY):
        return values(events, rows, name)
    key = ("values", pattern.activity, pattern.channel, name)
    if key not in events.memo:
        events.memo[key] = values(events, rows, name)
    series: pl.Series = events.memo[key]
    return series


def _meets(series: pl.Series, condition: Condition) -> Mask:
    if isinstance(condition, Present):
        return (texts(series).is_not_null() == condition.present).to_numpy()
    if isinstance(condition, Bounds):
        found = numbers(series)
        low = -np.inf if condition.at_least is None else condition.at_least
        high = np.inf if condition.at_most is None else condition.at_most
        return (found >= low) & (found <= high)
    if isinstance(condition, Other):
        return ~_is_any(series, condition.other_than)
    return _is_any(series, condition)


def _is_any(series: pl.Series, wanted: Sequence[Any]) -> Mask:
    words = [str(word).lower() if isinstance(word, bool) else word for word in wanted]
    spelt = [word for word in words if isinstance(word, str)]
    counted = [word for word in words if not isinstance(word, str)]
    found = np.zeros(len(series), dtype=np.bool_)
    if spelt and not series.dtype.is_numeric():
        found |= texts(series).is_in(spelt).fill_null(value=False).to_numpy()
    if counted:
        found |= np.isin(numbers(series), np.array(counted, dtype=np.float64))
    return found


def _path(name: str) -> str:
    quoted = (part.replace("\\", "\\\\").replace('"', '\\"') for part in name.split("."))
    return "$" + "".join(f'["{part}"]' for part in quoted)

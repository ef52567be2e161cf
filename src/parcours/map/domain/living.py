"""What the log says of a canvas: the questions that the pages ask of results.

Each is a function of a log and plain values to plain values; a canvas comes as its text.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas as Drawing
from parcours.core.events import Events
from parcours.core.gap import gap
from parcours.core.kernel import Log, run
from parcours.core.metrics.measuring import figures
from parcours.core.selection import Rows, columns_of, select, texts, values
from parcours.ledger.domain.segments import narrowed
from parcours.map.domain import hearing
from parcours.map.domain.plain import plain
from parcours.map.models.canvas import drawing_of

MOST_VALUES: Final = 40
SHOP: Final = "properties.shop"

Plain = dict[str, Any]


def lived(
    log: Log,
    *,
    canvas: str,
    since: str | None = None,
    until: str | None = None,
    where: dict[str, list[str]] | None = None,
) -> Plain | None:
    """Return the gap of a canvas as `plain.gap_of` reads it; null where there is no event.

    Args:
        canvas: its text.
        since: the first month counted, ``2025-03``, in the canvas's time zone.
        until: the last month that exists.
        where: values of columns or properties that count, and segments of customers.
    """
    drawn, last = drawing_of(canvas), log.last_at()
    if last is None:
        return None
    zone = ZoneInfo(drawn.time_zone)
    begin, end = between(since, until, zone)
    whose, others = narrowed(log, where)
    found = gap(
        drawn,
        whose,
        as_of=min(end - timedelta(microseconds=1), last) if end else last,
        since=begin,
        where={**others},
        inferred=hearing.inferred(log),
    )
    kept: Plain = plain(found)
    return kept


def over_time(log: Log, *, canvas: str) -> Plain:
    """Return each promise's kept share and each touchpoint's felt score, month by month.

    Returns:
        ``promises`` and ``touchpoints``, each by its id a list of month (its first day) and
        figure.
    """
    drawn = drawing_of(canvas)
    asked = {"promises": ("kept", "promise"), "touchpoints": ("felt", "touchpoint")}
    found: Plain = {}
    for name, (metric, by) in asked.items():
        series: Plain = found.setdefault(name, {})
        measured = figures(log, metrics=[metric], every="1mo", by=by, canvas=drawn)
        for _metric, row, figure in measured:
            if row["group"] is not None:
                series.setdefault(row["group"], []).append(
                    [row["start"].isoformat(), plain(figure)]
                )
    return found


def choices(log: Log, *, canvas: str) -> Plain:
    """Return what the figures can be restricted to.

    Returns:
        ``months``, from the first event to the last; ``segments``, by column or property the
        values of events that open a promise, the most frequent first, two at least.
    """
    drawn = drawing_of(canvas)
    names = segments_of(drawn)

    def kernel(events: Events) -> tuple[datetime | None, dict[str, pl.Series]]:
        rows = _openings(drawn, events)
        found = {name: texts(values(events, rows, name)) for name in names}
        first: Any = events.frame["at"].min()
        return first, found

    patterns = [promise.opens for _point, promise in drawn.promises()]
    parts = run(log, kernel, columns=sorted(columns_of(*patterns, *names)))
    counted = {name: _counted([found[name] for _first, found in parts]) for name in names}
    return {
        "months": list(_months(min((f for f, _ in parts if f), default=None), log, drawn)),
        "segments": {name: each for name, each in counted.items() if len(each) > 1},
    }


def segments_of(drawn: Drawing) -> list[str]:
    """Return the columns and properties by which a canvas's figures can be restricted."""
    made = (promise.segment for _point, promise in drawn.promises())
    return list(dict.fromkeys(["channel", SHOP, *(name for name in made if name)]))


def _openings(drawn: Drawing, events: Events) -> Rows:
    found = [select(events, promise.opens) for _point, promise in drawn.promises()]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *found]))


def _counted(parts: list[pl.Series]) -> list[str]:
    found = pl.concat([part.rename("value") for part in parts]).drop_nulls()
    counts = found.value_counts(name="n").sort(["n", "value"], descending=[True, False])
    names: list[str] = counts["value"].head(MOST_VALUES).to_list()
    return names


def _months(first: datetime | None, log: Log, drawn: Drawing) -> Iterator[str]:
    last, zone = log.last_at(), ZoneInfo(drawn.time_zone)
    if first is None or last is None:
        return
    month = _first_day(first.astimezone(zone).date())
    while month <= last.astimezone(zone).date():
        yield f"{month:%Y-%m}"
        month = _first_day(month + timedelta(days=31))


def _first_day(day: date) -> date:
    return day.replace(day=1)


def between(
    since: str | None, until: str | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Return when the month *since* begins and when *until* is over, null where not given."""
    over = None
    if until:
        after = _first_day(date.fromisoformat(f"{until}-01") + timedelta(days=31))
        over = _begin(f"{after:%Y-%m}", zone)
    return _begin(since, zone) if since else None, over


def _begin(month: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone).astimezone(UTC)

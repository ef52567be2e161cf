"""What is complained of more than it used to be, and where."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from django.utils import timezone

from parcours.core.kernel import Log
from parcours.core.text.rising import rises
from parcours.listen.domain.verbatims import codes, naming
from parcours.listen.domain.verbatims.asking import SEGMENT, Asked
from parcours.listen.domain.verbatims.finding import search

LATELY: Final = timedelta(days=28)
TOUCHPOINT: Final = "touchpoint:"
"""Before the canvas of a facet that is a touchpoint; the others are segments."""
_WATCHED: Final = 25
"""Values of a segment that alerts look at: the most frequent."""
_MOST_ALERTS: Final = 12
_PLACED: Final = ("driver", "facet", "value")
_NUMBERS: Final = ("times", "times_low", "lately", "all_lately", "before", "all_before")


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A driver that is spoken ill of more than it used to be, at a place."""

    driver: str
    place: str
    times: float
    times_low: float
    lately: int
    all_lately: int
    before: int
    all_before: int
    query: str


def risen(_log: Log) -> list[dict[str, Any]]:
    """Return what is complained of more than before, of all that was said.

    A question for results. Verbatims follow the log by themselves.
    """
    return raised(Asked())


def raised(asked: Asked) -> list[dict[str, Any]]:
    """Return what is complained of more than before, at a touchpoint or in a shop.

    Returns:
        as plain values ``driver``, ``facet`` (``touchpoint:3``, ``segment.shop``), ``value``,
        and the numbers of an `Alert`.
    """
    said = search(replace(asked, driver=(), since=None, until=None))
    begin = pl.lit(timezone.now() - LATELY).cast(pl.Datetime("us", "UTC"))
    rows = said.all.with_columns(is_late=pl.col("at") >= begin)
    parts = [
        part
        for column, meanings in (
            ("places", said.table.places),
            ("segments", said.table.segments),
        )
        for key in _keys(meanings)
        for part in _placed(rows, column, meanings, key=key)
    ]
    if not parts:
        return []
    told = pl.concat(parts)
    found = rises(told, list(_PLACED), said="is_said", lately="is_late")
    return found.filter("is_alert").head(_MOST_ALERTS).select(*_PLACED, *_NUMBERS).to_dicts()


def alerts(
    rows: Iterable[dict[str, Any]], asked: Asked, *, places: dict[str, str]
) -> list[Alert]:
    """Return what `raised` found in words.

    Args:
        places: titles of touchpoints, as `naming.touchpoints` says them.
    """
    return [_alert(row, asked, places) for row in rows]


def _keys(meanings: dict[str, dict[str, str]]) -> list[str]:
    """Return the properties that alerts look at: of canvases all, of segments the shop."""
    keys = {key for told in meanings.values() for key in told}
    return sorted(key for key in keys if key.isdecimal() or key == "shop")


def _placed(
    rows: pl.DataFrame, column: str, meanings: dict[str, dict[str, str]], *, key: str
) -> list[pl.DataFrame]:
    """Return, for each driver, whether the texts of each value speak ill of it."""
    values = {text: told[key] for text, told in meanings.items() if key in told}
    facet = f"{TOUCHPOINT}{key}" if column == "places" else f"{SEGMENT}{key}"
    valued = rows.with_columns(
        value=pl.col(column)
        .cast(pl.String)
        .replace_strict(values, default=None, return_dtype=pl.String)
    ).filter(pl.col("value").is_not_null())
    often = valued["value"].value_counts(sort=True)["value"][:_WATCHED]
    valued = valued.filter(pl.col("value").is_in(often.implode()))
    return [
        valued.select(
            "value",
            "is_late",
            driver=pl.lit(name),
            facet=pl.lit(facet),
            is_said=codes.has("negative", place),
        )
        for place, name in enumerate(codes.DRIVERS)
    ]


def _alert(row: dict[str, Any], asked: Asked, places: dict[str, str]) -> Alert:
    kind, _colon, canvas = row["facet"].partition(":")
    value = f"{canvas}:{row['value']}" if canvas else row["value"]
    at = replace(asked, driver=(f"{row['driver']}:negative",), since=None, until=None)
    since = (timezone.localdate() - LATELY).isoformat()
    narrowed = replace(at.with_value(kind, value), since=date.fromisoformat(since))
    return Alert(
        driver=naming.drivers()[row["driver"]],
        place=places.get(value, row["value"]),
        query=narrowed.query,
        **{name: row[name] for name in _NUMBERS},
    )

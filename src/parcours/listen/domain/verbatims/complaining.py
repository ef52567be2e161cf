"""What is complained of more than it used to be, and where."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import polars as pl

from parcours.core.kernel import Log
from parcours.core.text.rising import rises
from parcours.listen.domain.verbatims import codes, naming
from parcours.listen.domain.verbatims.asking import SEGMENT, Asked
from parcours.listen.domain.verbatims.finding import search
from parcours.listen.domain.verbatims.latest import last_day, latest
from parcours.listen.domain.verbatims.table import Meanings, current, valued

LATELY: Final = timedelta(days=28)
TOUCHPOINT: Final = "touchpoint:"
"""Before the canvas of a facet that is a touchpoint; the others are segments."""
_NO_PLACE: Final = {"survey", "question"}
_WATCHED: Final = 25
"""Values of a segment that alerts look at: the most frequent."""
_MOST_ALERTS: Final = 12
_PLACED: Final = ("driver", "facet", "value")
NUMBERS: Final = ("times", "times_low", "lately", "all_lately", "before", "all_before")


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


def raised(
    asked: Asked, *, most: int | None = _MOST_ALERTS, also: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return what is complained of more than before, at a touchpoint or in a shop.

    Args:
        asked: the verbatims to look at, of whichever day and driver.
        most: how many at the most, the surest first; null for all.
        also: properties to look at beside the shop.

    Returns:
        as plain values ``driver``, ``facet`` (``touchpoint:3``, ``segment.shop``), ``value``,
        and the numbers of an `Alert`.
    """
    said = search(replace(asked, driver=(), since=None, until=None))
    begin = pl.lit(latest() - LATELY).cast(pl.Datetime("us", "UTC"))
    rows = said.all.with_columns(is_late=pl.col("at") >= begin)
    parts = [
        part
        for column, meanings in (
            ("places", said.table.places),
            ("segments", said.table.segments),
        )
        for key in _keys(meanings, also)
        for part in _placed(rows, column, meanings, key=key)
    ]
    if not parts:
        return []
    told = pl.concat(parts)
    found = rises(told, list(_PLACED), said="is_said", lately="is_late")
    risen = found.filter("is_alert").select(*_PLACED, *NUMBERS)
    return (risen if most is None else risen.head(most)).to_dicts()


def segments() -> dict[str, list[str]]:
    """Return what can be watched beside touchpoints: by property its values, the shop first."""
    table, found = current(), defaultdict[str, Counter[str]](Counter)
    texts = table.frame["segments"].value_counts(name="n").cast({"segments": pl.String})
    for text, n in texts.iter_rows():
        for name, value in table.segments.get(text or "", {}).items():
            for each in [value] if isinstance(value, str) else value:
                found[name][each] += n
    order = sorted(set(found) - _NO_PLACE, key=lambda name: (name != "shop", name))
    return {name: [each for each, _n in found[name].most_common(_WATCHED)] for name in order}


def alerts(
    rows: Iterable[dict[str, Any]], asked: Asked, *, places: dict[str, str]
) -> list[Alert]:
    """Return what `raised` found in words.

    Args:
        places: titles of touchpoints, as `naming.touchpoints` says them.
    """
    return [_alert(row, asked, places) for row in rows]


def _keys(meanings: Meanings, also: Collection[str]) -> list[str]:
    """Return the properties that alerts look at: of canvases all, of segments the shop."""
    keys = {key for told in meanings.values() for key in told}
    return sorted(key for key in keys if key.isdecimal() or key in {"shop", *also})


def _placed(
    rows: pl.DataFrame, column: str, meanings: Meanings, *, key: str
) -> list[pl.DataFrame]:
    """Return, for each driver, whether the texts of each value speak ill of it."""
    values = {text: value for text, told in meanings.items() for value in valued(told, key)}
    facet = f"{TOUCHPOINT}{key}" if column == "places" else f"{SEGMENT}{key}"
    told = rows.with_columns(
        value=pl.col(column)
        .cast(pl.String)
        .replace_strict(values, default=None, return_dtype=pl.String)
    ).filter(pl.col("value").is_not_null())
    often = told["value"].value_counts(sort=True)["value"][:_WATCHED]
    told = told.filter(pl.col("value").is_in(often.implode()))
    return [
        told.select(
            "value",
            "is_late",
            driver=pl.lit(name),
            facet=pl.lit(facet),
            is_said=codes.has("negative", place),
        )
        for place, name in enumerate(codes.DRIVERS)
    ]


def words_of(row: Mapping[str, Any], asked: Asked) -> Asked:
    """Return what asks for the verbatims of the last weeks that `raised` counted in *row*."""
    at = replace(asked, driver=(f"{row['driver']}:negative",), since=None, until=None)
    kind, _colon, _canvas = row["facet"].partition(":")
    return replace(at.with_value(kind, _value(row)), since=last_day() - LATELY)


def _value(row: Mapping[str, Any]) -> str:
    """Return a place as filters write it."""
    _kind, _colon, canvas = row["facet"].partition(":")
    return f"{canvas}:{row['value']}" if canvas else str(row["value"])


def _alert(row: dict[str, Any], asked: Asked, places: dict[str, str]) -> Alert:
    return Alert(
        driver=naming.drivers()[row["driver"]],
        place=places.get(_value(row), row["value"]),
        query=words_of(row, asked).query,
        **{name: row[name] for name in NUMBERS},
    )

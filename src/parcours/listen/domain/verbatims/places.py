"""Where on today's canvases a verbatim belongs, and what it can be filtered by."""

import hashlib
import json
from typing import Any, Final

import polars as pl

from parcours.core.events import Events
from parcours.core.selection import PROPERTY, touchpoint_of
from parcours.map.domain.canvases import in_use

# Beside these, the properties that a promise of a canvas is cut by.
PROPERTIES: Final = ("shop", "product", "place", "country", "survey", "question", "theme")
_LONGEST: Final = 60


def fingerprint() -> str:
    """Return what differs whenever verbatims may belong elsewhere."""
    told = [PROPERTIES, *([canvas.pk, canvas.text] for canvas in in_use())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def placed(events: pl.DataFrame) -> pl.DataFrame:
    """Return ``places`` and ``segments`` of events, both JSON texts, empty where none.

    Args:
        events: rows of the log, with at least the columns that canvases match.
    """
    canvases = in_use()
    # In any order: a touchpoint is a matter of one event, whoever's and whenever it was.
    rows, found = Events(events), {}
    for canvas in canvases:
        drawn = canvas.parsed()
        names = [point.touchpoint for _stage, point in drawn.touchpoints()]
        number = pl.Series(touchpoint_of(rows, drawn))
        told = pl.Series(names, dtype=pl.String)
        found[str(canvas.pk)] = told.gather(
            pl.select(pl.when(number >= 0).then(number)).to_series().cast(pl.UInt32)
        )
    return pl.DataFrame(
        {
            "places": _as_json(found, events.height),
            "segments": _as_json(_segments(events, canvases), events.height),
        }
    )


def _names(canvases: list[Any]) -> list[str]:
    made = [
        promise.segment.removeprefix(PROPERTY)
        for canvas in canvases
        for _point, promise in canvas.parsed().promises()
        if promise.segment and promise.segment.startswith(PROPERTY)
    ]
    return list(dict.fromkeys([*PROPERTIES, *made]))


def _segments(events: pl.DataFrame, canvases: list[Any]) -> dict[str, pl.Series]:
    found = {}
    properties = events["properties"]
    for name in _names(canvases):
        value = properties.str.json_path_match(f'$["{name}"]')
        is_list = value.str.starts_with("[")
        found[name] = pl.select(
            pl.when((value.str.len_chars() <= _LONGEST) | is_list).then(value)
        ).to_series()
    return found


def _as_json(found: dict[str, pl.Series], height: int) -> pl.Series:
    """Return, for each row, its values by name as JSON, those that are null left out."""
    if not found:
        return pl.Series([""], dtype=pl.String).new_from_index(0, height)
    rows = pl.DataFrame(found)
    kinds = rows.unique(maintain_order=True)
    told = [
        json.dumps(known, sort_keys=True) if known else ""
        for row in kinds.iter_rows(named=True)
        for known in [{name: _read(value) for name, value in row.items() if value is not None}]
    ]
    kinds = kinds.with_columns(told=pl.Series(told, dtype=pl.String))
    joined = rows.join(
        kinds, on=list(found), how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["told"]


def _read(value: str) -> str | list[str]:
    """Return the texts of a list that was written as JSON, but for long ones; else *value*."""
    if not value.startswith("["):
        return value
    try:
        read = json.loads(value)
    except ValueError:
        return value[:_LONGEST]
    return [each for each in read if isinstance(each, str) and len(each) <= _LONGEST]

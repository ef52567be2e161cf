"""How columns of dates become moments of a mapping, and what is to know of them."""

from typing import Any

import polars as pl

from parcours.core.language import _
from parcours.core.sources.column import Column
from parcours.core.sources.guessed import Guess
from parcours.core.sources.moments import first_odd
from parcours.core.sources.translating import as_text


def dated(column: Column, made: Guess) -> dict[str, Any]:
    """Return the moment a mapping takes from *column*; tell *made* what is in doubt of it."""
    formats, is_in_doubt = column.dates
    if is_in_doubt:
        made.missing.append(
            _(
                "format of {column!r}: {value} can be day/month or month/day; write "
                "{form} or exchange %d and %m"
            ).format(column=column.name, value=column.texts[0], form=formats[0])
        )
    if not formats:
        made.missing.append(
            _(
                "format of {column!r}: {value!r} is not a date I know; write how it reads"
            ).format(column=column.name, value=first_odd(column.texts))
        )
    if len(formats) > 1:
        made.notes.append(
            _("dates of {column!r} are written in several ways, tried in turn: {forms}").format(
                column=column.name, forms=" | ".join(formats)
            )
        )
    if formats in {(), ("iso",)}:
        return {"column": column.name}
    return {"column": column.name, "format": list(formats)}


def dated_with_clock(day: Column, clock: Column, made: Guess) -> dict[str, Any]:
    """Return the moment of a *day* whose hours stand in a column of their own."""
    joined = pl.select(pl.format("{} {}", as_text(day.values), as_text(clock.values)))
    name = f"{{{day.name}}} {{{clock.name}}}"
    both = Column(name, joined.to_series(), day.day_first)
    return {"template": name} | {
        part: value for part, value in dated(both, made).items() if part != "column"
    }

"""The verbatims as a table for whoever computes: people's corrections in place."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from parcours.listen.domain.verbatims import codes, writing
from parcours.listen.domain.verbatims.asking import SEGMENT, Asked
from parcours.listen.domain.verbatims.finding import search
from parcours.listen.domain.verbatims.table import COLUMNS, Meanings, Table, valued
from parcours.listen.models import Verbatim

DRIVER: Final = "driver_"
TOUCHPOINT: Final = "touchpoint."
OF_DATABASE: Final = ("text", "customer_id", "event_id", "case_id", "properties")
"""Columns that are read row by row: ask for them with few rows."""


def frame(columns: Sequence[str], where: Asked | None = None) -> pl.DataFrame:
    """Return the effective coding of the verbatims that are asked for, one row each.

    A million rows of coded columns take some ten milliseconds; those of the database
    (``text``, ``customer_id``, ``event_id``, ``case_id``, ``properties``) seconds.

    Args:
        columns: of the table (``id``, ``at``, ``channel``, ``source``, ``language``,
            ``activity``, ``scale``, ``score``, ``felt`` 1 to 5, ``sentiment`` −1, 0, 1 or
            null, ``probability``, ``positivity``, ``doubt``, ``likeness`` the same for texts
            of the same words, ``is_corrected``); ``driver_<key>`` −1, 0, 1 or null where
            absent; flags by name; ``touchpoint.<canvas pk>``; ``segment.<property>``.
        where: filters as the explorer has them, all verbatims where null. Words are looked
            up; the order is not that of ``where``.
    """
    found = search(where or Asked())
    rows = found.all
    of_database = [name for name in columns if name in OF_DATABASE]
    told = rows.select(
        "id",
        *(_column(name, found.table) for name in columns if name not in ("id", *OF_DATABASE)),
    )
    if of_database:
        told = told.join(_rows(told["id"].to_list(), of_database), on="id", how="inner")
    return told.select(list(columns))


def _column(name: str, table: Table) -> pl.Expr:
    if name in COLUMNS:
        return pl.col(name)
    if name.startswith(DRIVER):
        return codes.polarity(codes.DRIVERS.index(name.removeprefix(DRIVER))).alias(name)
    if name in codes.FLAGS:
        return codes.has("flags", codes.FLAGS.index(name)).alias(name)
    if name.startswith(TOUCHPOINT):
        return _told("places", table.places, name.removeprefix(TOUCHPOINT)).alias(name)
    if name.startswith(SEGMENT):
        return _told("segments", table.segments, name.removeprefix(SEGMENT)).alias(name)
    raise ValueError(f"verbatims have no column {name}; see reading.frame")


def _told(column: str, meanings: Meanings, key: str) -> pl.Expr:
    """Return what the texts of a column say under *key*, null where they say nothing."""
    said = {text: ", ".join(valued(told, key)) or None for text, told in meanings.items()}
    return (
        pl.col(column)
        .cast(pl.String)
        .replace_strict(said, default=None, return_dtype=pl.String)
        .cast(pl.Categorical)
    )


def _rows(numbers: list[int], columns: Sequence[str]) -> pl.DataFrame:
    found = [
        row
        for part in writing.parts(numbers)
        for row in Verbatim.objects.filter(pk__in=part).values_list("pk", *columns)
    ]
    kinds = {"id": pl.Int64, **dict.fromkeys(columns, pl.String)}
    return pl.DataFrame(found, schema=kinds, orient="row")

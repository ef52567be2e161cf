"""Counts by day, of tools that tell no visits: as many events, of nobody in particular.

Nothing says who came, so each is another customer's: count these events, but draw nothing from
them that follows a person.
"""

import unicodedata
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Final

import polars as pl

from parcours.core.language import _
from parcours.core.schema import MOMENT
from parcours.core.table.casting import MissingColumns

ORIGINS: Final = {
    "direct / none": "direct", "google": "search", "bing": "search", "duckduckgo": "search",
    "qwant": "search", "ecosia": "search", "facebook": "social", "instagram": "social",
    "linkedin": "social", "twitter": "social", "newsletter": "email", "email": "email",
}  # fmt: skip
"""What Plausible calls a source, in the words of the event log; any other is a referral."""


def plausible(path: str | Path, *, zone: str = "UTC") -> pl.DataFrame:
    """Return the visits of a Plausible export as events ``visit.started``, with their origin.

    Args:
        path: CSV with ``date``, ``source`` and ``visits``, as ``imported_sources`` has them.
        zone: time zone of the site; each visit is put at its day's noon.

    Raises:
        MissingColumns: it lacks one of the three.
    """
    table = _table(path, "date", "source", "visits")
    origin = pl.col("source").str.to_lowercase().replace_strict(ORIGINS, default="referral")
    return _events(
        table.with_columns(n=pl.col("visits").cast(pl.Int64), what=origin, which="source"),
        "visit.started",
        source="plausible",
        name="origin",
        zone=zone,
    )


def search_console(
    path: str | Path, *, brand: Sequence[str], zone: str = "UTC"
) -> pl.DataFrame:
    """Return the clicks on searches for the brand as events ``brand.searched``.

    Args:
        path: CSV with ``Date``, ``Query`` and ``Clicks``.
        brand: words of which a query has one, accents and capitals apart.
        zone: time zone of the company; each click is put at its day's noon.

    Raises:
        MissingColumns: it lacks one of the three.
    """
    table = _table(path, "Date", "Query", "Clicks").rename({"Date": "date"})
    words = [plain(word) for word in brand]
    is_brand = pl.col("Query").map_elements(
        lambda query: any(word in plain(query) for word in words), return_dtype=pl.Boolean
    )
    return _events(
        table.filter(is_brand).with_columns(
            n=pl.col("Clicks").cast(pl.Int64), what="Query", which="Query"
        ),
        "brand.searched",
        source="search-console",
        name="query",
        zone=zone,
    )


def plain(text: str) -> str:
    """Return *text* without accents and capitals.

    >>> plain("Maison Lutèce")
    'maison lutece'
    """
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _table(path: str | Path, *needs: str) -> pl.DataFrame:
    table = pl.read_csv(path, infer_schema=False)
    missing = [name for name in needs if name not in table.columns]
    if missing:
        told = _("the table lacks {missing}; it has {found}. Rename or add what is missing.")
        raise MissingColumns(
            told.format(missing=", ".join(missing), found=", ".join(table.columns))
        )
    return table


def _events(
    table: pl.DataFrame, activity: str, *, source: str, name: str, zone: str
) -> pl.DataFrame:
    """Return ``n`` events for each row, named by it: read twice they are the same events."""
    noon = pl.col("date").str.to_date().dt.combine(time(12)).dt.replace_time_zone(zone)
    each = table.select("date", "what", "which", n=pl.int_ranges(pl.col("n")), at=noon).explode(
        "n", empty_as_null=False, keep_nulls=False
    )
    key = pl.format(f"{source} {{}} {{}} {{}}", "date", "which", "n")
    return each.select(
        event_id=key,
        customer_id=key,
        at=pl.col("at").dt.convert_time_zone("UTC").cast(MOMENT),
        activity=pl.lit(activity),
        channel=pl.lit("web"),
        source=pl.lit(source),
        properties=pl.struct(pl.col("what").alias(name)).struct.json_encode(),
    )

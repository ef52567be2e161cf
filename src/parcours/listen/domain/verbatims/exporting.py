"""Verbatims as a file, as its reader may see them."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any, Final

import polars as pl

from parcours.listen.domain.verbatims.finding import Search
from parcours.listen.domain.verbatims.showing import Shown, shown, told
from parcours.listen.domain.verbatims.table import valued
from parcours.people.models import Member

MOST: Final = 100_000
_AT_ONCE: Final = 500
# What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_KINDS: Final[dict[str, Any]] = {
    "number": pl.Int64, "at": pl.Datetime("us", "UTC"), "text": pl.String,
    "language": pl.String, "sentiment": pl.Int8, "probability": pl.Float64,
    "drivers": pl.String, "flags": pl.String, "felt": pl.Float64, "score": pl.Float64,
    "scale": pl.String, "touchpoint": pl.String, "activity": pl.String, "channel": pl.String,
    "source": pl.String, "segments": pl.String, "is_corrected": pl.Boolean,
    "customer_id": pl.String, "case_id": pl.String,
}  # fmt: skip
_OF_PEOPLE: Final = ("customer_id", "case_id")


def rows(found: Search, member: Member) -> Iterator[dict[str, Any]]:
    """Yield verbatims as *member* may see them, in the order asked for, a hundred thousand
    at most.
    """
    after = ""
    for _part in range(MOST // _AT_ONCE):
        page = found.page(after=after, size=_AT_ONCE)
        for each in shown(page.numbers, member):
            yield _row(each)
        after = page.after
        if not after:
            return


def as_csv(found: Search, member: Member) -> Iterator[str]:
    """Yield a CSV, its marks such that spreadsheets read UTF-8 and compute nothing."""
    names = columns(member)
    yield "\ufeff" + _line(names)
    for row in rows(found, member):
        yield _line([_safe(row[name]) for name in names])


def as_parquet(found: Search, member: Member) -> bytes:
    """Return a Parquet file."""
    names = columns(member)
    frame = pl.DataFrame(
        list(rows(found, member)), schema=_KINDS, orient="row", infer_schema_length=None
    )
    file = BytesIO()
    frame.select(names).write_parquet(file)
    return file.getvalue()


def columns(member: Member) -> list[str]:
    """Return the columns that *member* may have."""
    is_open = member.can("see customers")
    return [name for name in _KINDS if is_open or name not in _OF_PEOPLE]


def _row(each: Shown) -> dict[str, Any]:
    row, said = each.verbatim, each.coding
    signs = {1: "+", -1: "-", 0: ""}
    return {
        "number": row.pk,
        "at": row.at,
        "text": each.text,
        "language": row.language,
        "sentiment": said.sentiment,
        "probability": said.probability,
        "drivers": " ".join(f"{name}{signs[sign]}" for name, sign in said.drivers.items()),
        "flags": " ".join(said.flags),
        "felt": row.felt,
        "score": row.score,
        "scale": row.scale,
        "touchpoint": each.place,
        "activity": row.activity,
        "channel": row.channel,
        "source": row.source,
        "segments": _segments(told(row.segments)),
        "is_corrected": said.is_corrected,
        "customer_id": row.customer_id if each.is_open else None,
        "case_id": row.case_id if each.is_open else None,
    }


def _segments(said: dict[str, Any]) -> str:
    return " ".join(f"{name}={each}" for name in sorted(said) for each in valued(said, name))


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _line(values: list[Any]) -> str:
    file = StringIO()
    csv.writer(file, delimiter=";").writerow(values)
    return file.getvalue()

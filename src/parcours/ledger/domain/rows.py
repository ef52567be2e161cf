"""Events as someone wrote them, one by one, become rows of the log, or say what is wrong."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import orjson
import polars as pl
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.schema import COLUMNS
from parcours.core.table.casting import as_schema
from parcours.core.table.checking import check
from parcours.ledger.models import ID_LENGTH

_NUMBERS: Final = frozenset(name for name, kind in COLUMNS.items() if kind == pl.Float64)
_TEXTS: Final = frozenset(name for name, kind in COLUMNS.items() if kind == pl.String)
_NAMES: Final = ("event_id", "customer_id")
_NO_MATTER: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Good rows as a table of the log, bad ones with their reasons.

    Each of ``rejected`` tells the row's number (the first is 1), its problems (column, found,
    reason), and the row as it was given.
    """

    events: pl.DataFrame
    rejected: list[dict[str, Any]]


def sort(rows: Sequence[Any], recorded_at: datetime) -> Sorted:
    """Tell the good rows from the bad, by the log's own check.

    Args:
        rows: columns of the log by name; texts, numbers, moments or their ISO 8601 text, and
            for properties also a dictionary.
        recorded_at: when they were learned of, for rows that do not say.
    """
    texts: list[dict[str, str | None]] = []
    places, rejected = list[int](), list[dict[str, Any]]()
    for place, row in enumerate(rows):
        problems = _as_texts(row, texts)
        if problems:
            rejected.append({"row": place + 1, "problems": problems, "event": row})
        else:
            places.append(place)
    checked = check(_table(texts), recorded_at)
    for each in checked.rejected:
        place = places[each["row"] - 1]
        for problem in each["problems"]:
            problem["found"] = rows[place].get(problem["column"])
        rejected.append({"row": place + 1, "problems": each["problems"], "event": rows[place]})
    return Sorted(checked.events, sorted(rejected, key=lambda each: each["row"]))


def _table(texts: list[dict[str, str | None]]) -> pl.DataFrame:
    columns = {name: [row.get(name) for row in texts] for name in COLUMNS}
    return pl.DataFrame(columns, schema=dict.fromkeys(COLUMNS, pl.String))


def _as_texts(row: Any, texts: list[dict[str, str | None]]) -> list[dict[str, Any]]:
    """Add *row* to *texts*, or return what keeps its values from being written."""
    if not isinstance(row, Mapping):
        return [_problem("", row, _("not an object with the columns of an event"))]
    if not row.keys() <= COLUMNS.keys():
        unknown = [str(name) for name in row if name not in COLUMNS]
        empty = pl.DataFrame(schema=dict.fromkeys(unknown, pl.String))
        reason = _refusal(lambda: check(empty, _NO_MATTER))
        return [_problem(unknown[0], row[unknown[0]], reason)]
    written: dict[str, str | None] = {}
    problems = []
    for name, value in row.items():
        try:
            written[name] = _as_text(name, value)
        except TypeError as error:
            problems.append(_problem(name, value, str(error)))
    problems += [_problem(*each) for each in _too_odd(written)]
    if not problems:
        texts.append(written)
    return problems


def _as_text(name: str, value: Any) -> str | None:
    """Return a value as the log's check reads it.

    Raises:
        TypeError: a column of this type holds nothing of the sort.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        # A half of a pair that makes one letter is none, and cannot be written anywhere.
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping) and name == "properties":
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and (name not in _TEXTS or isinstance(value, int)):
        return str(value)
    alone = pl.DataFrame({name: [value]})
    raise TypeError(_refusal(lambda: as_schema(alone, needs=())))


def _too_odd(row: dict[str, str | None]) -> list[tuple[str, str, str]]:
    """Say which names no database could keep in an index."""
    found = []
    for name in _NAMES:
        value = row.get(name) or ""
        if len(value) > ID_LENGTH:
            reason = _("longer than {most} letters").format(most=ID_LENGTH)
            found.append((name, value[:ID_LENGTH], reason))
        if "\0" in value:
            found.append((name, value, _("holds a letter that is none (NUL)")))
    return found


def _problem(column: str, found: Any, reason: str) -> dict[str, Any]:
    return {"column": column, "found": found, "reason": reason}


def _refusal(ask: Callable[[], object]) -> str:
    """Return what the log's own reading says of what it refuses."""
    try:
        ask()
    except Refused as refused:
        return str(refused)
    return _("nothing that this column can hold")

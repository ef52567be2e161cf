"""From JSON documents to events, for sources whose shape is known: what they share."""

import math
from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import orjson
import polars as pl

from parcours.core.language import _
from parcours.core.schema import COLUMNS, SCHEMA
from parcours.core.sources.admitting import admitted
from parcours.core.sources.documents import documents, inside
from parcours.core.sources.identity import looks_like_identity, pseudonym
from parcours.core.sources.mapping import Mapping
from parcours.core.sources.reading import Batch, Rejected, rejects
from parcours.core.sources.translating import named

_DIGITS: Final = 8  # of a phone number that is written as its country writes it
DOCUMENTS: Final = 10_000
Row = dict[str, Any]
"""One event: columns of the log by name; ``properties`` still a dictionary.

``REACHED`` holds how its customer can be reached, which does not enter the log.
"""
REACHED: Final = "reached"


class LeftOut(Exception):
    """A document cannot be an event: what in it, and why."""

    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class NotTold(Exception):
    """A document is no event on purpose, and is only counted: a test order, a ping."""


class Teller(Protocol):
    """Reads one kind of document."""

    mapping: Mapping

    def events(self, document: dict[str, Any], topic: str) -> list[Row]:
        """Return the events *document* tells; raise LeftOut or NotTold where it tells none."""


def tell(path: Path, teller: Teller) -> Generator[Batch]:
    """Read a JSON file document by document; a bad one does not stop the rest."""
    page = _Page()
    for each in documents(path):
        if isinstance(each.value, Rejected):
            page.read += 1
            page.rejected.append(each.value)
        else:
            page.add(each.value, each.line, teller)
        if page.read >= DOCUMENTS:
            yield page.batch(teller.mapping, done=each.done)
            page = _Page()
    yield page.batch(teller.mapping, done=path.stat().st_size)


class _Page:
    """What the documents read so far told."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.lines: list[int] = []
        self.rejected: list[Rejected] = []
        self.skipped: Counter[str] = Counter()
        self.read = 0

    def add(self, document: dict[str, Any], line: int, teller: Teller) -> None:
        held, topic = inside(document)
        if not held:
            self.read += 1
            self.skipped[_("nothing in it: a ping, or an empty answer")] += 1
        for each in held:
            self.read += 1
            try:
                told = teller.events(each, topic)
                self.rows += told
                self.lines += [line] * len(told)
            except LeftOut as left:
                value = str(left.value if left.value is not None else "")[:500]
                self.rejected.append(Rejected(line, left.column, value, left.reason))
            except NotTold as purpose:
                self.skipped[str(purpose)] += 1
            except (AttributeError, TypeError, KeyError, ValueError) as error:
                reason = _("its shape is not the documented one: {error}").format(error=error)
                self.rejected.append(Rejected(line, "", str(each)[:500], reason))

    def batch(self, mapping: Mapping, *, done: int) -> Batch:
        lines = pl.Series("line", self.lines, dtype=pl.Int64)
        events, left_out = admitted(as_events(self.rows, mapping), lines)
        rejected = rejects(self.rejected).vstack(left_out).sort("line", maintain_order=True)
        known = set(events["customer_id"])
        reached: dict[str, set[str]] = {}
        for row in self.rows:
            if row["customer_id"] in known and row.get(REACHED):
                reached.setdefault(row["customer_id"], set()).update(row[REACHED])
        return Batch(events, rejected, self.read, done, dict(self.skipped), reached)


def as_events(rows: list[Row], mapping: Mapping) -> pl.DataFrame:
    """Return rows as a table of the log, with the mapping's own words for activities."""
    words = mapping.activities
    whole = [
        row
        | {
            "activity": words.get(row["activity"], row["activity"]),
            "properties": written(row.get("properties")),
        }
        for row in rows
    ]
    columns = {name: [row.get(name) for row in whole] for name in COLUMNS}
    return named(pl.DataFrame(columns, schema=SCHEMA), mapping)


def written(properties: dict[str, Any] | None) -> str | None:
    """Return properties as JSON, those without a value left out; null when none is left."""
    kept = {
        name: value
        for name, value in (properties or {}).items()
        if value not in (None, "", [], {})
    }
    return orjson.dumps(kept, option=orjson.OPT_NON_STR_KEYS).decode() if kept else None


def instant(value: object, zone: str = "UTC") -> datetime | None:
    """Read an ISO 8601 instant; one without offset is read in *zone*.

    Null where it is none. A night that has an hour twice is read as the first of the two.
    """
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone))
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return None


def required(column: str, value: object, zone: str = "UTC") -> datetime:
    """Read an instant without which there is no event."""
    at = instant(value, zone)
    if at is None:
        raise LeftOut(column, value, _("this is not a date in the form 2026-03-03T10:00:00Z"))
    return at


def number(value: object) -> float | None:
    """Read a finite number, also when it comes as a text, as money does in JSON."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return None
    try:
        read = float(value)
    except ValueError:
        return None
    return read if math.isfinite(read) else None


def text(value: object) -> str | None:
    """Return a text or whole number as a text; null where there is nothing to read."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def identities(*values: object) -> list[str]:
    """Return those of *values* that can be e-mail addresses or phone numbers, each once."""
    texts = [each for each in map(text, values) if each is not None]
    return [
        each
        for each in dict.fromkeys(texts)
        if looks_like_identity(each) or sum(map(str.isdigit, each)) >= _DIGITS
    ]


def stand_in(value: str, mapping: Mapping, secret: bytes) -> str:
    """Return the customer id that enters the log for *value*."""
    if mapping.customers == "all" or looks_like_identity(value):
        return pseudonym(value, secret=secret)
    return value


def skew(received: datetime, sent: datetime, original: datetime) -> datetime:
    """Return when something happened, by the receiver's clock: received − (sent − original)."""
    lag: timedelta = sent - original
    return received - lag

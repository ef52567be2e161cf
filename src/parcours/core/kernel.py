"""How a computation runs over a log: a kernel on each bucket, on threads, at one version."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar, cast

import polars as pl

from parcours.core import notebook
from parcours.core.events import Events
from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.schema import CODED, COLUMNS
from parcours.core.table.casting import MissingColumns, UnreadableRow, as_schema
from parcours.core.table.checking import broken_rules
from parcours.core.table.merging import merged

T = TypeVar("T")

ALWAYS: Final = ("customer_id", "at", "activity")
FEW: Final = 200_000
"""Rows below which a bucket is not worth a computation of its own."""


class Log(Protocol):
    """Events in buckets of whole customers, as they were at one version."""

    @property
    def buckets(self) -> int:
        """How many buckets there are; a customer's events are all in one."""

    @property
    def version(self) -> int:
        """What is read: the same version always gives the same events."""

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        """Return one bucket: *columns*, and always customer_id, at and activity.

        A customer's event_id is there once. Rows are sorted by customer_id and at; rows
        of the same instant are in the order in which they were recorded.
        """

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event; null where there is none."""


class MemoryLog:
    """A table as a log of one bucket: for notebooks and tests.

    Columns of the schema that *frame* lacks are null (only customer_id, at and activity
    are needed); other columns are ignored. An event_id that comes twice counts once.

    Raises:
        MissingColumns, WrongType: the table is not events.
        UnreadableRow: a row is none that a log on disk would take, or lacks one of the three.
    """

    buckets: Final = 1
    version: Final = 0

    def __init__(self, frame: pl.DataFrame) -> None:
        events, problems = as_schema(frame, needs=ALWAYS)
        problems += broken_rules(events, problems, needs=ALWAYS)
        for problem in problems:
            raise UnreadableRow.of(frame, problem)
        self._events = merged(events).cast({"activity": CODED["activity"]})

    def events(self, bucket: int = 0, columns: Sequence[str] = ()) -> Events:
        """Return the whole table, whatever *bucket*."""
        return Events(self._events.select(with_always(columns)))

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event; null where there is none."""
        return cast("datetime | None", self._events["at"].max())

    def _repr_html_(self) -> str:
        at = self._events["at"].dt.strftime("%Y-%m-%d")
        shown = {
            _("events"): notebook.count(self._events.height),
            _("customers"): notebook.count(self._events["customer_id"].n_unique()),
            _("first"): str(at.min() or "–"),
            _("last"): str(at.max() or "–"),
        }
        return notebook.facts(_("events in memory"), shown)


@dataclass(frozen=True)
class LogAsOf:
    """A log in which events after *until* do not exist."""

    log: Log
    until: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "until", zoned(self.until).astimezone(UTC))

    @property
    def buckets(self) -> int:
        """How many buckets there are."""
        return self.log.buckets

    @property
    def version(self) -> int:
        """The version of the log underneath."""
        return self.log.version

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        """Return one bucket without what came later than *until*."""
        return Events(self.log.events(bucket, columns).frame.filter(pl.col("at") <= self.until))

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event that exists."""
        last = self.log.last_at()
        if last is None or last <= self.until:
            return last
        moments = run(self, lambda events: events.frame["at"].max())
        return cast("datetime | None", pl.Series(moments).max())


@dataclass(frozen=True)
class LogOf:
    """A log of some customers: the others do not exist, time goes on as for all."""

    log: Log
    customers: pl.Series

    @property
    def buckets(self) -> int:
        """How many buckets there are."""
        return self.log.buckets

    @property
    def version(self) -> int:
        """The version of the log underneath."""
        return self.log.version

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        """Return what one bucket tells of these customers."""
        is_one = pl.col("customer_id").is_in(self.customers.implode())
        return Events(self.log.events(bucket, columns).frame.filter(is_one))

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event, whoever's it is."""
        return self.log.last_at()


def zoned(at: datetime) -> datetime:
    """Return *at*, refusing one without time zone: it could be any of 26 hours.

    A day or a text has none either.
    """
    if getattr(at, "tzinfo", None) is None:
        raise Refused(_("{at}: in which time zone? Give the moment its own").format(at=at))
    return at


def with_always(columns: Sequence[str]) -> list[str]:
    """Return customer_id, at, activity and *columns*, each once.

    Raises:
        MissingColumns: a column is not one of the event log's.
    """
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise MissingColumns(
            _("the event log has no column {unknown}; it has {known}").format(
                unknown=", ".join(unknown), known=", ".join(COLUMNS)
            )
        )
    return list(dict.fromkeys((*ALWAYS, *columns)))


def run(
    log: Log,
    kernel: Callable[[Events], T],
    *,
    columns: Sequence[str] = (),
    workers: int | None = None,
    few: int = FEW,
) -> list[T]:
    """Return what *kernel* makes of all buckets, in their order.

    Buckets run on *workers* threads, by default one per processor: at most that many are
    in memory at once, each released before the next is read. Small ones are put together
    while they have less than *few* rows: a kernel costs more to begin than to run on some
    thousands. The first error stops it.
    """

    # A copy stays at its version when another thread changes the log.
    log = copy(log)
    workers = min(workers or os.cpu_count() or 1, log.buckets)
    first = [log.events(0, columns)]
    # The number of workers has no say: on every machine the sums are the same.
    step = max(1, min(few // max(1, len(first[0])), log.buckets))
    shares = [range(start, log.buckets)[:step] for start in range(0, log.buckets, step)]

    def one(share: range) -> list[T]:
        events = (
            first.pop() if bucket == 0 else log.events(bucket, columns) for bucket in share
        )
        return [kernel(each) for each in _together(events, few)]

    if min(workers, len(shares)) <= 1:
        return [each for share in shares for each in one(share)]
    # A thread starts without the caller's context, and with it without her language.
    contexts = [copy_context() for _share in shares]
    with ThreadPoolExecutor(workers) as pool:
        found = pool.map(lambda own, share: own.run(one, share), contexts, shares)
        return [each for part in found for each in part]


def _together(parts: Iterable[Events], few: int) -> Iterator[Events]:
    """Yield the events of small parts as one, sorted as a bucket is; large ones alone."""
    held: list[pl.DataFrame] = []
    for part in parts:
        held.append(part.frame)
        if sum(frame.height for frame in held) >= few:
            yield _as_one(held)
            held.clear()
    if held:
        yield _as_one(held)


def _as_one(frames: list[pl.DataFrame]) -> Events:
    return Events(frames[0]) if len(frames) == 1 else Events.of(pl.concat(frames))


def as_log(log: Any) -> Log:
    """Return *log* itself, a table as a MemoryLog, or the EventLog at a path.

    A table is one of Polars, or any that speaks Arrow (pandas, pyarrow, DuckDB).

    Raises:
        Refused: it is none of these.
    """
    if isinstance(log, str | Path):
        from parcours.core.log import EventLog

        return EventLog.open(log)
    if hasattr(log, "events") and hasattr(log, "buckets"):
        return cast("Log", log)
    return MemoryLog(as_table(log))


def as_table(table: Any) -> pl.DataFrame:
    """Return *table*, of Polars or any that speaks Arrow, as a Polars table.

    Raises:
        Refused: it does not.
    """
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if hasattr(table, "__arrow_c_stream__"):
        return pl.DataFrame(table)
    raise Refused(
        _(
            "{kind} is neither a log nor a table: give a Polars, pandas or Arrow table, "
            "or read the file first"
        ).format(kind=type(table).__name__)
    )

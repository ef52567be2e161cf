"""How a computation runs over a log: a kernel on each bucket, on threads, at one version."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar, cast

import polars as pl

from parcours.core.checking import MissingColumns, as_schema
from parcours.core.events import Events
from parcours.core.language import _
from parcours.core.schema import COLUMNS

T = TypeVar("T")

ALWAYS: Final = ("customer_id", "at", "activity")


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


@dataclass(frozen=True)
class MemoryLog:
    """A table as a log of one bucket: for notebooks and tests.

    Columns of the schema that *frame* lacks are null (only customer_id, at and activity
    are needed); other columns are ignored. An event_id that comes twice counts once.
    """

    frame: pl.DataFrame
    buckets: int = 1
    version: int = 0

    def events(self, bucket: int = 0, columns: Sequence[str] = ()) -> Events:
        """Return the whole table, whatever *bucket*."""
        return Events(self._sorted.select(with_always(columns)))

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event; null where there is none."""
        return cast("datetime | None", self._sorted["at"].max())

    @cached_property
    def _sorted(self) -> pl.DataFrame:
        return merged(as_schema(self.frame, needs=ALWAYS))


@dataclass(frozen=True)
class LogAsOf:
    """A log in which events after *until* do not exist."""

    log: Log
    until: datetime

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


def merged(frame: pl.DataFrame) -> pl.DataFrame:
    """Return *frame* (all columns) in a bucket's order, each customer's event_id once.

    Of several rows with one event_id the one recorded first stays; the order of rows
    decides where recorded_at does not. Rows without event_id are all kept.
    """
    frame = frame.sort("customer_id", "at", "recorded_at", maintain_order=True)
    key = frame.select("customer_id", "event_id", "recorded_at").with_row_index("row")
    named = key.filter(pl.col("event_id").is_not_null())
    first = named.sort("recorded_at", "row").unique(["customer_id", "event_id"], keep="first")
    if first.height == named.height:
        return frame
    kept = pl.concat([first["row"], key.filter(pl.col("event_id").is_null())["row"]])
    return frame[kept.sort()]


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
) -> list[T]:
    """Return what *kernel* makes of each bucket, in bucket order.

    Buckets run on *workers* threads, by default one per processor: at most that many are
    in memory at once, each released before the next is read. The first error stops it.
    """

    def one(bucket: int) -> T:
        return kernel(log.events(bucket, columns))

    buckets = range(log.buckets)
    workers = min(workers or os.cpu_count() or 1, log.buckets)
    if workers <= 1:
        return [one(bucket) for bucket in buckets]
    # A thread starts without the caller's context, and with it without her language.
    contexts = [copy_context() for _bucket in buckets]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda own, bucket: own.run(one, bucket), contexts, buckets))


def as_log(log: Any) -> Log:
    """Return *log* itself, a table as a MemoryLog, or the EventLog at a path.

    A table is one of Polars, or any that speaks Arrow (pandas, pyarrow, DuckDB).

    Raises:
        TypeError: it is none of these.
    """
    if isinstance(log, str | Path):
        from parcours.core.log import EventLog

        return EventLog.open(log)
    if isinstance(log, pl.LazyFrame):
        log = log.collect()
    if hasattr(log, "__arrow_c_stream__"):
        return MemoryLog(pl.DataFrame(log))
    if hasattr(log, "events") and hasattr(log, "buckets"):
        return cast("Log", log)
    raise TypeError(
        _("a {kind} is not an event log: give a log, a table, or the path of a log").format(
            kind=type(log).__name__
        )
    )

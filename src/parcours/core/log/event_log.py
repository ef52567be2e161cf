"""The event log: what happened to customers, each event once, nothing edited in place."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import polars as pl
from deltalake.transaction import AddAction

from parcours.core import notebook
from parcours.core.events import Events
from parcours.core.kernel import LogAsOf, as_table, with_always, zoned
from parcours.core.language import _
from parcours.core.log import rejection, rewriting
from parcours.core.log.bucketing import buckets_of
from parcours.core.log.lake import Lake, Snapshot
from parcours.core.refusal import Refused
from parcours.core.schema import SCHEMA
from parcours.core.table.checking import check
from parcours.core.table.merging import merged

_A_DAY: Final = timedelta(days=1)
_MOST_BUCKETS: Final = 1024
_moving: Final = Lock()


class ReadOnly(Refused):
    """A log opened at a version is a picture of the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What became of a batch.

    ``written`` rows entered the log; ``duplicates`` repeat an event of the same batch. An
    event that the log had already is written again and dropped when read, so it counts
    under ``written``. ``rejected`` is the file with the rows that did not enter, and why.
    """

    written: int
    duplicates: int
    rejected: Path | None
    version: int


class EventLog:
    """A log at one version: the one it was opened at, then the one its last change made.

    What others change shows after ``refresh``. Threads and processes may read and append
    at once.
    """

    def __init__(self, lake: Lake, snapshot: Snapshot, *, is_pinned: bool = False) -> None:
        self._lake = lake
        self._snapshot = snapshot
        self._is_pinned = is_pinned

    @classmethod
    def create(cls, uri: str | Path, *, buckets: int = 16) -> "EventLog":
        """Make an empty log.

        Args:
            uri: a folder, or ``s3://…`` with its credentials in the environment.
            buckets: 1 to 1024, for good. A computation holds one per processor in memory:
                16 do for 100 million events in 8 GB.

        Raises:
            LogExists: there is a table already.
        """
        if not 1 <= buckets <= _MOST_BUCKETS:
            raise Refused(
                _("a log has 1 to {most} buckets, not {buckets}").format(
                    most=_MOST_BUCKETS, buckets=buckets
                )
            )
        lake = Lake.create(str(uri), buckets)
        return cls(lake, lake.snapshot())

    @classmethod
    def open(cls, uri: str | Path, *, version: int | None = None) -> "EventLog":
        """Open the log at *uri*: its newest version, or an older one, to read only.

        Raises:
            NotALog: there is none, or none that can be read.
            VersionGone: it has no such version.
        """
        lake = Lake.open(str(uri))
        return cls(lake, lake.snapshot(version), is_pinned=version is not None)

    @property
    def uri(self) -> str:
        """Where the log lies."""
        return self._lake.uri

    @property
    def buckets(self) -> int:
        """How many buckets there are; a customer's events are all in one."""
        return self._lake.buckets

    @property
    def version(self) -> int:
        """What is read here. Every change of the log makes a greater one."""
        return self._snapshot.version

    @property
    def files(self) -> int:
        """How many files the fullest bucket is in. Above some thirty, ``compact``."""
        return max(self._snapshot.files["bucket"].value_counts()["count"], default=0)

    def refresh(self) -> "EventLog":
        """Move to the newest version, and return this log."""
        self._may_change()
        return self._move(self._lake.snapshot())

    def as_of(self, moment: datetime) -> LogAsOf:
        """Return this version without the events after *moment*."""
        return LogAsOf(EventLog(self._lake, self._snapshot, is_pinned=True), moment)

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        """Return one bucket: *columns*, and always customer_id, at and activity.

        Args:
            bucket: 0 to ``buckets`` - 1.
            columns: names of the schema.

        Raises:
            VersionGone: someone was erased since, or the log compacted over a day ago.
        """
        paths = self._snapshot.of(bucket)
        return Events(self._lake.rows(paths, with_always(columns), coded=True))

    def scan(self, columns: Sequence[str] = tuple(SCHEMA)) -> pl.LazyFrame:
        """Return the whole log as a lazy table of *columns*, bucket after bucket."""
        schema = pl.Schema({name: SCHEMA[name] for name in with_always(columns)})
        snapshot = self._snapshot

        def part(bucket: int) -> Callable[[], pl.DataFrame]:
            return lambda: self._lake.rows(snapshot.of(bucket), list(schema))

        parts = [pl.defer(part(bucket), schema=schema) for bucket in range(self.buckets)]
        return pl.concat(parts).select(columns)

    @property
    def parts(self) -> pl.DataFrame:
        """The files that this version is made of: path, bucket, rows; none ever changes."""
        return self._snapshot.files.select("path", "bucket", "rows")

    def part(self, path: str, where: pl.Expr) -> pl.DataFrame:
        """Return the rows of one file that are meant; of the others little is decoded.

        Raises:
            VersionGone: the file is not there any more.
        """
        return self._lake.rows_where(path, where)

    def events_of(
        self, customer_ids: Collection[str], columns: Sequence[str] = tuple(SCHEMA)
    ) -> pl.DataFrame:
        """Return the events of some customers, sorted as in a bucket; quick for a few.

        Args:
            customer_ids: whose; those the log does not know have no rows.
            columns: names of the schema; customer_id, at and activity always come.
        """
        wanted = [name for name in SCHEMA if name in with_always(columns)]
        ids = pl.Series(_several(customer_ids), dtype=pl.String)
        bucket = pl.Series(buckets_of(ids, self.buckets))
        parts = [
            self._lake.rows_of(self._snapshot.of(each), wanted, ids.filter(bucket == each))
            for each in bucket.unique()
        ]
        nothing = pl.DataFrame(schema={name: SCHEMA[name] for name in wanted})
        return pl.concat([nothing, *parts]).sort("customer_id", maintain_order=True)

    def append(self, events: Any, *, recorded_at: datetime | None = None) -> Appended:
        """Add *events*. Those the log has already change nothing.

        Once this returns they are on the disk. A process killed before leaves all of them
        or none: append them again.

        Args:
            events: a table, of Polars or any that speaks Arrow, with columns of the
                schema; event_id, customer_id, at and activity are needed.
            recorded_at: when they were learned of, for rows that do not say; by default
                now, the one time that a clock is read here.

        Raises:
            Refused: the table as a whole is not events; nothing was written.
        """
        self._may_change()
        recorded_at = zoned(recorded_at or datetime.now(UTC))
        checked = check(as_table(events), recorded_at)
        rejected = None
        if checked.rejected:
            rejected = rejection.note(self._lake.beside, checked.rejected, recorded_at)
        written = 0
        if checked.events.height:
            with self._lake.lock():
                files, written = self._write(checked.events)
                self._move(self._lake.commit(files))
        return Appended(
            written=written,
            duplicates=checked.events.height - written,
            rejected=rejected,
            version=self.version,
        )

    def _write(self, events: pl.DataFrame) -> tuple[list[AddAction], int]:
        bucket = buckets_of(events["customer_id"], self.buckets)
        order = np.argsort(bucket, kind="stable")
        ends = np.searchsorted(bucket[order], np.arange(self.buckets), side="right")
        files, written = [], 0
        for number, rows in enumerate(np.split(order, ends[:-1])):
            if len(rows):
                part = merged(events[rows])
                files.append(self._lake.write(number, part))
                written += part.height
        return files, written

    def compact(self, *, keep: timedelta = _A_DAY) -> None:
        """Put each bucket's files together into one, so that reading only reads.

        Args:
            keep: how long computations that began before may go on reading their version.
        """
        self._change(lambda lake: rewriting.compact(lake, keep))

    def delete(self, event_ids: Collection[str]) -> None:
        """Take events out of the log, whoever's they are.

        Older versions show them until a ``compact`` sweeps their files.
        """
        self._change(lambda lake: rewriting.delete(lake, _several(event_ids)))

    def take_back(self, recorded_at: datetime) -> None:
        """Take out what was recorded at one moment: a batch appended with that moment.

        What others had told before stays. What they told again afterwards goes: the log
        keeps the first of equals.
        """
        self._change(lambda lake: rewriting.take_back(lake, zoned(recorded_at)))

    def erase(self, customer_ids: Collection[str]) -> None:
        """Take customers out of every file there is, at once.

        Nothing names them afterwards. Older versions cannot be read any more, and a
        computation that is reading one fails with ``VersionGone``.
        """
        self._change(lambda lake: rewriting.erase(lake, _several(customer_ids)))

    def count(self) -> int:
        """Return how many events there are. Reads only buckets that are in several files."""
        per_bucket = self._snapshot.files.group_by("bucket").agg(pl.len(), pl.col("rows").sum())
        return sum(
            rows if files == 1 else len(self.events(bucket))
            for bucket, files, rows in per_bucket.iter_rows()
        )

    def first_at(self) -> datetime | None:
        """Return the moment of the earliest event; null where there is none."""
        return self._edge("first_at", min)

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event; null where there is none."""
        return self._edge("last_at", max)

    def _edge(self, name: str, best: Callable[..., datetime]) -> datetime | None:
        """Files say between which moments they lie, but a row of theirs may be a duplicate."""
        value = pl.col(name).max() if name == "last_at" else pl.col(name).min()
        buckets = self._snapshot.files.group_by("bucket").agg(pl.len(), value)
        found = None
        for bucket, files, edge in buckets.sort(name, descending=name == "last_at").iter_rows():
            if found is not None and best(found, edge) == found:
                break
            exact = edge if files == 1 else best(self.events(bucket).frame["at"])
            found = exact if found is None else best(found, exact)
        return found

    def _may_change(self) -> None:
        if self._is_pinned:
            raise ReadOnly(
                _(
                    "the log was opened at version {version}, to read only: "
                    "open it without a version to change it"
                ).format(version=self.version)
            )

    def _change(self, change: Callable[[Lake], None]) -> None:
        self._may_change()
        change(self._lake)
        self.refresh()

    def _move(self, snapshot: Snapshot) -> "EventLog":
        with _moving:  # Of two threads that changed the log, the later change stays.
            if snapshot.version > self._snapshot.version:
                self._snapshot = snapshot
        return self

    def __repr__(self) -> str:
        return f"EventLog({self.uri!r}, version={self.version})"

    def _repr_html_(self) -> str:
        files = self._snapshot.files
        rows = notebook.count(int(files["rows"].sum()))
        is_exact = files["bucket"].is_unique().all()
        shown = {
            _("events"): rows if is_exact else _("at most {rows}").format(rows=rows),
            _("first"): str(files["first_at"].dt.strftime("%Y-%m-%d").min() or "–"),
            _("last"): str(files["last_at"].dt.strftime("%Y-%m-%d").max() or "–"),
            _("version"): str(self.version),
        }
        return notebook.facts(_("event log {uri}").format(uri=self.uri), shown)


def _several(ids: Collection[str]) -> list[str]:
    """One id is a list of one, not of its letters; numbers are texts, as when appended."""
    return [ids] if isinstance(ids, str) else [str(each) for each in ids]

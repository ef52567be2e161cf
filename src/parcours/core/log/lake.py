"""Where a log lies: a Delta Lake table of Parquet files, one folder per bucket.

A file holds rows of one bucket, sorted, each event once, and never changes. A version of
the log is a set of files; Delta's own log says which.
"""

import json
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import ceil
from pathlib import Path, PurePosixPath
from typing import Final, cast
from uuid import uuid4

import polars as pl
from deltalake import DeltaTable, Schema
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.schema import Field, PrimitiveType
from deltalake.transaction import AddAction, RemoveAction
from pyarrow.fs import FileSystem
from pyarrow.parquet import ParquetFile

from parcours.core.language import _
from parcours.core.log import disk
from parcours.core.refusal import Refused
from parcours.core.schema import CODED, COLUMNS, MOMENT
from parcours.core.table.merging import MERGED_BY, merged, merged_into

FORMAT: Final = 1  # to be raised when an older Parcours would misread what is written

_TYPES: Final = {pl.String(): "string", pl.Float64(): "double", MOMENT: "timestamp"}
_STORED: Final = Schema(
    [
        *(Field(name, PrimitiveType(_TYPES[kind])) for name, kind in COLUMNS.items()),
        Field("bucket", PrimitiveType("integer")),
    ]
)
_FILES: Final = {
    "path": pl.String(), "bucket": pl.Int32(), "rows": pl.Int64(), "size": pl.Int64(),
    "first_at": MOMENT, "last_at": MOMENT,
}  # fmt: skip
_ROW_GROUP: Final = 1_000_000
_CHECKPOINT_EVERY: Final = 20
_ATTEMPTS: Final = 200


class NotALog(Refused):
    """There is no event log at this place, or none that can be read."""


class LogExists(Refused):
    """There is a table at this place already."""


class VersionGone(Refused):
    """The files of a version are not there any more."""


class Overtaken(Exception):
    """Another process replaced the files that were to be replaced."""


@dataclass(frozen=True)
class Snapshot:
    """The files of one version in reading order, with bucket, rows, size in bytes,
    first_at and last_at.
    """

    version: int
    files: pl.DataFrame

    def of(self, bucket: int) -> list[str]:
        """Return the paths of one bucket's files, the earliest written first."""
        return self.files.filter(pl.col("bucket") == bucket)["path"].to_list()


@dataclass(frozen=True)
class Lake:
    """A table of events at an address: a folder, ``file://…`` or ``s3://…``."""

    uri: str
    buckets: int

    @classmethod
    def create(cls, uri: str, buckets: int) -> "Lake":
        """Make an empty table, whose number of buckets never changes."""
        settings = {
            "parcours.format": str(FORMAT),
            "parcours.buckets": str(buckets),
            # Another writer, too, keeps customers out of Delta's log.
            "delta.dataSkippingStatsColumns": "at",
            "delta.checkpointInterval": str(_CHECKPOINT_EVERY),
        }
        try:
            DeltaTable.create(
                uri,
                _STORED,
                partition_by="bucket",
                configuration=settings,
                raise_if_key_not_exists=False,
            )
        except DeltaError as error:
            raise LogExists(
                _("there is a table at {uri} already: open it, or choose another place").format(
                    uri=uri
                )
            ) from error
        return cls(uri, buckets)

    @classmethod
    def open(cls, uri: str) -> "Lake":
        """Find the log at *uri*, or say what is there instead."""
        try:
            table = DeltaTable(uri)
            settings = table.metadata().configuration
        except (DeltaError, OSError) as error:
            raise NotALog(_what_is_at(uri, error)) from error
        if "parcours.buckets" not in settings:
            raise NotALog(
                _(
                    "the table at {uri} is not an event log: its columns are {found}. "
                    "Make a log elsewhere and import the table into it."
                ).format(uri=uri, found=", ".join(each.name for each in table.schema().fields))
            )
        if int(settings["parcours.format"]) > FORMAT:
            raise NotALog(
                _(
                    "the log at {uri} has format {found}, this Parcours reads up to {known}: "
                    "update Parcours"
                ).format(uri=uri, found=settings["parcours.format"], known=FORMAT)
            )
        return cls(uri, int(settings["parcours.buckets"]))

    @cached_property
    def folder(self) -> Path | None:
        """The folder of a log on this machine; null in an object store."""
        return None if "://" in self.uri else Path(self.uri)

    @property
    def beside(self) -> Path:
        """The folder for what did not enter: in the log's, else a temporary one."""
        # Delta leaves alone what begins with an underscore.
        return (self.folder or Path(tempfile.gettempdir()) / "parcours") / "_rejected"

    @cached_property
    def _store(self) -> tuple[FileSystem, str]:
        address = self.uri if self.folder is None else str(self.folder.resolve())
        return cast("tuple[FileSystem, str]", FileSystem.from_uri(address))

    def lock(self, *, alone: bool = False) -> AbstractContextManager[None]:
        """Keep out whoever erases; *alone*, keep out whoever writes as well."""
        return disk.lock(self.folder, alone=alone)

    def snapshot(self, version: int | None = None) -> Snapshot:
        """Return the files of *version*, by default the newest.

        Raises:
            VersionGone: there is no such version.
        """
        try:
            return _snapshot(DeltaTable(self.uri, version))
        except DeltaError as error:
            newest = DeltaTable(self.uri).version()
            raise VersionGone(
                _("the log at {uri} has no version {version}; the newest is {newest}").format(
                    uri=self.uri, version=version, newest=newest
                )
            ) from error

    def read(self, path: str, columns: list[str] | None = None) -> pl.DataFrame:
        """Return *columns* of one file, in that order."""
        with self._still_there():
            return pl.read_parquet(
                f"{self.uri}/{path}", columns=columns, hive_partitioning=False
            )

    def read_coded(self, path: str, columns: list[str]) -> pl.DataFrame:
        """Return *columns* of one file, activity as the codes the file holds.

        Polars would make texts of them first, and codes again take four times as long.
        """
        store, root = self._store
        texts = self.read(path, [name for name in columns if name != "activity"])
        with self._still_there(), store.open_input_file(f"{root}/{path}") as file:
            coded = ParquetFile(file, read_dictionary=["activity"])
            activity = coded.read(["activity"], use_threads=False)
        return texts.with_columns(cast("pl.DataFrame", pl.from_arrow(activity))).select(columns)

    @contextmanager
    def _still_there(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise VersionGone(
                _(
                    "a file of this version of {uri} is gone: someone was erased, or the log "
                    "compacted long ago. Open the log again."
                ).format(uri=self.uri)
            ) from error

    def rows(
        self, paths: Sequence[str], columns: Sequence[str], *, coded: bool = False
    ) -> pl.DataFrame:
        """Return what the files of one bucket hold together, sorted, each event once.

        A single file holds just that; nothing is compared or moved. With *coded*, activity
        is categorical.
        """
        wanted = list(columns)
        schema = CODED if coded else COLUMNS
        read = self.read_coded if coded else self.read
        if not paths:
            return pl.DataFrame(schema={name: schema[name] for name in wanted})
        if len(paths) == 1:
            return read(paths[0], wanted)
        needed = list(dict.fromkeys((*wanted, *MERGED_BY)))
        first, *later = (read(path, needed) for path in paths)
        return merged_into(first, pl.concat(later), wanted)

    def rows_of(
        self, paths: Sequence[str], columns: Sequence[str], customer_ids: Collection[str]
    ) -> pl.DataFrame:
        """Return the rows of some customers in the files of one bucket, as ``rows`` would.

        What is told of others is not even decoded: a hundred times faster than all.
        """
        wanted = list(columns)
        if not paths:
            return pl.DataFrame(schema={name: COLUMNS[name] for name in wanted})
        files = [f"{self.uri}/{path}" for path in paths]
        with self._still_there():
            found = (
                pl.scan_parquet(files, hive_partitioning=False, parallel="prefiltered")
                .filter(pl.col("customer_id").is_in(list(customer_ids)))
                .select(list(dict.fromkeys((*wanted, *MERGED_BY))))
                .collect()
            )
        return merged(found).select(wanted)

    def rows_where(self, path: str, where: pl.Expr) -> pl.DataFrame:
        """Return the rows of one file that *where* means, all columns."""
        with self._still_there():
            scan = pl.scan_parquet(
                f"{self.uri}/{path}", hive_partitioning=False, parallel="prefiltered"
            )
            return scan.filter(where).select(list(COLUMNS)).collect()

    def write(self, bucket: int, frame: pl.DataFrame, *, order: str | None = None) -> AddAction:
        """Write a file and return the action that makes it part of the log.

        Args:
            bucket: where all its customers belong.
            frame: rows as a file must hold them, at least one.
            order: name of the earliest file it replaces, whose place in the reading order
                it takes; by default it comes after what is there.
        """
        now = time.time_ns()
        place = PurePosixPath(order).name.split("-")[0] if order else f"{now:016x}"
        path = f"bucket={bucket}/{place}-{uuid4().hex}.parquet"
        store, root = self._store
        store.create_dir(f"{root}/bucket={bucket}")
        with store.open_output_stream(f"{root}/{path}") as file:
            frame.write_parquet(
                file,
                compression="zstd",
                compression_level=1,
                # The footer of a file would name the first and last customer.
                statistics=False,
                row_group_size=_ROW_GROUP,
            )
            size = file.tell()
        return AddAction(path, size, {"bucket": str(bucket)}, now // 10**6, True, _stats(frame))

    def commit(self, added: list[AddAction], removed: Sequence[str] = ()) -> Snapshot:
        """Make *added* part of the log and *removed* no longer, at once or not at all.

        Raises:
            Overtaken: one of *removed* is not part of the log any more.
        """
        disk.settle(self.folder, [each.path for each in added])
        for _attempt in range(_ATTEMPTS):
            table = DeltaTable(self.uri)
            before = _snapshot(table)
            actions: list[AddAction | RemoveAction] = [*added, *_removals(before, removed)]
            try:
                table.create_write_transaction(actions, "append", _STORED, ["bucket"])
            except CommitFailedError:
                continue  # Files were removed since `before`: look whether ours are concerned.
            table.update_incremental()
            after = _snapshot(table)
            disk.settle(self.folder, _entries(before.version, after.version))
            return after
        raise Overtaken

    def sweep(self, keep: timedelta) -> None:
        """Delete files that left the log longer than *keep* ago, or never entered it.

        Hold the lock alone: a file that is being written has not entered yet. In an
        object store, where nobody can be kept out, such files are left a day.
        """
        in_folder = self.folder is not None
        _vacuum(self.uri, ceil(keep / timedelta(hours=1)), full=in_folder)
        if not in_folder:
            _vacuum(self.uri, 24, full=True)


def _vacuum(uri: str, hours: int, *, full: bool) -> None:
    table = DeltaTable(uri)
    if table.vacuum(hours, full=full, enforce_retention_duration=False):
        table.vacuum(hours, full=full, enforce_retention_duration=False, dry_run=False)


def _what_is_at(uri: str, error: Exception) -> str:
    if "://" not in uri and not Path(uri).exists():
        return _("there is nothing at {uri}: make a log with EventLog.create").format(uri=uri)
    if "://" not in uri and Path(uri).is_file():
        return _(
            "{uri} is a file, and an event log is a folder: import the file into a log"
        ).format(uri=uri)
    if "://" not in uri and not Path(uri, "_delta_log").is_dir():
        return _("{uri} is not an event log: it is another folder").format(uri=uri)
    return _("{uri} is not an event log ({error})").format(uri=uri, error=error)


def _snapshot(table: DeltaTable) -> Snapshot:
    found = pl.DataFrame(table.get_add_actions(flatten=True))
    if found.is_empty():
        return Snapshot(table.version(), pl.DataFrame(schema=_FILES))
    named = {
        "bucket": "partition.bucket", "rows": "num_records", "size": "size_bytes",
        "first_at": "min.at", "last_at": "max.at",
    }  # fmt: skip
    files = found.select(
        pl.col(named.get(name, name)).cast(kind).alias(name) for name, kind in _FILES.items()
    )
    return Snapshot(table.version(), files.sort("bucket", "path"))


def _removals(snapshot: Snapshot, paths: Sequence[str]) -> list[RemoveAction]:
    if not paths:
        return []
    found = snapshot.files.filter(pl.col("path").is_in(list(paths)))
    if found.height < len(paths):
        raise Overtaken
    now = time.time_ns() // 10**6
    return [
        RemoveAction(each["path"], True, now, each["size"], {"bucket": str(each["bucket"])})
        for each in found.iter_rows(named=True)
    ]


def _stats(frame: pl.DataFrame) -> str:
    """What Delta's log says of a file: how many rows, from when to when, and no more."""
    form = "%Y-%m-%dT%H:%M:%S%.6fZ"
    first, last = frame.select(
        pl.col("at").min().dt.strftime(form).alias("first"),
        pl.col("at").max().dt.strftime(form).alias("last"),
    ).row(0)
    return json.dumps(
        {
            "numRecords": frame.height,
            "minValues": {"at": first},
            "maxValues": {"at": last},
            "nullCount": {"at": 0},
        }
    )


def _entries(before: int, after: int) -> list[str]:
    return [f"_delta_log/{version:020}.json" for version in range(before + 1, after + 1)]

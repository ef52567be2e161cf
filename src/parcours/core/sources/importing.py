"""Importing a file: plan it, preview it, load it into a log."""

import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import polars as pl

from parcours.core.sources.mapping import Mapping
from parcours.core.sources.plan import Plan, plan
from parcours.core.sources.reading import NO_EVENTS, REJECTED, Batch

if TYPE_CHECKING:
    from parcours.core.log import EventLog

APPENDED: Final = 250_000  # events written at once: fewer commits, and memory that is bounded
SHOWN: Final = 1_000  # rejected rows and events that a preview keeps

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much: bytes or rows of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do.

    ``read`` rows give ``events`` by activity; ``first`` are the first of them as they would
    enter. ``rejected`` rows would not, ``reasons`` says why and ``examples`` which.
    ``skipped`` are left out on purpose, by reason.
    """

    read: int
    events: dict[str, int]
    first: pl.DataFrame
    rejected: int
    reasons: dict[tuple[str, str], int]
    examples: pl.DataFrame
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many events would enter."""
        return sum(self.events.values())

    def __rich__(self) -> Any:
        from parcours.core.sources import showing

        sections = showing.preview_sections(self)
        return showing.in_terminal(showing.preview_title(self), sections, [])

    def _repr_html_(self) -> str:
        from parcours.core.sources import showing

        sections = showing.preview_sections(self)
        return showing.in_notebook(showing.preview_title(self), sections, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    ``read`` rows of the file; ``written`` events that the log had not, now in its
    ``version``; ``duplicates`` said what the log, or another of the same import, says.
    ``rejected`` events stay out: line, column, value and reason are in ``rejected_file``.
    ``skipped`` are left out on purpose.
    """

    read: int
    written: int
    duplicates: int
    rejected: int
    rejected_file: Path | None
    version: int
    skipped: dict[str, int] = field(default_factory=dict)


def read(plan: Plan) -> Iterator[pl.DataFrame]:
    """Read the events of a file, a bounded batch at a time, in the schema of the log."""
    return (batch.events for batch in plan.batches())


def frame(path: str | Path, mapping: Mapping | None = None) -> pl.DataFrame:
    """Return all events of a file that fits in memory; what cannot be read is left out."""
    return pl.concat([NO_EVENTS, *read(plan(path, mapping=mapping))])


def preview(
    plan: Plan, rows: int | None = None, *, progress: Progress | None = None
) -> Preview:
    """Read a file, or its first *rows*, and say what would enter; nothing is written.

    *progress* is called after each batch.
    """
    counts: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    skipped: Counter[str] = Counter()
    first, examples, seen = NO_EVENTS, REJECTED.to_frame(), 0
    for batch in plan.batches():
        seen += batch.read
        counts.update(dict(batch.events["activity"].value_counts().iter_rows()))
        reasons.update(batch.rejected.select("column", "reason").iter_rows())
        skipped.update(batch.skipped)
        first = first.vstack(batch.events.head(SHOWN - first.height))
        examples = examples.vstack(batch.rejected.head(SHOWN - examples.height))
        if progress is not None:
            progress(batch.done, plan.total)
        if rows is not None and seen >= rows:
            break
    return Preview(
        read=seen,
        events=dict(counts.most_common()),
        first=first,
        rejected=reasons.total(),
        reasons=dict(reasons.most_common()),
        examples=examples,
        skipped=dict(skipped),
    )


def load(
    plan: Plan,
    log: "EventLog",
    *,
    progress: Progress | None = None,
    rejected_file: str | Path | None = None,
) -> Imported:
    """Write the events of a file into *log*. Doing it twice is doing it once.

    Args:
        plan: what to read, and how.
        log: where to; memory is bounded whatever the size of the file.
        progress: called after each batch, and when all is written and compacted.
        rejected_file: where to say what stays out; by default beside the file, as
            ``NAME.rejected.csv``. It is made only if there is something to say.
    """
    before = log.count()
    side = _SideFile(plan.path, Path(rejected_file) if rejected_file else None)
    loading = _Loading(log)
    with side:
        for batch in plan.batches():
            side.write(batch.rejected)
            loading.add(batch)
            if progress is not None:
                progress(batch.done, plan.total)
        loading.flush()
        log.compact()
        if progress is not None:
            progress(plan.total, plan.total)
    new = log.count() - before
    return Imported(
        read=loading.read,
        written=new,
        duplicates=loading.accepted - new,
        rejected=side.rows,
        rejected_file=side.path if side.rows else None,
        version=log.version,
        skipped=dict(loading.skipped),
    )


class _Loading:
    """Batches on their way into a log, gathered so that a commit is worth its cost."""

    def __init__(self, log: "EventLog") -> None:
        self.log = log
        self.waiting: list[pl.DataFrame] = []
        self.skipped: Counter[str] = Counter()
        self.read = self.accepted = 0

    def add(self, batch: Batch) -> None:
        self.read += batch.read
        self.skipped.update(batch.skipped)
        self.waiting.append(batch.events)
        if sum(map(len, self.waiting)) >= APPENDED:
            self.flush()

    def flush(self) -> None:
        events = pl.concat([NO_EVENTS, *self.waiting])
        self.waiting = []
        self.accepted += events.height
        if events.height:
            self.log.append(events)


class _SideFile:
    """The file of what stays out: line, column, value, reason."""

    def __init__(self, source: Path, wanted: Path | None) -> None:
        self.path = wanted or source.with_name(f"{source.name}.rejected.csv")
        self.is_chosen = wanted is not None
        self.rows = 0
        self._file: IO[str] | None = None

    def __enter__(self) -> "_SideFile":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, rejected: pl.DataFrame) -> None:
        if rejected.height == 0:
            return
        if self._file is None:
            self._file = self._open()
            csv.writer(self._file).writerow(rejected.columns)
        csv.writer(self._file).writerows(rejected.iter_rows())
        self.rows += rejected.height

    def _open(self) -> IO[str]:
        try:
            return self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError:
            if self.is_chosen:
                raise
        # The file may lie where nothing can be written, on a share or a disc.
        self.path = Path(tempfile.mkdtemp(prefix="parcours-")) / self.path.name
        return self.path.open("w", encoding="utf-8-sig", newline="")

"""The coding of all verbatims as one table in memory, in step with the database.

Which of a million verbatims are meant, and how many of each kind, is a matter of columns: a
table of Polars answers in milliseconds what rows of a database would in seconds. It holds no
words and no names. Each process keeps it, reads what changed since by its revision, and
begins with a copy in the data folder.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final, Generic, TypeVar
from uuid import uuid4

import numpy as np
import polars as pl
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from parcours.core.schema import MOMENT
from parcours.listen.models import Correction, Departure, Gathering

_TEXT: Final = pl.Categorical()
COLUMNS: Final[dict[str, Any]] = {
    "id": pl.Int64, "at": MOMENT, "activity": _TEXT, "channel": _TEXT, "source": _TEXT,
    "language": _TEXT, "scale": _TEXT, "score": pl.Float32, "felt": pl.Float32,
    "sentiment": pl.Int8, "probability": pl.Float32, "positivity": pl.Float32,
    "doubt": pl.Float32, "present": pl.UInt8, "positive": pl.UInt8, "negative": pl.UInt8,
    "flags": pl.UInt8, "likeness": pl.Int64, "places": _TEXT, "segments": _TEXT,
    "is_private": pl.Boolean, "is_corrected": pl.Boolean,
}  # fmt: skip
_CORRECTED: Final = ("sentiment", "present", "positive", "negative", "flags")
_READ: Final = [name for name in COLUMNS if not name.startswith("is_")]
_SELECT: Final = (
    f"SELECT {', '.join(_READ)}, private <> '' FROM listen_verbatim WHERE revision > %s"
)
_AT_ONCE: Final = 50_000
_WORTH_KEEPING: Final = 20_000  # rows read anew
Meanings = dict[str, dict[str, str | list[str]]]
"""What texts of a column say: the value under each name, several where it was so marked."""
Counts = dict[str, dict[str, int]]
"""How many verbatims have each value of each filter."""
_ANSWERS: Final = 64
T = TypeVar("T")
_lock: Final = Lock()
_known: dict[str, "Table"] = {}


class Answers(Generic[T]):
    """Answers that hold as long as the table does, the newest of them.

    Whoever reads goes from page to page, and from filter to filter: the words are the same.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[str, T] = {}

    def of(self, question: str, answer: Callable[[], T]) -> T:
        """Return the answer known, or find it."""
        if question in self._known:
            return self._known[question]
        found = answer()
        self._known = dict([*self._known.items(), (question, found)][-_ANSWERS:])
        return found

    def forget(self) -> None:
        """Know none any more."""
        self._known = {}


@dataclass(frozen=True)
class Table:
    """The verbatims as they were at a revision; ``anew`` rows are in no copy yet.

    ``said`` tells by words which verbatims have them, ``counts`` by filters how many there
    are of each kind.
    """

    frame: pl.DataFrame
    revision: int
    anew: int = 0
    said: Answers[pl.Series | None] = field(default_factory=Answers)
    counts: Answers[Counts] = field(default_factory=Answers)

    @cached_property
    def places(self) -> Meanings:
        """What each text of the column ``places`` says: canvas → touchpoint."""
        return self._meanings("places")

    @cached_property
    def segments(self) -> Meanings:
        """What each text of the column ``segments`` says: property → value."""
        return self._meanings("segments")

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of the verbatims, in the order of the table."""
        return self.frame["id"].to_numpy()

    def forget_answers(self) -> None:
        """Answer everything anew, as to be measured."""
        self.said.forget()
        self.counts.forget()

    def are(self, numbers: NDArray[np.int64]) -> pl.Series:
        """Return whether each verbatim is one of *numbers*."""
        most = max(self.numbers.max(initial=0), numbers.max(initial=0))
        is_meant = np.zeros(most + 1, dtype=np.bool_)
        is_meant[numbers] = True
        return pl.Series(is_meant[self.numbers])

    def _meanings(self, column: str) -> Meanings:
        told = self.frame[column].unique().cast(pl.String).drop_nulls()
        return {text: json.loads(text) if text else {} for text in told}


def valued(told: dict[str, str | list[str]], name: str) -> list[str]:
    """Return what stands under a name: nothing, one value, or several.

    >>> valued({"shop": "Lyon", "theme": ["wait", "staff"]}, "theme")
    ['wait', 'staff']
    """
    value = told.get(name, [])
    return [value] if isinstance(value, str) else value


def current() -> Table:
    """Return the table as it is now."""
    state = Gathering.objects.values_list("lineage", "revision").filter(pk=1).first()
    lineage, revision = state or ("", 0)
    name = f"{settings.DATA}/{lineage}"
    known = _known.get(name)
    if known is None or known.revision != revision:
        with _lock:
            known = _known.get(name) or _kept(str(lineage), revision)
            if known.revision != revision:
                known = _in_step(known, revision)
            if known.anew >= _WORTH_KEEPING:
                known = _keep(known, str(lineage))
            _known.clear()
            _known[name] = known
    return known


def forget() -> None:
    """Delete the copies, which hold when someone said something and what it was about."""
    for path in _folder().iterdir():
        path.unlink(missing_ok=True)
    _known.clear()


def _in_step(table: Table, revision: int) -> Table:
    """Return the table with what changed since its revision."""
    changed = pl.concat([pl.DataFrame(schema=COLUMNS), *_changed(table.revision)])
    gone = Departure.objects.filter(revision__gt=table.revision)
    left = np.array(gone.values_list("number", flat=True), dtype=np.int64)
    # After the departures: what was forgotten while they were read counts as well.
    if Gathering.objects.filter(pk=1, forgotten__gt=table.revision).exists() and table.revision:
        return _in_step(Table(pl.DataFrame(schema=COLUMNS), 0), revision)
    stale = np.concatenate([changed["id"].to_numpy(), left])
    frame = table.frame.filter(~table.are(stale)) if len(stale) else table.frame
    # Whoever left after the rows were read is in both.
    changed = changed.filter(~pl.col("id").is_in(left.tolist()))
    return Table(pl.concat([frame, changed]), revision, table.anew + len(stale))


def _changed(revision: int) -> Iterator[pl.DataFrame]:
    """Yield the verbatims that changed after a revision, as people corrected them."""
    corrected = _corrections(revision)
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [revision])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield _with(corrected, _read(rows))


def _read(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    # Said outright: the first hundred may well have no score.
    kinds = {name: pl.Float64 for name in _READ if COLUMNS[name] == pl.Float32}
    frame = pl.DataFrame(
        rows, [*_READ, "is_private"], schema_overrides=kinds, orient="row", strict=False
    )
    if frame["at"].dtype == pl.String:
        at = pl.col("at").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
        frame = frame.with_columns(at.dt.replace_time_zone("UTC"))
    told = frame.with_columns(is_corrected=pl.lit(value=False))
    return told.select(list(COLUMNS)).cast(pl.Schema(COLUMNS))


def _corrections(revision: int) -> pl.DataFrame:
    """Return the newest standing correction of each verbatim changed after a revision."""
    standing = Correction.objects.standing().filter(verbatim__revision__gt=revision)
    rows = standing.order_by("at", "pk").values_list("verbatim_id", *_CORRECTED)
    kinds = {"id": pl.Int64, **{name: COLUMNS[name] for name in _CORRECTED}}
    frame = pl.DataFrame(list(rows), schema=kinds, orient="row")
    return frame.unique("id", keep="last")


def _with(corrected: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    if corrected.is_empty():
        return frame
    told = frame.join(
        corrected.with_columns(told=True), on="id", how="left", maintain_order="left"
    )
    is_told = pl.col("told").fill_null(value=False)
    columns = [
        pl.when(is_told).then(pl.col(f"{name}_right")).otherwise(pl.col(name)).alias(name)
        for name in _CORRECTED
    ]
    sure = [
        pl.when(is_told).then(1.0).otherwise(pl.col("probability")).alias("probability"),
        pl.when(is_told).then(0.0).otherwise(pl.col("doubt")).alias("doubt"),
        _positivity(is_told),
    ]
    kept = told.with_columns(*columns, *sure, is_corrected=is_told)
    return kept.select(list(COLUMNS)).cast(pl.Schema(COLUMNS))


def _positivity(is_told: pl.Expr) -> pl.Expr:
    """What a person said is sure: 1 for positive, 0 for negative, even for neutral."""
    said = (pl.col("sentiment_right") + 1) / 2
    return pl.when(is_told).then(said).otherwise(pl.col("positivity")).alias("positivity")


def _kept(lineage: str, revision: int) -> Table:
    """Return the newest copy that is not younger than the database, or an empty table."""
    copies = {int(path.stem.rpartition("-")[2]): path for path in _copies(lineage)}
    fitting = [each for each in copies if each <= revision]
    for newest in sorted(fitting, reverse=True)[:1]:
        frame = pl.read_ipc(copies[newest])
        if frame.schema == pl.Schema(COLUMNS):
            return Table(frame, newest)
    return Table(pl.DataFrame(schema=COLUMNS), 0)


def _keep(table: Table, lineage: str) -> Table:
    """Write a copy for processes to come, and delete those before."""
    old = list(_copies(lineage))
    draft = _folder() / f".{uuid4().hex}"
    table.frame.rechunk().write_ipc(draft)
    draft.replace(_folder() / f"{lineage}-{table.revision}.arrow")
    for path in old:
        if path.stem != f"{lineage}-{table.revision}":
            path.unlink(missing_ok=True)
    return Table(table.frame, table.revision)


def _copies(lineage: str) -> Iterator[Path]:
    return _folder().glob(f"{lineage}-*.arrow")


def _folder() -> Path:
    folder = Path(settings.DATA) / "verbatims"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""Lists of people behind the figures of a touchpoint, kept as files: cases, words, customers.

Everything that names a customer is in these files, so that forgetting one is to delete them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
import polars as pl
from django.conf import settings
from django.utils import timezone

from parcours.core.canvas import Canvas as Drawing
from parcours.core.events import Events
from parcours.core.kernel import Log, run
from parcours.core.occurrence import SCHEMA, Occurrences, columns_needed, evaluate
from parcours.core.scale import rescale
from parcours.core.schema import COLUMNS
from parcours.core.selection import columns_of, texts, touchpoint_of, values
from parcours.map.domain.living import segments_of
from parcours.map.models.canvas import drawing_of

PAGE: Final = 25
KINDS: Final = ("cases", "words", "customers")
WHERE: Final = "where."
_SHOWN: Final = (
    "promise", "customer_id", "case_id", "opened", "due", "closed", "state", "breach", "felt",
    "recovered_at", "channel",
)  # fmt: skip
_CASE: Final = {name: SCHEMA[name] for name in _SHOWN} | {
    "state": pl.String, "words": pl.String,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows of a list, and how many there are in all."""

    rows: list[dict[str, Any]]
    total: int
    number: int = 1

    @property
    def before(self) -> int | None:
        """The number of the page before, null on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the page after, null on the last."""
        return self.number + 1 if self.number * PAGE < self.total else None


def behind(log: Log, *, canvas: str, touchpoint: str) -> dict[str, int]:
    """Write the lists behind a touchpoint, and return how many rows each has.

    A question for results: what it keeps there names nobody.

    Args:
        canvas: its text.
        touchpoint: its id.
    """
    drawn, as_of = drawing_of(canvas), log.last_at() or timezone.now()
    made = {p.promise for point, p in drawn.promises() if point.touchpoint == touchpoint}
    names = segments_of(drawn)
    place = [point.touchpoint for _stage, point in drawn.touchpoints()].index(touchpoint)

    def kernel(events: Events) -> tuple[list[pl.DataFrame], pl.DataFrame]:
        found = evaluate(events, drawn, as_of=as_of, promises=made) if made else ()
        return [_cases(each, names) for each in found], _words(events, drawn, place=place)

    columns = {*columns_needed(drawn, made), *columns_of(*names), "text", "language"}
    parts = run(log, kernel, columns=[name for name in COLUMNS if name in columns])
    nothing = pl.DataFrame(schema={**_CASE, **{WHERE + name: pl.String for name in names}})
    return _written(
        cases=pl.concat([nothing, *(frame for frames, _words in parts for frame in frames)]),
        words=pl.concat([words for _cases, words in parts]),
        key=_key(canvas, touchpoint),
    )


def _written(*, cases: pl.DataFrame, words: pl.DataFrame, key: str) -> dict[str, int]:
    found = {
        "cases": cases.sort("opened", "customer_id", descending=[True, False]),
        "words": words.sort("at", "event_id", descending=[True, False]),
        "customers": _customers(cases),
    }
    for kind, frame in found.items():
        _save(frame, _path(kind, key))
    return {kind: frame.height for kind, frame in found.items()}


def _cases(found: Occurrences, names: list[str]) -> pl.DataFrame:
    """Return the occurrences of one promise: as shown, with their words and segments."""
    shown = found.frame().select(_SHOWN).with_columns(pl.col("state").cast(pl.String))
    spoken = values(found.events, np.maximum(found.scored, 0), "text")
    return shown.with_columns(
        words=pl.when(pl.Series(found.scored >= 0)).then(spoken),
        **{WHERE + name: texts(found.values(name)) for name in names},
    )


def _words(events: Events, drawn: Drawing, *, place: int) -> pl.DataFrame:
    """Return what customers said at a touchpoint; what was written to them is not theirs."""
    activity = pl.col("activity").cast(pl.String)
    is_ours = activity.str.ends_with(".sent") | (activity == "review.answered")
    is_here = pl.Series(touchpoint_of(events, drawn) == place)
    is_said = is_here & (pl.col("text").fill_null("") != "") & ~is_ours
    return events.frame.filter(is_said).select(
        "event_id", "customer_id", "at", "channel", "text", "language", activity,
        felt=rescale(pl.col("score"), pl.col("scale")),
    )  # fmt: skip


def _customers(cases: pl.DataFrame) -> pl.DataFrame:
    """Return one row per customer, those with most broken promises first."""
    is_broken = pl.col("state") == "broken"
    return (
        cases.group_by("customer_id")
        .agg(
            cases=pl.len(),
            broken=is_broken.sum(),
            recovered=pl.col("recovered_at").is_not_null().sum(),
            felt=pl.col("felt").mean(),
            last=pl.col("opened").max(),
        )
        .sort(["broken", "last", "customer_id"], descending=[True, True, False])
    )


def cases(
    canvas: str,
    touchpoint: str,
    *,
    promise: str = "",
    state: str = "",
    worst_first: bool = False,
    has_words: bool = False,
    within: tuple[datetime | None, datetime | None] = (None, None),
    where: Mapping[str, Iterable[str]] | None = None,
    whose: pl.Series | None = None,
    number: int = 1,
) -> Page:
    """Return a page of cases: the newest first, or those that missed by most.

    Args:
        has_words: only those of whom we have a verbatim, the worst felt first.
        promise, state: only those, where given.
        within: opened not before the first moment, and before the second.
        where: values of columns or properties of the opening event.
        whose: the customer_id of those whose cases count; by default all.
    """
    found = pl.scan_parquet(_path("cases", _key(canvas, touchpoint)))
    begin, end = within
    wanted = [
        pl.col("promise") == promise if promise else None,
        pl.col("state") == state if state else None,
        pl.col("words").is_not_null() if has_words else None,
        pl.col("opened") >= begin if begin else None,
        pl.col("opened") < end if end else None,
        pl.col("customer_id").is_in(whose.implode()) if whose is not None else None,
        *(pl.col(WHERE + name).is_in(list(each)) for name, each in (where or {}).items()),
    ]
    found = found.filter(*(each for each in wanted if each is not None))
    if worst_first:
        # Of those that missed by as much, the ones who say what they felt come first.
        found = found.sort(
            "breach", "felt", descending=[True, False], nulls_last=True, maintain_order=True
        )
    elif has_words:
        found = found.sort("felt", nulls_last=True, maintain_order=True)
    return _page(found, number)


def words(canvas: str, touchpoint: str, *, order: str = "newest", number: int = 1) -> Page:
    """Return a page of verbatims.

    Args:
        order: ``newest``, ``worst`` or ``best`` felt first; those without a score come last.
    """
    found = pl.scan_parquet(_path("words", _key(canvas, touchpoint)))
    if order != "newest":
        found = found.sort(
            "felt", descending=order == "best", nulls_last=True, maintain_order=True
        )
    return _page(found, number)


def customers(canvas: str, touchpoint: str, *, number: int = 1) -> Page:
    """Return a page of customers, those with most broken promises first."""
    return _page(pl.scan_parquet(_path("customers", _key(canvas, touchpoint))), number)


def table(canvas: str, touchpoint: str) -> pl.LazyFrame | None:
    """Return all cases, unread: for who takes them otherwise than page by page.

    Null where they are to be listed again.
    """
    path = _path("cases", _key(canvas, touchpoint))
    return pl.scan_parquet(path) if path.exists() else None


def _page(found: pl.LazyFrame, number: int) -> Page:
    shown = found.slice(PAGE * (number - 1), PAGE)
    rows, total = pl.collect_all([shown, found.select(pl.len())])
    return Page(rows=rows.to_dicts(), total=total.item(), number=number)


def forget(before: datetime | None = None) -> int:
    """Delete the lists written before a moment, by default all; return how many there were.

    Who is erased may be in any of them. The next look makes them again.
    """
    old = [path for path in _folder().iterdir() if before is None or _written_at(path) < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _folder() -> Path:
    folder = Path(settings.DATA) / "behind-touchpoints"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _path(kind: str, key: str) -> Path:
    return _folder() / f"{key}-{kind}.parquet"


def _key(canvas: str, touchpoint: str) -> str:
    return hashlib.sha256(f"{touchpoint}\n{canvas}".encode()).hexdigest()[:32]


def _save(frame: pl.DataFrame, path: Path) -> None:
    """Write all of a list or nothing: pages may be reading the one before."""
    unfinished = path.with_name(f".{uuid4().hex}.unfinished")
    frame.write_parquet(unfinished, compression="zstd", row_group_size=100_000)
    Path(unfinished).replace(path)

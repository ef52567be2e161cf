"""Occurrences as arrays, and as a table for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.canvas import Canvas, Touchpoint
from parcours.core.events import Events
from parcours.core.occurrence.before import Before
from parcours.core.occurrence.bucket import NEVER, Moments
from parcours.core.occurrence.verdict import Reason, State, Verdict
from parcours.core.promise import Promise
from parcours.core.schema import COLUMNS, MOMENT
from parcours.core.selection import (
    Mask,
    Numbers,
    Rows,
    numbers,
    numbers_if_all,
    texts,
    values,
)

STATES: Final = pl.Enum([state.name.lower() for state in State])
SOURCES: Final = (None, "case", "touchpoint")
SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "promise": pl.String,
    "touchpoint": pl.String,
    "customer_id": pl.String,
    "case_id": pl.String,
    "opening_id": pl.String,
    "opened": MOMENT,
    "due": MOMENT,
    "closed": MOMENT,
    "broken_at": MOMENT,
    "recovered_at": MOMENT,
    "state": STATES,
    "void_reason": pl.String,
    "breach": pl.Float64,
    "felt": pl.Float64,
    "felt_source": pl.String,
    "felt_scale": pl.String,
    "anchor": MOMENT,
    "returned": pl.Boolean,
    "spend": pl.Float64,
    "segment": pl.String,
    "channel": pl.String,
    "promised": pl.Float64,
    "events_before": pl.UInt32,
    "returns_before": pl.UInt32,
    "spend_before": pl.Float64,
    "tenure": pl.Float64,
    "felt_before": pl.Float64,
}


@dataclass(frozen=True, kw_only=True)
class Occurrences:
    """The occurrences of one promise in one bucket: one value each, in order of openings.

    Moments are microseconds UTC, NEVER for null; numbers are NaN for null. ``opening`` and
    ``scored`` (−1 for null) are rows of ``events``. ``returned`` and ``spend`` are null
    where not ``is_known``. ``felt_source`` is 0 for none, 1 for case, 2 for touchpoint;
    ``inferred`` is felt as words let infer it.
    """

    events: Events
    touchpoint: Touchpoint
    promise: Promise
    opening: Rows
    opened: Moments
    due: Moments
    verdict: Verdict
    recovered_at: Moments
    felt: Numbers
    scored: Rows
    felt_source: NDArray[np.uint8]
    inferred: Numbers
    anchor: Moments
    is_known: Mask
    returned: Mask
    spend: Numbers
    before: Before

    def __len__(self) -> int:
        return len(self.opening)

    @property
    def customer(self) -> NDArray[np.uint32]:
        """Number of the customer inside the bucket."""
        return self.events.customer[self.opening]

    @property
    def promised(self) -> Numbers:
        """Seconds of the clock from the opening to due, NaN without due."""
        has_due = self.due != NEVER
        return np.where(has_due, (np.where(has_due, self.due, 0) - self.opened) / 1e6, np.nan)

    def values(self, name: str) -> pl.Series:
        """Return a column or property of the opening events."""
        return values(self.events, self.opening, name)

    def frame(self, adjust: Sequence[str] = ()) -> pl.DataFrame:
        """Return the table, with one column ``adjust.NAME`` for each name of *adjust*.

        A property stays text here: only with all buckets in hand can it be called a number.
        """
        size, segment = len(self), self.promise.segment
        columns: dict[str, Any] = {
            "promise": pl.repeat(self.promise.promise, size, eager=True),
            "touchpoint": pl.repeat(self.touchpoint.touchpoint, size, eager=True),
            "customer_id": self.values("customer_id"),
            "case_id": self.values("case_id"),
            "opening_id": self.values("event_id"),
            "channel": self.values("channel"),
            "segment": texts(self.values(segment)) if segment else [None] * size,
            **self._measured(),
        }
        given = pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA)
        return given.with_columns(self._adjust(name) for name in adjust)

    def _measured(self) -> dict[str, pl.Series]:
        verdict, before = self.verdict, self.before
        known = pl.Series(self.is_known)
        scale = values(self.events, np.maximum(self.scored, 0), "scale")
        return {
            "opened": _moments(self.opened),
            "due": _moments(self.due),
            "closed": _moments(verdict.closed),
            "broken_at": _moments(verdict.broken_at),
            "recovered_at": _moments(self.recovered_at),
            "state": _named(verdict.state, [state.name.lower() for state in State]).cast(
                STATES
            ),
            "void_reason": _named(verdict.reason, [reason.words for reason in Reason]),
            "breach": _numbers(verdict.breach),
            "felt": _numbers(self.felt),
            "felt_source": _named(self.felt_source, SOURCES),
            "felt_scale": _only(scale, pl.Series(self.scored >= 0)),
            "anchor": _moments(self.anchor),
            "returned": _only(pl.Series(self.returned), known),
            "spend": _only(pl.Series(self.spend), known),
            "promised": _numbers(self.promised),
            "events_before": pl.Series(before.events),
            "returns_before": pl.Series(before.returns),
            "spend_before": _numbers(before.spend),
            "tenure": _numbers(before.tenure),
            "felt_before": _numbers(before.felt),
        }

    def _adjust(self, name: str) -> pl.Series:
        if name not in self.promise.adjust:
            return pl.Series(f"adjust.{name}", [None] * len(self), dtype=_dtype(name))
        found = self.values(name)
        found = _numbers(numbers(found)) if _dtype(name) == pl.Float64 else texts(found)
        return found.alias(f"adjust.{name}")


def table(
    canvas: Canvas, frames: Sequence[pl.DataFrame], adjust: Sequence[str]
) -> pl.DataFrame:
    """Return the tables of promises and buckets as one, promises in the canvas's order.

    Inside a promise rows are sorted by customer_id and opened, whatever buckets they come
    from. A property to adjust for is a number where all its values read as one.

    Args:
        frames: made by `Occurrences.frame` with *adjust*.
    """
    nothing = pl.DataFrame(schema=SCHEMA | {f"adjust.{name}": _dtype(name) for name in adjust})
    frame = pl.concat([nothing, *frames])
    order = pl.Enum([promise.promise for _point, promise in canvas.promises()])
    points = pl.Enum([point.touchpoint for _stage, point in canvas.touchpoints()])
    frame = frame.with_columns(
        pl.col("promise").cast(order),
        pl.col("touchpoint").cast(points),
        *(numbers_if_all(frame[f"adjust.{name}"]) for name in adjust),
    )
    return frame.sort("promise", "customer_id", "opened", maintain_order=True)


def _dtype(adjust: str) -> type[pl.DataType]:
    return pl.Float64 if COLUMNS.get(adjust) == pl.Float64 else pl.String


def _moments(moments: Moments) -> pl.Series:
    nat = np.where(moments == NEVER, np.iinfo(np.int64).min, moments)
    return pl.Series(nat.view("datetime64[us]")).dt.replace_time_zone("UTC")


def _numbers(found: Numbers) -> pl.Series:
    return pl.Series(found, nan_to_null=True)


def _named(codes: NDArray[np.uint8], names: Sequence[str | None]) -> pl.Series:
    return pl.Series(names, dtype=pl.String).gather(codes)


def _only(series: pl.Series, mask: pl.Series) -> pl.Series:
    return pl.select(pl.when(mask).then(series)).to_series()

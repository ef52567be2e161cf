"""What a metric is: what it reads, what it observes, and how that becomes a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from typing import Final, Literal

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.figure import TOO_FEW, Figure, Unit
from parcours.core.interval import Interval
from parcours.core.language import _
from parcours.core.metrics.statistic import CELL, KEYS, Row, Statistic, summarised, tallied
from parcours.core.pattern import Pattern
from parcours.core.refusal import Refused
from parcours.core.selection import Rows, select
from parcours.core.words import Words

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING: Final = (inf, (-inf, inf))

Level = Literal["journey", "stage", "touchpoint"]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When figures are true, and on what canvas: its time zone, its promises."""

    as_of: datetime
    canvas: Canvas | None = None

    def __post_init__(self) -> None:
        if getattr(self.as_of, "tzinfo", None) is None:
            raise Refused(
                _("as_of {as_of} has no time zone: give one, UTC for instance").format(
                    as_of=self.as_of
                )
            )

    @property
    def zone(self) -> str:
        """The time zone in which days begin."""
        return self.canvas.time_zone if self.canvas else "UTC"

    @property
    def microseconds(self) -> int:
        """Microseconds from 1970 to ``as_of``, exact."""
        return (self.as_of - _EPOCH) // timedelta(microseconds=1)


Observe = Callable[[Events, Moment], pl.DataFrame]
"""Events, none later than ``as_of``, to one row per observation: ``row`` (u32, position of
the event that gives its moment, customer and group), ``value`` (f64), ``scale`` (string)."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A number that people follow: what it is called, means, reads and how it is measured.

    ``definition`` is its name and version: another formula is another version. ``stage`` is
    the phase of the journey it tells about. Events of ``activities`` are read, or, where
    there are none, all that carry a score. With ``once`` a customer counts once in each
    period, with the highest value. ``within`` is the range that its mean can have. With
    ``needs_canvas`` all events are read, and what is observed also has the names of its
    ``promise``, ``touchpoint`` and ``stage``.
    """

    name: str
    definition: str
    title: Words
    level: Level
    unit: Unit
    source: str
    statistic: Statistic
    observe: Observe
    columns: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    stage: str | None = None
    higher_is_better: bool | None = True
    once: bool = False
    needs_canvas: bool = False
    within: Interval = (-inf, inf)

    def figure(
        self,
        values: pl.Series,
        customers: pl.Series | None = None,
        *,
        scale: str | None = None,
        as_of: datetime | None = None,
    ) -> Figure:
        """Return the figure of *values*, one per observation; nulls do not count.

        Args:
            customers: whose each value is; without it each is another customer's.
        """
        table = pl.DataFrame(
            {
                **{key: pl.Series([None] * len(values), dtype=CELL[key]) for key in KEYS},
                "customer": range(len(values)) if customers is None else customers,
                "value": values.cast(pl.Float64).fill_nan(None),
            }
        )
        cells = self.tally(table.drop_nulls("value")).to_dicts()
        row = cells[0] if cells else {"n": 0}
        return self.of(row | {"scale": scale}, as_of=as_of)

    def tally(self, table: pl.DataFrame) -> pl.DataFrame:
        """Return what the observations of whole customers add up to, as `tallied` does."""
        return tallied(table, self.statistic, once=self.once)

    def of(self, row: Row, *, as_of: datetime | None = None) -> Figure:
        """Return the figure of one row of a tally; its definition names the scale.

        Fewer than ten customers are too few, however many observations they gave: then
        its ``n`` is theirs.
        """
        value, (low, high) = (
            summarised(row, self.statistic, within=self.within) if row["n"] else _NOTHING
        )
        scale, people = row["scale"], row["customers"] if row["n"] else 0
        return Figure(
            value=value if isfinite(value) else None,
            low=low if isfinite(low) else None,
            high=high if isfinite(high) else None,
            n=int(people if people < TOO_FEW else row["n"]),
            unit=self.unit,
            definition=f"{self.definition} {scale}" if scale else self.definition,
            as_of=as_of,
        )


def each(
    activity: str | tuple[str, ...] | None, value: pl.Expr, *, scale: pl.Expr | None = None
) -> Observe:
    """Return how to observe events one by one, those whose *value* is not null.

    Args:
        activity: of the events, one or several; none means all that carry a score.
        value: from their columns.
    """
    read = {
        name for part in (value, scale) if part is not None for name in part.meta.root_names()
    }

    def observe(events: Events, moment: Moment) -> pl.DataFrame:
        rows = pl.Series("row", _rows(events, activity), dtype=pl.UInt32)
        columns = {"value": value.cast(pl.Float64).fill_nan(None)}
        if scale is not None:
            columns["scale"] = scale
        frame = pl.DataFrame(
            [rows, *(events.frame[name].gather(rows) for name in sorted(read))]
        )
        # Lazily, what two parts of an expression share is worked out once.
        return frame.lazy().select("row", **columns).drop_nulls("value").collect()

    return observe


def _rows(events: Events, activity: str | tuple[str, ...] | None) -> Rows:
    if activity is not None:
        activities = (activity,) if isinstance(activity, str) else activity
        return select(events, Pattern(activity=activities))
    if "scored" not in events.memo:
        events.memo["scored"] = np.flatnonzero(events.frame["score"].is_not_null())
    rows: Rows = events.memo["scored"]
    return rows

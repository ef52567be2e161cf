"""Into which periods and groups the observations of a metric fall."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.kernel import zoned
from parcours.core.language import _
from parcours.core.metrics.metric import Moment
from parcours.core.metrics.statistic import CELL
from parcours.core.pattern import Pattern, Where, column
from parcours.core.refusal import Refused
from parcours.core.selection import (
    columns_of,
    select,
    texts,
    touchpoint_of,
    values,
)
from parcours.core.written.wording import choose

PERIODS: Final = ("1d", "1w", "1mo", "1q", "1y")
PLACES: Final = ("touchpoint", "stage", "promise")


class UnknownPeriod(Refused):
    """Figures were asked for by a period there is not."""


class CanvasNeeded(Refused):
    """Only a canvas knows touchpoints, stages and promises."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Periods (local days, weeks from Monday, and so on), and what to split by.

    ``by`` is a column, ``properties.NAME``, ``touchpoint``, ``stage`` or ``promise``. What
    happened before ``since``, or does not meet ``where``, falls nowhere.
    """

    moment: Moment
    every: str | None = None
    by: str | None = None
    since: datetime | None = None
    where: Where = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.every is not None and self.every not in PERIODS:
            raise UnknownPeriod(
                _("There is no period {period}. {hint}").format(
                    period=self.every, hint=choose(self.every, PERIODS)
                )
            )
        if self.since is not None:
            zoned(self.since)
        if self.by is not None and self.by not in PLACES:
            _check_column(self.by)
        if self.by in PLACES and self.moment.canvas is None:
            raise CanvasNeeded(
                _("Figures by {by} need a canvas. Give the one that has them.").format(
                    by=self.by
                )
            )

    @property
    def columns(self) -> set[str]:
        """The columns of the log that are read to split."""
        read = columns_of(self.where)
        if self.moment.canvas is None or self.by not in PLACES:
            return read | columns_of(self.by)
        points = (point for _stage, point in self.moment.canvas.touchpoints())
        return read | columns_of(*(pattern for point in points for pattern in point.events))

    def cells(self, events: Events, groups: pl.Series | None = None) -> pl.DataFrame:
        """Return where each event falls: start, group, is_counted, and its customer.

        Args:
            groups: one per event, where its observation knows better than the event.
        """
        local = pl.col("at").dt.convert_time_zone(self.moment.zone).dt.date()
        return events.frame.select(
            start=local.dt.truncate(self.every) if self.every else pl.lit(None, CELL["start"]),
            group=self._groups(events) if groups is None else groups,
            is_counted=self._is_counted(events),
            customer=pl.Series(events.customer),
        )

    def _is_counted(self, events: Events) -> pl.Series:
        counted = pl.repeat(value=True, n=len(events), dtype=pl.Boolean, eager=True)
        if self.since is not None:
            counted = events.frame["at"] >= self.since
        if not self.where or not len(events):
            return counted
        meets = np.zeros(len(events), dtype=np.bool_)
        meets[select(events, Pattern(activity=tuple(events.activities)), self.where)] = True
        return counted & pl.Series(meets)

    def _groups(self, events: Events) -> pl.Series:
        if self.by is None or self.by == "promise":
            return pl.repeat(None, len(events), dtype=CELL["group"], eager=True)
        if self.moment.canvas is None or self.by not in PLACES:
            return texts(values(events, np.arange(len(events)), self.by))
        names = [
            point.touchpoint if self.by == "touchpoint" else stage.stage
            for stage, point in self.moment.canvas.touchpoints()
        ]
        # Position -1, no touchpoint, is the null at the end.
        named = pl.Series([*names, None], dtype=pl.Enum(list(dict.fromkeys(names))))
        places = touchpoint_of(events, self.moment.canvas).astype(np.int64)
        return named.gather(np.where(places < 0, len(names), places))


def _check_column(by: str) -> None:
    try:
        column(by)
    except ValueError as error:
        raise Refused(str(error)) from None

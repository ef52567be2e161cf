"""The same metrics over several windows of time, in one pass over the log."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from parcours.core.events import Events
from parcours.core.figure import Figure
from parcours.core.kernel import as_log, run
from parcours.core.metrics.cut import Cut
from parcours.core.metrics.measuring import Tallies, chosen, tallies
from parcours.core.metrics.metric import Metric
from parcours.core.metrics.statistic import KEYS, Row, combined
from parcours.core.occurrence import columns_needed

Measured = list[tuple[Metric, Row, Figure]]


@dataclass(frozen=True, kw_only=True)
class Window:
    """Metrics to take, by name, and how to cut them: until when, since when, by what."""

    cut: Cut
    metrics: Collection[str] | None = None

    @property
    def wanted(self) -> list[Metric]:
        """The metrics, in the order of the catalogue."""
        return chosen(self.metrics, self.cut.moment.canvas)


def over_windows(log: Any, windows: Mapping[str, Window]) -> dict[str, Measured]:
    """Return what `figures` yields for each of *windows*, reading the log once for all.

    Each window is as of its own end, so that what takes time to be known is as incomplete in
    the one as in the other.

    Args:
        log: a log, a table of events, or the path of a log.
    """
    parts = run(as_log(log), partial(_tallies, windows=windows), columns=_columns(windows))
    return {
        name: [
            (metric, row, metric.of(row, as_of=window.cut.moment.as_of))
            for metric in window.wanted
            for row in _cells([part[name][metric.name] for part in parts])
        ]
        for name, window in windows.items()
    }


def _tallies(events: Events, windows: Mapping[str, Window]) -> dict[str, Tallies]:
    return {
        name: tallies(events, metrics=window.wanted, cut=window.cut)
        for name, window in windows.items()
    }


def _cells(parts: list[pl.DataFrame]) -> list[Row]:
    return combined(parts).sort(KEYS).to_dicts()


def _columns(windows: Mapping[str, Window]) -> list[str]:
    columns = set[str]()
    for window in windows.values():
        columns |= window.cut.columns.union(*(metric.columns for metric in window.wanted))
        canvas = window.cut.moment.canvas
        if canvas is not None and any(metric.needs_canvas for metric in window.wanted):
            columns |= set(columns_needed(canvas, shown=False))
    return sorted(columns)

"""All metrics of a log in one pass: as a whole, by period, by touchpoint or any column."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

import polars as pl

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.figure import Figure
from parcours.core.kernel import as_log, run
from parcours.core.language import _
from parcours.core.metrics.catalogue import METRICS
from parcours.core.metrics.cut import PLACES, CanvasNeeded, Cut
from parcours.core.metrics.metric import Metric, Moment
from parcours.core.metrics.statistic import CELL, KEYS, Row, combined
from parcours.core.occurrence import columns_needed
from parcours.core.pattern import Where, conditions
from parcours.core.refusal import Refused
from parcours.core.written.wording import choose

TABLE: Final = {
    "metric": pl.String(), **CELL,
    "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
    "n": pl.Int64(), "customers": pl.Int64(),
    "unit": pl.String(), "evidence": pl.String(), "definition": pl.String(),
}  # fmt: skip

Tallies = dict[str, pl.DataFrame]


class UnknownMetric(Refused):
    """A metric was asked for that does not exist."""


def measure(
    log: Any,
    *,
    as_of: datetime | None = None,
    metrics: Collection[str] | str | None = None,
    every: str | None = None,
    by: str | None = None,
    canvas: Canvas | None = None,
    since: datetime | None = None,
    where: Where | None = None,
) -> pl.DataFrame:
    """Return the figures of a log, in one pass, one bucket in memory at a time.

    Args:
        log: a log, a table of events, or the path of a log.
        as_of: events after it do not exist; by default the last moment of the log.
        metrics: names, by default all.
        every: the length of periods: ``1d``, ``1w`` (from Monday), ``1mo``, ``1q``, ``1y``,
            in the time zone of *canvas* (UTC without). By default all time is one period.
        by: what to split by: a column, ``properties.NAME``, ``touchpoint``, ``stage``; for
            promises kept also ``promise``.
        since: what happened earlier is known, but not counted.
        where: conditions on the events that are counted, and on those that open a promise.

    Returns:
        One row per metric, period, group and scale with an observation, in that order:
        metric, start (date; null without *every*), group (null for what has none), scale,
        value, low, high (95 %), n (observations), customers, unit, evidence (too few, thin,
        enough), definition. A value or bound that cannot be given is null.

    Raises:
        UnknownMetric: a name of *metrics* is none.
        UnknownPeriod: *every* is none.
        CanvasNeeded: a touchpoint, stage or promise is asked for without *canvas*.
    """
    rows = [
        row_of(
            figure,
            metric=metric.name,
            customers=row["customers"],
            **{key: row[key] for key in KEYS},
        )
        for metric, row, figure in figures(
            log,
            as_of=as_of,
            metrics=metrics,
            every=every,
            by=by,
            canvas=canvas,
            since=since,
            where=where,
        )
    ]
    return pl.DataFrame(rows, schema=TABLE)


def row_of(figure: Figure, *, metric: str, customers: float, **cell: Any) -> Row:
    """Return *figure* as a row of the table of `measure`."""
    return {
        "metric": metric,
        **dict.fromkeys(KEYS),
        **cell,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "customers": int(customers),
        "unit": figure.unit,
        "evidence": figure.evidence,
        "definition": figure.definition.split()[0],
    }


def figures(
    log: Any,
    *,
    as_of: datetime | None = None,
    metrics: Collection[str] | str | None = None,
    every: str | None = None,
    by: str | None = None,
    canvas: Canvas | None = None,
    since: datetime | None = None,
    where: Where | None = None,
) -> Iterator[tuple[Metric, Row, Figure]]:
    """Yield what `measure` returns as figures, each with its metric, and its period and group.

    Args:
        log: as for `measure`, like all others.
    """
    log = as_log(log)
    until = as_of or log.last_at()
    wanted = chosen(metrics, canvas)
    if until is None:
        return
    moment, meets = Moment(as_of=until, canvas=canvas), conditions(where or {})
    cut = Cut(moment=moment, every=every, by=by, since=since, where=meets)
    columns = cut.columns.union(*(metric.columns for metric in wanted))
    if canvas is not None and any(metric.needs_canvas for metric in wanted):
        columns |= set(columns_needed(canvas, shown=False))
    parts = run(log, partial(tallies, metrics=wanted, cut=cut), columns=sorted(columns))
    for metric in wanted:
        cells = combined([part[metric.name] for part in parts]).sort(KEYS)
        for row in cells.iter_rows(named=True):
            yield metric, row, metric.of(row, as_of=until)


def tallies(events: Events, *, metrics: Sequence[Metric], cut: Cut) -> Tallies:
    """Return what a bucket's observations add up to, by metric: a kernel."""
    if len(events) and events.at.max() > cut.moment.microseconds:
        events = Events(events.frame.filter(pl.col("at") <= cut.moment.as_of))
    activities = {name for metric in metrics for name in metric.activities}
    is_read = pl.col("activity").is_in(activities)
    if any("score" in metric.columns for metric in metrics):
        is_read |= pl.col("score").is_not_null()
    read = Events(events.frame.filter(is_read))
    cells = cut.cells(read)
    found = {}
    for metric in metrics:
        if metric.needs_canvas:
            observed = metric.observe(events, cut.moment)
            openings = Events(events.frame[observed["row"]])
            where = cut.cells(openings, observed[cut.by] if cut.by in PLACES else None)
        else:
            observed = metric.observe(read, cut.moment)
            where = cells[observed["row"]]
        found[metric.name] = _tally(metric, where, observed)
    return found


def chosen(names: Collection[str] | str | None, canvas: Canvas | None) -> list[Metric]:
    """Return the metrics of these *names*, in the order of the catalogue.

    Without names all, but not those that need a canvas when there is none.
    """
    known = [metric.name for metric in METRICS]
    names = [names] if isinstance(names, str) else names
    wanted = [
        metric
        for metric in METRICS
        if (metric.name in names if names is not None else canvas or not metric.needs_canvas)
    ]
    for name in names or ():
        if name not in known:
            raise UnknownMetric(
                _("There is no metric {name}. {hint}").format(
                    name=name, hint=choose(name, known)
                )
            )
    for metric in wanted:
        if metric.needs_canvas and canvas is None:
            raise CanvasNeeded(
                _("The metric {name} needs a canvas. Give the one that has promises.").format(
                    name=metric.name
                )
            )
    return wanted


def _tally(metric: Metric, where: pl.DataFrame, observed: pl.DataFrame) -> pl.DataFrame:
    has_scale = "scale" in observed.columns
    table = where.with_columns(
        observed["value"],
        observed["scale"] if has_scale else pl.lit(None, CELL["scale"]).alias("scale"),
    )
    return metric.tally(table.filter("is_counted")).cast(pl.Schema(CELL))

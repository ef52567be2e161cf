"""``parcours metrics``: scores and measures, each with its interval and its count."""

from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer
from rich.table import Table

from parcours.cli.console import Lang, Quiet, grid, note, out
from parcours.cli.given import AsOf, LogPath, moment, opened
from parcours.core.canvas import Canvas
from parcours.core.figure import Figure
from parcours.core.language import _, language
from parcours.core.metrics import METRICS, measure
from parcours.core.report import numbers
from parcours.core.words import say

FIGURE: Final = ("value", "low", "high", "n", "unit", "definition")
HELP: Final = _("Measure: NPS, CSAT, delays, visits, conversion, lifetime value and more.")

Names = Annotated[
    list[str] | None, typer.Argument(help=_("Which metrics; all by default."), metavar="METRIC")
]
Every = Annotated[
    str | None, typer.Option("--every", metavar="PERIOD", help=_("1d, 1w, 1mo, 1q or 1y."))
]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="WHAT", help=_("Split by a column, properties.NAME, touchpoint, stage.")
    ),
]
OfCanvas = Annotated[
    Path | None,
    typer.Option("--canvas", metavar="FILE", help=_("For touchpoints and promises kept.")),
]


def metrics(
    log: LogPath,
    names: Names = None,
    *,
    canvas: OfCanvas = None,
    every: Every = None,
    by: By = None,
    as_of: AsOf = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="MOMENT", help=_("Count from then on."))
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help=_("Write the table here."))
    ] = None,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    until, start = moment(as_of), moment(since)
    drawn = Canvas.load(canvas) if canvas else None
    found = measure(
        opened(log), as_of=until, metrics=names, every=every, by=by, canvas=drawn, since=start
    )
    if not quiet:
        out.print(_shown(found, split=by))
    if csv is not None:
        csv.parent.mkdir(parents=True, exist_ok=True)
        found.write_csv(csv)
        note(_("Table: {file}").format(file=csv), quiet=quiet)


def _shown(found: pl.DataFrame, *, split: str | None) -> Table:
    """Return the figures as a table; a period or group has a column where one was asked."""
    titles = {metric.name: say(metric.title, language()) for metric in METRICS}
    has_periods = found["start"].is_not_null().any()
    words = [_("metric"), *[_("from")] * has_periods, *([split] if split else []), _("scale")]
    table = grid("", *words, numeric=(_("value"), _("95% interval"), "n"))
    for row in found.iter_rows(named=True):
        figure = Figure(**{name: row[name] for name in FIGURE})
        table.add_row(
            titles[row["metric"]],
            *[str(row["start"] or "")] * has_periods,
            *([str(row["group"] or numbers.NOTHING)] if split else []),
            row["scale"] or "",
            numbers.value(figure) if figure.evidence != "too few" else numbers.doubt(figure),
            numbers.interval(figure),
            numbers.count(figure.n),
        )
    return table

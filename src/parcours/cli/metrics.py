"""``parcours metrics``: scores and measures, each with its interval and its count."""

from pathlib import Path
from typing import Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out
from parcours.cli.given import AsOf, LogPath, moment, opened
from parcours.core.language import _

HELP: Final = _("Measure: NPS, CSAT, delays, visits, conversion, lifetime value and more.")

Names = Annotated[
    list[str] | None,
    typer.Argument(help=_("Which metrics; all by default."), metavar=_("METRIC")),
]
Every = Annotated[
    str | None, typer.Option("--every", metavar=_("PERIOD"), help=_("1d, 1w, 1mo, 1q or 1y."))
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar=_("WHAT"),
        help=_("Split by a column, properties.NAME, touchpoint, stage."),
    ),
]
OfCanvas = Annotated[
    Path | None,
    typer.Option("--canvas", metavar=_("FILE"), help=_("For touchpoints and promises kept.")),
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
        str | None, typer.Option("--since", metavar=_("MOMENT"), help=_("Count from then on."))
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar=_("FILE"), help=_("Write the table here."))
    ] = None,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.cli.tables import metrics_table
    from parcours.core.canvas import Canvas
    from parcours.core.metrics import measure

    until, start = moment(as_of), moment(since)
    drawn = Canvas.load(canvas) if canvas else None
    found = measure(
        opened(log), as_of=until, metrics=names, every=every, by=by, canvas=drawn, since=start
    )
    if not quiet:
        out.print(metrics_table(found, split=by))
    if csv is not None:
        csv.parent.mkdir(parents=True, exist_ok=True)
        found.write_csv(csv)
        note(_("Table: {file}").format(file=csv), quiet=quiet)

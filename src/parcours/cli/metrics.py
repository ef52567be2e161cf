"""``parcours metrics``: scores and measures, each with its interval and its count."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out
from parcours.cli.given import AsOf, LogPath, UnreadableOption, moment, opened
from parcours.core.language import _, said

if TYPE_CHECKING:
    from parcours.core.metrics.lifetime_value import LifetimeValue

HELP: Final = _("Measure: NPS, CSAT, delays, visits, conversion, lifetime value and more.")

Names = Annotated[
    list[str] | None,
    typer.Argument(
        help=_("Which metrics; by default all but lifetime_value, which takes seconds."),
        metavar=_("METRIC"),
    ),
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

Since = Annotated[
    str | None, typer.Option("--since", metavar=_("MOMENT"), help=_("Count from then on."))
]
Csv = Annotated[
    Path | None, typer.Option("--csv", metavar=_("FILE"), help=_("Write the table here."))
]


def metrics(
    log: LogPath,
    names: Names = None,
    *,
    canvas: OfCanvas = None,
    every: Every = None,
    by: By = None,
    as_of: AsOf = None,
    since: Since = None,
    csv: Csv = None,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.cli.tables import metrics_table
    from parcours.core.canvas import Canvas
    from parcours.core.metrics import measure
    from parcours.core.metrics.lifetime_value import NAME, lifetime_value

    until, start = moment(as_of), moment(since, option="--since")
    drawn = Canvas.load(canvas) if canvas else None
    events, is_valued = opened(log), NAME in (names or ())
    if is_valued and (every or by or since):
        raise _not_split(NAME)
    counted = [name for name in names if name != NAME] if names else None
    found = measure(
        events, as_of=until, metrics=counted, every=every, by=by, canvas=drawn, since=start
    )
    if not quiet and counted != []:
        out.print(metrics_table(found, split=by))
    if is_valued:
        value = lifetime_value(events, as_of=until, canvas=drawn)
        found = found.vstack(value.frame())
        show(value, quiet=quiet)
    if csv is not None:
        csv.parent.mkdir(parents=True, exist_ok=True)
        found.write_csv(csv)
        note(_("Table: {file}").format(file=csv), quiet=quiet)


def _not_split(name: str) -> UnreadableOption:
    return UnreadableOption(
        _("{name} is of all customers and all time: leave out --every, --by, --since").format(
            name=name
        )
    )


def show(value: "LifetimeValue", *, quiet: bool) -> None:
    """Print what customers will bring, the hold-out beside it, and every doubt."""
    from parcours.cli.tables import lifetime_table

    if quiet:
        return
    out.print(lifetime_table(value))
    held_out = (value.mean().note,) if value.models else ()
    for line in dict.fromkeys((*held_out, *value.warnings)):
        out.print(said(line), markup=False)

"""``parcours gap``: desired against lived, as a table, a page, JSON or CSV."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out, written
from parcours.cli.given import (
    AsOf,
    CanvasPath,
    Conditions,
    LogPath,
    NothingMeant,
    conditions,
    moment,
    opened,
)
from parcours.core.language import _, language

if TYPE_CHECKING:
    from parcours.core.gap import Gap
    from parcours.core.kernel import Log
    from parcours.core.pattern import Where

HELP: Final = _("Show the gap between the experience promised and the one lived.")

Html = Annotated[
    Path | None, typer.Option("--html", metavar=_("FILE"), help=_("Write the report here."))
]
Json = Annotated[bool, typer.Option("--json", help=_("Print everything as JSON."))]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar=_("FOLDER"), help=_("Write tables here: promises, cases.")),
]


def gap(
    canvas: CanvasPath,
    log: LogPath,
    *,
    as_of: AsOf = None,
    where: Conditions = None,
    html: Html = None,
    as_json: Json = False,
    csv: Csv = None,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.cli.tables import gap_table
    from parcours.core.canvas import Canvas
    from parcours.core.gap import gap as desired_against_lived
    from parcours.core.report.sentences import headline
    from parcours.core.unmet import unmet

    filters, until = conditions(where), moment(as_of)
    drawn = Canvas.load(canvas)
    events = opened(log)
    found = desired_against_lived(drawn, events, as_of=until, where=filters)
    if filters and not any(any(each.n.values()) for each in found.promises):
        raise NothingMeant(unmet(events, filters))
    if as_json:
        out.print_json(json.dumps(found.to_json(), ensure_ascii=False))
    elif not quiet:
        out.print(gap_table(found))
        out.print(headline(found), style="bold", markup=False)
    if html is not None:
        write_report(found, html, pictures=canvas.parent)
        note(_("Report: {file}").format(file=html), quiet=quiet)
    if csv is not None:
        write_tables(found, events, csv, where=filters)
        note(_("Tables: {folder}").format(folder=csv), quiet=quiet)


def write_report(found: "Gap", path: Path, *, pictures: Path) -> None:
    """Write the report to *path*, making its folder; pictures are looked for in another."""
    from parcours.core.report import report

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report(found, language=language(), folder=pictures), encoding="utf-8")


def write_tables(found: "Gap", events: "Log", folder: Path, *, where: "Where") -> None:
    """Write one row per promise and one per case, as CSV."""
    from parcours.core.occurrence import all_occurrences

    cases = all_occurrences(found.canvas, events, as_of=found.as_of, where=where)
    written({"promises": found.to_frame(), "cases": cases}, folder)

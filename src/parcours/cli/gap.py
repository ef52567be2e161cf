"""``parcours gap``: desired against lived, as a table, a page, JSON or CSV."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, grid, note, out, written
from parcours.cli.given import AsOf, CanvasPath, Conditions, LogPath, conditions, moment, opened
from parcours.core.canvas import Canvas
from parcours.core.gap import Gap, PromiseGap
from parcours.core.gap import gap as desired_against_lived
from parcours.core.kernel import Log
from parcours.core.language import _, language
from parcours.core.occurrence import all_occurrences
from parcours.core.pattern import Where
from parcours.core.report import numbers
from parcours.core.report.page import report
from parcours.core.report.sentences import headline, quadrant_name, rung_name, spoken
from parcours.core.words import say

HELP: Final = _("Show the gap between the experience promised and the one lived.")

Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help=_("Write the report here."))
]
Json = Annotated[bool, typer.Option("--json", help=_("Print everything as JSON."))]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FOLDER", help=_("Write tables here: promises, cases.")),
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
    filters, until = conditions(where), moment(as_of)
    drawn = Canvas.load(canvas)
    events = opened(log)
    found = desired_against_lived(drawn, events, as_of=until, where=filters)
    if as_json:
        out.print_json(json.dumps(found.to_json(), ensure_ascii=False))
    elif not quiet:
        show(found)
    if html is not None:
        write_report(found, html)
        note(_("Report: {file}").format(file=html), quiet=quiet)
    if csv is not None:
        write_tables(found, events, csv, where=filters)
        note(_("Tables: {folder}").format(folder=csv), quiet=quiet)


def show(found: Gap) -> None:
    """Print each promise with its numbers, then what stands out."""
    table = grid(
        say(found.canvas.title, language()),
        _("promise"),
        _("verdict"),
        numeric=(
            _("kept"),
            _("felt if kept"),
            _("felt if broken"),
            _("effect on returns"),
            _("at stake per year"),
        ),
    )
    for each in found.promises:
        table.add_row(*_row(found, each))
    out.print(table)
    out.print(headline(found), style="bold")


def _row(found: Gap, each: PromiseGap) -> list[str]:
    title = next(p.title for _point, p in found.canvas.promises() if p.promise == each.promise)
    effect = spoken(each.return_effects)
    change = numbers.reading(effect.figure, signed=True) if effect else numbers.NOTHING
    return [
        say(title, language()),
        quadrant_name(each.quadrant),
        numbers.reading(each.kept),
        numbers.value(each.felt_kept),
        numbers.value(each.felt_broken),
        f"{change}\n({rung_name(effect.rung)})" if effect else change,
        numbers.reading(each.value.at_stake),
    ]


def write_report(found: Gap, path: Path) -> None:
    """Write the report to *path*, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report(found, language=language()), encoding="utf-8")


def write_tables(found: Gap, events: Log, folder: Path, *, where: Where) -> None:
    """Write one row per promise and one per case, as CSV."""
    cases = all_occurrences(found.canvas, events, as_of=found.as_of, where=where)
    written({"promises": found.to_frame(), "cases": cases}, folder)

"""``parcours demo``: Maison Lutèce, from its events to the report, in one go."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out
from parcours.core.language import LANGUAGES, _
from parcours.core.refusal import Refused

if TYPE_CHECKING:
    from parcours.core.log import EventLog

HELP: Final = _("Run the main job on a demo company, and say where to look.")

Folder = Annotated[
    Path, typer.Option("--folder", metavar=_("FOLDER"), help=_("Where to put the demo."))
]
Customers = Annotated[int, typer.Option("--customers", min=100, help=_("How many customers."))]
Seed = Annotated[int, typer.Option("--seed", help=_("Another seed, another year."))]


class OtherDemo(Refused):
    """The demo's folder holds the events of another demo."""


def demo(
    *,
    folder: Folder = Path("parcours-demo"),
    customers: Customers = 20_000,
    seed: Seed = 1,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.cli.tables import gap_table
    from parcours.core.canvas import Canvas
    from parcours.core.demo import write_demo
    from parcours.core.gap import gap
    from parcours.core.report import report
    from parcours.core.report.sentences import headline

    note(_("Maison Lutèce lives a year…"), quiet=quiet)
    files = write_demo(folder, customers=customers, seed=seed)
    log = _recorded(files.events, folder / "log")
    note(_("Desired against lived…"), quiet=quiet)
    found = gap(Canvas.load(files.canvas), log)
    reports = {code: folder / f"report.{code}.html" for code in LANGUAGES}
    for code, path in reports.items():
        path.write_text(report(found, language=code), encoding="utf-8")
    if not quiet:
        out.print(gap_table(found))
        out.print(headline(found), style="bold", markup=False)
        _say_where(files.canvas, folder, reports, events=found.events)


def _recorded(file: Path, folder: Path) -> "EventLog":
    """Return the log at *folder*, holding the events of *file* and no others."""
    import polars as pl

    from parcours.core.log import EventLog

    events = pl.read_parquet(file)
    if not folder.exists():
        log = EventLog.create(folder)
        log.append(events)
        log.compact()
        return log
    log = EventLog.open(folder)
    known = log.scan(["event_id"]).collect()["event_id"]
    if not known.sort().equals(events["event_id"].unique().sort()):
        raise OtherDemo(
            _("{folder} holds other events than this demo. Choose another --folder.").format(
                folder=folder
            )
        )
    return log


def _say_where(canvas: Path, folder: Path, reports: dict[str, Path], *, events: int) -> None:
    from parcours.core.report import numbers

    command = os.environ.get("PARCOURS_COMMAND", "parcours")
    again = ["gap", *map(str, (canvas, folder / "log", "--html", folder / "mine.html"))]
    lines = (
        "",
        _("{n} events of an invented company.").format(n=numbers.count(events)),
        *(
            _("Open the report: {file}").format(file=path.resolve().as_uri())
            for path in reports.values()
        ),
        _("Change a promise in {file}, then:").format(file=canvas),
        f"  {command} {shlex.join(again)}",
    )
    for line in lines:
        out.print(line, soft_wrap=True, markup=False)

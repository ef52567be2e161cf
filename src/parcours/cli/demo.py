"""``parcours demo``: Maison Lutèce, from its events to the report, in one go."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out
from parcours.core.language import LANGUAGES, _

if TYPE_CHECKING:
    from parcours.core.log import EventLog

HELP: Final = _("Run the main job on a demo company, and say where to look.")

Folder = Annotated[
    Path, typer.Option("--folder", metavar="FOLDER", help=_("Where to put the demo."))
]
Customers = Annotated[int, typer.Option("--customers", min=100, help=_("How many customers."))]
Seed = Annotated[int, typer.Option("--seed", help=_("Another seed, another year."))]


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


def _recorded(events: Path, folder: Path) -> "EventLog":
    """Return the log at *folder*, holding *events*; writing them twice is writing them once."""
    import polars as pl

    from parcours.core.log import EventLog

    log = EventLog.open(folder) if folder.exists() else EventLog.create(folder)
    log.append(pl.read_parquet(events))
    return log


def _say_where(canvas: Path, folder: Path, reports: dict[str, Path], *, events: int) -> None:
    from parcours.core.report import numbers

    out.print()
    out.print(_("{n} events of an invented company.").format(n=numbers.count(events)))
    for path in reports.values():
        out.print(_("Open the report: {file}").format(file=path.resolve().as_uri()))
    out.print(_("Change a promise in {file}, then:").format(file=canvas))
    out.print(f"  parcours gap {canvas} {folder / 'log'} --html {folder / 'mine.html'}")

"""``parcours demo``: Maison Lutèce as a running site, or its events and reports as files."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out
from parcours.cli.site import Port, address, choose, run_site
from parcours.core.language import LANGUAGES, _, language
from parcours.core.refusal import Refused

if TYPE_CHECKING:
    from parcours.core.log import EventLog

HELP: Final = _("Open a demo company in the browser, with a year of its events.")

Folder = Annotated[
    Path, typer.Option("--folder", metavar=_("FOLDER"), help=_("Where to put the demo."))
]
Customers = Annotated[int, typer.Option("--customers", min=100, help=_("How many customers."))]
Seed = Annotated[int, typer.Option("--seed", help=_("Another seed, another year."))]
IsLive = Annotated[
    bool, typer.Option("--live", help=_("Let new events come in while the site runs."))
]
Serve = Annotated[
    bool,
    typer.Option(
        "--serve/--no-serve", help=_("Run the site, or write files and reports only.")
    ),
]


class OtherDemo(Refused):
    """The demo's folder holds the events of another demo."""


def demo(
    *,
    folder: Folder = Path("parcours-demo"),
    customers: Customers = 20_000,
    seed: Seed = 1,
    port: Port = None,
    live: IsLive = False,
    serve: Serve = True,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    if not serve:
        _write_files(folder, customers, seed, quiet=quiet)
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    choose(data=folder, port=port)
    os.environ.setdefault("PARCOURS_LANGUAGE", language())
    if code := _make(folder, customers, seed, quiet=quiet):
        return code
    others = ("parcours.site.demo.stream",) if live else ()
    return run_site(None, others=others, ready=_say_how_to_sign_in)


def _make(folder: Path, customers: int, seed: int, *, quiet: bool) -> int:
    """Make the company where it is not there yet; return the exit code."""
    stamp = folder / "demo.json"
    if stamp.exists():
        known = json.loads(stamp.read_text(encoding="utf-8"))
        if (known["customers"], known["seed"]) != (customers, seed):
            raise _other(folder)
        if known["is_made"]:
            return 0
    elif (folder / "lake").exists():
        raise _other(folder)
    from parcours.site.processes.child import SUPERVISOR

    note(_("Maison Lutèce lives a year…"), quiet=quiet)
    making = [sys.executable, "-m", "parcours.site.demo", str(customers), str(seed)]
    # In a session of its own: Ctrl-C reaches us, and we stop it.
    return subprocess.run(
        making,
        check=False,
        start_new_session=True,
        env={**os.environ, SUPERVISOR: str(os.getpid())},
    ).returncode


def _other(folder: Path) -> OtherDemo:
    return OtherDemo(
        _("{folder} holds other events than this demo. Choose another --folder.").format(
            folder=folder
        )
    )


def _say_how_to_sign_in() -> None:
    from parcours.site.demo import OWNER, PASSWORD

    lines = (
        "",
        _("Maison Lutèce is open: {address}").format(address=address()),
        "  " + _("Sign in as {email}").format(email=OWNER),
        "  " + _("with the password {password}").format(password=PASSWORD),
        _("Ctrl-C stops it."),
    )
    for line in lines:
        out.print(line, soft_wrap=True, markup=False)


def _write_files(folder: Path, customers: int, seed: int, *, quiet: bool) -> None:
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
        raise _other(folder)
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

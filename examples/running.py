"""What every example does: import a file, compute the gap, write the report."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from parcours.cli.tables import gap_table
from parcours.core.canvas import Canvas
from parcours.core.gap import Gap, gap
from parcours.core.language import LANGUAGES
from parcours.core.log import EventLog
from parcours.core.report.page import report
from parcours.core.sources import Imported, load, load_mapping, plan

ROOT: Final = Path(__file__).parents[1]
DATA: Final = Path(os.environ.get("PARCOURS_SHARED", ROOT.parent / "shared")) / "data"
RESULTS: Final = ROOT / "build" / "examples"

Prepare = Callable[[Path, Path], Path]
"""Given the folder of data and one to write in, return the file to import."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What an example found, and where its log and its reports lie."""

    imported: Imported
    gap: Gap
    log: Path
    reports: dict[str, Path]


def run(example: Path, prepare: Prepare, *, data: Path = DATA, to: Path = RESULTS) -> Ran:
    """Import the file of *example*, compute its gap, write its report in both languages.

    Args:
        example: a folder with ``canvas.yaml`` and ``mapping.yaml``.
        data: where the public data sets are.
        to: a folder is made here for the log and the reports, over that of the last run.
    """
    folder = to / example.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = plan(prepare(data, folder), mapping=load_mapping(example / "mapping.yaml"))
    log = EventLog.create(folder / "log")
    imported = load(file, log, rejected_file=folder / "rejected.csv")
    found = gap(Canvas.load(example / "canvas.yaml"), log)
    reports = {code: folder / f"report.{code}.html" for code in LANGUAGES}
    for code, path in reports.items():
        path.write_text(report(found, language=code), encoding="utf-8")
    return Ran(imported=imported, gap=found, log=folder / "log", reports=reports)


def main(example: Path, prepare: Prepare) -> None:
    """Run *example* on the data in the folder given to the command, and say what it found."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not data.is_dir():
        sys.exit(f"No data at {data}. Say where it is: python -m examples.… FOLDER")
    ran = run(example, prepare, data=data)
    Console().print(gap_table(ran.gap))
    print(f"{ran.imported.written:,} events of {ran.gap.customers:,} customers")
    for path in ran.reports.values():
        print(f"Report: {path.as_uri()}")

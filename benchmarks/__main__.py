"""``./parcours bench``: every job against its peers, in one run.

./parcours bench                        1 million events, every job
./parcours bench --size 10m variants    one job at 10 million
./parcours bench --size 100m            Parcours alone; 3 GB of disk, 5 GB of memory
./parcours bench --size 10m --write     and put the table in docs/performance.md
./parcours bench --size 10m pages       server time of the site's pages, median and p95
./parcours bench verbatims              the explorer at a million texts, median and p95
./parcours bench verbatims --postgresql the same on PostgreSQL instead of SQLite
./parcours bench words                  sentiment of real texts, beside two other ways
"""

import argparse
import subprocess
import sys
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import contest, house, report

SITES: Final = ("pages", "verbatims", "words")


def main() -> int:
    """Measure, print, and say who disagrees; 1 if anyone does."""
    asked = _asked()
    for name in SITES:
        if name in asked.names:
            command = [sys.executable, "-m", f"benchmarks.{name}", asked.size]
            return subprocess.call([*command, *["--postgresql"] * asked.postgresql])
    jobs = asked.names or list(contest.JOBS)
    contestants = list(contest.held(asked.size, jobs, asked.runs))

    made = house.made(asked.size)
    table = Table(*report.HEADER, title=f"{made['events']:,} events · {report.machine()}")
    for row in report.rows(contestants):
        table.add_row(*row, style="bold" if row[1] == contest.OURS else None)
    Console(width=None if sys.stdout.isatty() else 160).print(table)

    if asked.write:
        report.write(asked.size, contestants)
    for each in contestants:
        if each.trouble:
            print(f"Did not finish: {each.job}: {each.who}: {each.trouble}", file=sys.stderr)
    different = list(contest.disagreements(contestants))
    for line in different:
        print(f"Not the same answer: {line}", file=sys.stderr)
    return int(bool(different) or any(each.trouble for each in contestants))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./parcours bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    known = (*contest.JOBS, *SITES)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--size", choices=house.SIZES, default="1m", help="events in the log")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (medians are shown)")
    parser.add_argument("--write", action="store_true", help="update docs/performance.md")
    parser.add_argument("--postgresql", action="store_true", help="verbatims: not on SQLite")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(known)
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())

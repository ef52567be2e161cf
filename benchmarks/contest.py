"""Who does which job, run in turn, each time in a fresh process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks import house

OURS: Final = "Parcours"
PATIENCE: Final = 90.0  # seconds after which a contestant runs no more
LIMIT: Final = 1800.0  # seconds after which one run is stopped

JOBS: Final = ("variants", "follows", "promises", "scores")
_PEERS: Final = {
    "pandas, by hand": ("by_hand", (), JOBS),
    "pm4py": ("process_mining", ("pandas",), JOBS[:2]),
    "pm4py on Polars": ("process_mining", ("polars",), JOBS[:2]),
    "Retentioneering": ("clickstream", (), JOBS[:2]),
}
_READS: Final = {"promises": "read-promises", "scores": "read-scores"}


@dataclass
class Contestant:
    """One way to do one job, and what its runs took."""

    job: str
    who: str
    command: list[str]
    runs: list[dict[str, Any]] = field(default_factory=list)
    trouble: str = ""

    @property
    def is_tired(self) -> bool:
        """Whether it took so long, or failed, that it runs no more."""
        spent = sum(run["read"] + run["seconds"] for run in self.runs)
        return bool(self.trouble) or spent > PATIENCE

    def middle(self, *names: str) -> float:
        """Return the median over runs of the sum of what *names* took."""
        return median(sum(run[name] for name in names) for run in self.runs)

    def run(self) -> None:
        """Run once more."""
        env = {**os.environ, "RETENTIONEERING_NO_TRACK": "1", "PYTHONWARNINGS": "ignore"}
        try:
            done = subprocess.run(
                self.command,
                cwd=house.ROOT, env=env, capture_output=True, text=True,
                check=True, timeout=LIMIT,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            self.trouble = f"stopped after {LIMIT:.0f} s"
        except subprocess.CalledProcessError as error:
            said = error.stderr.strip().splitlines() or [f"ended with {error.returncode}"]
            self.trouble = said[-1][:200]
        else:
            self.runs.append(json.loads(done.stdout.strip().splitlines()[-1]))


def held(size: str, jobs: Sequence[str], runs: int) -> Iterator[Contestant]:
    """Run everyone in turns, and yield them when all is done."""
    contestants = list(entered(size, jobs))
    for _turn in range(runs):
        for each in contestants:
            if not each.is_tired:
                print(f"{each.job}: {each.who}", file=sys.stderr)
                each.run()
    yield from contestants


def entered(size: str, jobs: Sequence[str]) -> Iterator[Contestant]:
    """Yield who takes part: at 100 million events only Parcours."""
    log = str(house.log_of(size))
    for job in jobs:
        read = _READS.get(job, "read")
        for name, who in ((read, "only read"), (job, OURS)):
            yield Contestant(job, who, _command(sys.executable, "ours", name, log))
        if size != "100m":
            events, canvas = str(house.for_peers(size)), str(house.promises_for_peers())
            python = house.ROOT / ".venv-peers" / "bin" / "python"
            for who, (module, first, can) in _PEERS.items():
                if job in can:
                    words = (f"peers.{module}", *first, job, events, canvas)
                    yield Contestant(job, who, _command(python, *words))


def _command(python: str | Path, module: str, *words: str) -> list[str]:
    return [str(python), "-m", f"benchmarks.{module}", *words]


def disagreements(contestants: Sequence[Contestant]) -> Iterator[str]:
    """Yield who found something else than Parcours on the same job."""
    ours = {each.job: each for each in contestants if each.who == OURS and each.runs}
    for each in contestants:
        if each.who in (OURS, "only read") or not each.runs or each.job not in ours:
            continue
        found, known = each.runs[0]["found"], ours[each.job].runs[0]["found"]
        for name in sorted(found.keys() & known.keys()):
            if found[name] != known[name]:
                yield f"{each.job}: {each.who} has {name} {found[name]}, we {known[name]}"

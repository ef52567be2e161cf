"""Run everything that must hold, as CI does: ``python -m tests [test|soak] [arguments]``.

With arguments, which go to pytest, only pytest runs.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import postgres
from tests.published import PUBLISHED

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SCREENS = ROOT / "build" / "screens"
BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core")
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")

LINTERS = (
    ("ruff", "check", "--no-cache"),
    ("ruff", "format", "--check", "--no-cache"),
    ("mypy",),
    ("lint-imports", "--no-cache"),
)
ROOMS = ("site", "people", "ledger", "map", "listen", "measure", "ui", "api")
# The core is covered by its own tests: those of the rooms would only take longer.
COVERED = (
    "--cov=parcours.core",
    "--cov-branch",
    "--cov-report=term:skip-covered",
    "--cov-fail-under=95",
)
TOGETHER = ("-n", "2", "--dist=worksteal")


def main(word: str, arguments: list[str]) -> int:
    ensure_browser()
    ensure_data()
    if word == "soak":
        return pytest("-m", "soak", *arguments)
    if arguments:
        return pytest(*arguments)
    failed = [linter for linter in LINTERS if run(str(BIN / linter[0]), *linter[1:])]
    rooms = [str(path) for room in ROOMS if (path := ROOT / "tests" / room).is_dir()]
    without = [f"--ignore={path}" for path in (*rooms, ROOT / "tests/stories")]
    failed += [("pytest", "core")] * bool(
        pytest("-m", "not soak", *TOGETHER, *COVERED, *without)
    )
    # The stories first: one that is long, begun last, would keep a processor waiting.
    pages = (str(ROOT / "tests/stories"), *rooms)
    failed += [("pytest", "rooms")] * bool(pytest("-m", "not soak", *TOGETHER, *pages))
    failed += [("pytest", "rooms on PostgreSQL")] * bool(pytest_on_postgresql(rooms))
    if pictures := len(list(SCREENS.glob("*.png"))):
        print(f"Screenshots of every page ({pictures}): {SCREENS}")
    for command in failed:
        print(f"FAILED: {' '.join(command)}", file=sys.stderr)
    return int(bool(failed))


def pytest_on_postgresql(rooms: list[str]) -> int:
    """Run the tests of the rooms once more, on a PostgreSQL of their own."""
    programs = postgres.installed()
    if programs is None:
        print("SKIPPED: the tests on PostgreSQL. There is none here: apt install postgresql")
        return 0
    with postgres.started(programs) as address:
        os.environ["PARCOURS_DATABASE_URL"] = address
        return pytest("-m", "not soak and not one_database", *TOGETHER, *rooms)


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


def pytest(*arguments: str) -> int:
    return run(sys.executable, "-m", "pytest", "-q", *arguments)


def run(*command: str) -> int:
    print(f"\n$ {' '.join([Path(command[0]).name, *command[1:]])}", flush=True)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

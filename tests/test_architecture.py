"""The rules of the house that linters cannot see."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]


def test_the_core_needs_no_development_tool() -> None:
    graph = grimp.build_graph("parcours", include_external_packages=True)

    banned = {"pm4py", "pandas", "statsmodels", "pytest", "hypothesis", "rdrobust", "lifetimes"}
    assert banned & graph.modules == set()


def test_importing_the_package_is_quick_and_leaves_heavy_libraries_for_later() -> None:
    code = "import sys, parcours; print(' '.join(sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert {"sklearn", "scipy.optimize", "deltalake", "jinja2"} & set(loaded) == set()


def test_locks_name_versions_and_hashes_and_no_address() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))

    assert {lock.stem for lock in locks} >= {"run", "test", "uv", "peers"}
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_the_run_lock_holds_every_dependency_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {
        re.sub(r"[._]", "-", re.split(r"[<>=\[]", line)[0].lower())
        for line in project["dependencies"]
    }
    lock = (ROOT / "requirements/run.txt").read_text()
    locked = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))

    assert names <= locked


def test_every_module_says_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        # Django writes these.
        if path.parent.name != "migrations"
        and not path.read_text(encoding="utf-8").startswith('"""')
    ]

    assert silent == []

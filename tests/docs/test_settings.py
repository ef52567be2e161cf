"""Every variable of the environment is in the documentation, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Those of processes among themselves.
OURS = {"PARCOURS_COMMAND", "PARCOURS_SUPERVISOR"}


@pytest.mark.parametrize("page", ["settings.md", "settings.fr.md"])
def test_the_settings_are_documented_once_each(page: str) -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in [*(ROOT / "src").rglob("*.py")]
        if "tests" not in path.parts
    )
    read = {
        f"PARCOURS_{name}"
        for name in re.findall(
            r"\b(?:env\.)?(?:number|text|flag|one_of|several|address|time_zone"
            r'|folder|secret|database|mail)\(\s*"([A-Z_]+)"',
            code,
        )
    }
    read |= set(re.findall(r'environ(?:\.get\(|\[)\s*"(PARCOURS_[A-Z_]+)"', code))
    lines = (ROOT / "docs/reference" / page).read_text(encoding="utf-8").splitlines()
    said = re.findall(r"PARCOURS_[A-Z_]+", "\n".join(lines))
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| `PARCOURS_")]

    # The command asks for its language in a loop over several names.
    assert set(said) == (read - OURS) | {"PARCOURS_LANG"}
    assert sorted(rows) == sorted(set(rows))

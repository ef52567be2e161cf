"""What the first how-to tells a newcomer to type does what it says."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from parcours.cli import main

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the blocks that name their language, in order, with what they hold."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def typed(lines: str) -> None:
    for line in lines.splitlines():
        command, *arguments = shlex.split(line)
        if command == "./parcours":
            assert main(arguments) == 0, line
        else:
            subprocess.run([command, *arguments], check=True)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["your-first-canvas.md", "your-first-canvas.fr.md"])
def test_a_newcomer_who_types_all_of_it_gets_what_it_shows(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(HOW_TO, tmp_path / "docs" / "how-to")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARCOURS_LANG", "en")
    shown = ""
    for language, text in blocks(HOW_TO / name):
        match language:
            case "sh":
                typed(text)
                shown = flat("".join(capsys.readouterr()))
            case "yaml":
                Path(text.split()[1]).write_text(text, encoding="utf-8")
            case "python":
                exec(compile(text, name, "exec"), {})
            case "text":
                assert flat(text) in shown

    report = next(Path("data").glob("r*.html")).read_text(encoding="utf-8")
    assert re.search(r"77\s?% \[72\s?;\s?81\]", report)

"""What is deployed is what the settings say."""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def compose() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(DEPLOY / "compose.yaml"))


def test_every_variable_given_to_the_site_is_a_setting():
    known = set(
        re.findall(r"`(PARCOURS_\w+)`", (ROOT / "docs/reference/settings.md").read_text())
    )
    given = compose()["services"]["site"]["environment"]
    image = re.findall(r"PARCOURS_\w+(?==)", (DEPLOY / "Dockerfile").read_text())

    assert {name for name in [*given, *image] if name.startswith("PARCOURS_")} - known == set()


def test_every_placeholder_is_in_the_example():
    text = (DEPLOY / "compose.yaml").read_text()
    example = (DEPLOY / "parcours.env.example").read_text()
    wanted = set(re.findall(r"(?<!\$)\$\{(\w+)", text)) - {"PARCOURS_IMAGE"}

    assert wanted == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_nothing_is_built_on_the_server():
    assert [name for name, each in compose()["services"].items() if "build" in each] == []


def test_the_image_is_of_this_version():
    from parcours import __version__

    assert compose()["x-parcours"]["image"].endswith(f":{__version__}}}")


def test_the_image_installs_with_hashes_and_runs_without_rights():
    lines = (DEPLOY / "Dockerfile").read_text()

    assert "--require-hashes" in lines
    assert re.findall(r"^USER (\w+)", lines, re.MULTILINE) == ["parcours"]

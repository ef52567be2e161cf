"""Every icon that code and templates ask for is in the sprite."""

import re
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src/parcours"
ASKED = re.compile(r"""(?:\{% icon |\bicon=)"([a-z0-9-]+)\"""")


def test_every_icon_that_a_page_names_is_there():
    sprite = (SOURCES / "ui/static/vendor/icons.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'id="([a-z0-9-]+)"', sprite))

    asked = {
        name
        for path in (*SOURCES.rglob("*.html"), *SOURCES.rglob("*.py"))
        for name in ASKED.findall(path.read_text(encoding="utf-8"))
    }

    assert asked - there == set()

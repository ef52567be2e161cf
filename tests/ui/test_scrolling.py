"""What is wider than a screen says so, and moves by keyboard too."""

import re

import pytest
from tools.messages import SOURCES

TEMPLATES = sorted(SOURCES.glob("*/templates/**/*.html"))
WRAPPERS = [
    pytest.param(tag, id=f"{path.name}-{number}")
    for path in TEMPLATES
    for number, tag in enumerate(
        re.findall(r"<[^>]*class=\"[^\"]*\bscroll\b[^>]*>", path.read_text())
    )
]


@pytest.mark.parametrize("tag", WRAPPERS)
def test_what_scrolls_is_reached_by_keyboard_and_has_a_name(tag: str):
    assert 'tabindex="0"' in tag
    assert re.search('role="(group|region)"', tag)
    assert re.search('aria-label(ledby)?="[^"]', tag)


def test_what_scrolls_has_a_shadow_where_there_is_more():
    css = (SOURCES / "ui/static/ui/components.css").read_text()
    (rule,) = re.findall(r"^\.scroll \{(.*?)\}", css, re.M | re.S)

    assert "background-attachment: local, local, scroll, scroll" in rule
    assert rule.count("var(--edge)") == 2

"""The reference of the API says, in both languages, what the code does."""

import hashlib
import re
import time
from pathlib import Path
from typing import Any

import pytest

from parcours.site.api.scopes import SCOPES
from parcours.site.webhooks import telling
from parcours.site.webhooks.events import EVENTS, PING
from tests.docs.test_your_first_canvas import blocks

REFERENCE = Path(__file__).parents[2] / "docs/reference"

each_page = pytest.mark.parametrize("page", ["api.md", "api.fr.md"])


@each_page
def test_every_scope_and_every_event_has_its_row(page: str) -> None:
    text = (REFERENCE / page).read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)

    assert rows == [*SCOPES, *EVENTS, PING]


@each_page
def test_the_example_knows_our_signature(page: str) -> None:
    (_python, example), _json = blocks(REFERENCE / page)
    now, body, found = int(time.time()), b'{"event": "ping"}', dict[str, Any]()
    signed = telling.signature("whsec_1", now, body)

    exec(example, found)

    is_ours = found["is_ours"]
    assert is_ours("whsec_1", f"t={now},v1={signed}", body)
    assert not is_ours("whsec_2", f"t={now},v1={signed}", body)
    assert not is_ours("whsec_1", f"t={now - 301},v1={signed}", body)
    assert not is_ours("whsec_1", f"t={now},v1={hashlib.sha256(body).hexdigest()}", body)

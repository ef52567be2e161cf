"""What the documentation says of importing is true."""

import re
from pathlib import Path

import pytest

from parcours.core.sources import EventMapping, Mapping, parse_mapping
from parcours.core.sources.mapping import EMPTY, Kind

DOCS = Path(__file__).parents[3] / "docs"
REFERENCES = [DOCS / "reference/importing.md", DOCS / "reference/importing.fr.md"]
PAGES = [
    *REFERENCES,
    DOCS / "how-to/import-your-events.md",
    DOCS / "how-to/import-your-events.fr.md",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_mapping_shown_is_one(page: Path) -> None:
    shown = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)

    assert shown
    assert all(parse_mapping(text).events for text in shown)


@pytest.mark.parametrize("page", REFERENCES, ids=lambda page: page.name)
def test_every_field_kind_and_empty_word_is_in_the_reference(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    words = set(re.findall(r"`([^`]+)`", text))

    assert set(Mapping.model_fields) - {"events"} <= words | {"events"}
    assert set(EventMapping.model_fields) <= words
    assert set(Kind.__args__) <= words  # type: ignore[attr-defined]
    assert set(EMPTY) - {""} <= words

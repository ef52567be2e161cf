"""The examples as a reader finds them: texts in both languages, nothing to warn of."""

from pathlib import Path

import pytest
from examples.running import ROOT

from parcours.core.canvas import Canvas
from parcours.core.sources import load_mapping
from parcours.core.sources.plan import unfinished

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/run.py"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_has_a_canvas_a_mapping_and_a_page_that_says_what_it_shows(
    example: Path,
) -> None:
    assert Canvas.load(example / "canvas.yaml").warnings() == ()
    assert list(unfinished(load_mapping(example / "mapping.yaml"))) == []
    assert (example / "README.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_every_text_of_its_canvas_stands_in_english_and_french(example: Path) -> None:
    canvas = Canvas.load(example / "canvas.yaml")
    texts = [canvas.title]
    for stage, point in canvas.touchpoints():
        texts += [stage.title, point.title, point.need]
        texts += [promise.title for promise in point.promises]

    assert [text for text in texts if set(text or {}) != {"en", "fr"}] == []

"""What is saved is what was loaded, whatever the canvas says."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from parcours.core.canvas import Canvas
from tests.core.canvases import canvases


# Other tests show that every line is run: here, thousands of runs would only be slower.
@pytest.mark.no_cover
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(canvas=canvases())
def test_a_saved_canvas_is_loaded_as_it_was_and_saved_the_same(canvas: Canvas):
    text = canvas.to_yaml()

    again = Canvas.parse(text)

    assert again == canvas
    assert again.to_yaml() == text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_template_survives_being_saved(tmp_path: Path, language: str):
    canvas = Canvas.new("Maison Lutèce", language=language)
    canvas.save(tmp_path / "canvas.yaml")

    assert Canvas.load(tmp_path / "canvas.yaml") == canvas

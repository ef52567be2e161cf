"""The reference of the canvas explains every field, in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from parcours.core import canvas, hours, pattern, promise
from parcours.core.canvas import Canvas
from parcours.core.canvas.writing import plain
from parcours.core.written.reading import read

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
FILES = {"en": REFERENCE / "canvas.md", "fr": REFERENCE / "canvas.fr.md"}
PARTS = (
    canvas.Canvas,
    hours.Hours,
    hours.Holidays,
    canvas.Stakes,
    canvas.Thresholds,
    canvas.Stage,
    canvas.Touchpoint,
    canvas.KeyMoment,
    pattern.Pattern,
    pattern.Bounds,
    pattern.Other,
    pattern.Present,
    promise.Promised,
    promise.Within,
    promise.By,
    promise.Limit,
    promise.Never,
    promise.Same,
    promise.Felt,
)


def rows(part: type[pattern.Part]) -> list[tuple[str, str, str]]:
    """Return name, default and meaning of the fields that *part* does not share."""
    shared = promise.Promised.model_fields if part.__base__ is promise.Promised else {}
    return [
        (f"`{name}`", default(field), (field.description or "").replace("``", "`"))
        for name, field in part.model_fields.items()
        if name not in shared
    ]


def default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = plain(field.get_default(call_default_factory=True))
    if value in (None, [], {}):
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


@pytest.mark.parametrize("part", PARTS)
def test_the_english_reference_says_of_each_field_what_the_code_says(part: type[pattern.Part]):
    text = FILES["en"].read_text(encoding="utf-8")

    table = "\n".join(f"| {name} | {usual} | {says} |" for name, usual, says in rows(part))

    assert table in text


@pytest.mark.parametrize("part", PARTS)
def test_the_french_reference_has_the_same_fields_and_defaults(part: type[pattern.Part]):
    text = FILES["fr"].read_text(encoding="utf-8")
    told = "\n".join(
        re.sub(r"^(\| `.*? \| .*? \|) .+ \|$", r"\1", line) for line in text.split("\n")
    )

    table = "\n".join(
        f"| {name} | {usual.replace('required', 'obligatoire')} |"
        for name, usual, _ in rows(part)
    )

    assert table in told


@pytest.mark.parametrize("language", FILES)
def test_the_whole_example_is_a_canvas_that_uses_every_field(language: str):
    text = FILES[language].read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(canvas: .*?)```", text, flags=re.DOTALL)

    whole = Canvas.parse(example)

    assert whole.warnings() == ()
    for part in PARTS:
        for name in part.model_fields:
            assert re.search(rf"\b{name}:", example), f"{part.__name__}.{name}"


@pytest.mark.parametrize("language", FILES)
def test_the_pieces_shown_are_valid_too(language: str):
    text = FILES[language].read_text(encoding="utf-8")
    pieces = [read(each, "").data for each in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]

    kinds = [
        TypeAdapter(promise.Promise).validate_python(p).kind for p in pieces if "promise" in p
    ]
    assert kinds == list(promise.KINDS)
    for piece in (piece for piece in pieces if "promise" not in piece):
        Canvas.model_validate({"canvas": "a", "title": "A"} | _as_canvas(piece))


def _as_canvas(piece: dict[str, Any]) -> dict[str, Any]:
    """Put an event shown as ``opens`` where a canvas has one."""
    return {"returns" if name == "opens" else name: value for name, value in piece.items()}

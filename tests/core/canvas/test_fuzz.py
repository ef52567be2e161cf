"""Whatever a file holds, its author gets a canvas or is told what is wrong."""

from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from parcours.core.canvas import Canvas, InvalidCanvas
from parcours.core.canvas.template import template
from parcours.core.canvas.writing import plain
from parcours.core.written.reading import decode
from tests.core.canvases import canvases

# Other tests show that every line is run: here, thousands of runs would only be slower.
pytestmark = pytest.mark.no_cover

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)
slow_is_fine = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def outcome(text: str) -> Canvas | InvalidCanvas:
    try:
        return Canvas.parse(text)
    except InvalidCanvas as refused:
        return refused


def is_read_or_refused(text: str) -> None:
    found = outcome(text)

    if isinstance(found, Canvas):
        assert Canvas.parse(found.to_yaml()) == found
    else:
        assert found.problems
        assert all(problem.line >= 1 and problem.message for problem in found.problems)


def places(data: Any) -> list[tuple[Any, Any]]:
    """List every container of plain *data* with each of its keys."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    below = [
        each for _, child in items if isinstance(child, list | dict) for each in places(child)
    ]
    return [
        (data, key) for key in (data if isinstance(data, dict) else range(len(data)))
    ] + below


@slow_is_fine
@given(canvas=canvases(), value=anything, data=st.data())
def test_one_value_replaced_by_anything(canvas: Canvas, value: Any, data: st.DataObject):
    fields = plain(canvas)
    container, key = data.draw(st.sampled_from(places(fields)))
    container[key] = value
    text = StringIO()
    YAML(typ="safe", pure=True).dump(fields, text)

    is_read_or_refused(text.getvalue())


@slow_is_fine
@given(start=st.integers(0, 2000), length=st.integers(0, 40), new=st.text(max_size=6))
def test_a_piece_of_the_text_replaced_by_another(start: int, length: int, new: str):
    text = template()

    is_read_or_refused(text[:start] + new + text[start + length :])


@slow_is_fine
@given(raw=st.binary(max_size=40))
def test_any_bytes_at_all(raw: bytes):
    try:
        text = decode(raw, "canvas.yaml")
    except InvalidCanvas:
        text = ""

    is_read_or_refused(text)

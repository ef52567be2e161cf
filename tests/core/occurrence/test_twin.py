"""The kernel and the slow evaluator agree on everything that is drawn."""

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcours.core.events import Events
from parcours.core.occurrence import occurrences
from parcours.core.pattern import Pattern
from tests.core.occurrence.generated import canvases, grids, logs, wheres
from tests.core.occurrence.slow import slow_occurrences

# Other tests show that every line is run: here, thousands of runs would only be slower.
pytestmark = pytest.mark.no_cover
relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck))
default = settings(relaxed, max_examples=300)
long = settings(relaxed, max_examples=20_000)


def check(data: st.DataObject, *, most: int) -> None:
    grid = data.draw(grids)
    frame, canvas = data.draw(logs(grid, most=most)), data.draw(canvases(grid))
    where = Pattern(activity=("any",), where=data.draw(wheres)).where
    as_of = grid.moment(data.draw(st.integers(0, 30)), data.draw(st.sampled_from([0, 0, 1])))

    table = occurrences(Events.of(frame), canvas, as_of=as_of, where=where)

    expected = slow_occurrences(frame.to_dicts(), canvas, as_of=as_of, where=where)
    assert_same(table, expected)


def assert_same(table: pl.DataFrame, expected: list[dict[str, Any]]) -> None:
    found = table.to_dicts()
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one == {name: near(value) for name, value in other.items()}


def near(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9) if isinstance(value, float) else value


@default
@given(st.data())
def test_the_kernel_finds_what_the_rules_say(data: st.DataObject) -> None:
    check(data, most=10)


@pytest.mark.soak
@long
@given(st.data())
def test_the_kernel_finds_what_the_rules_say_in_thousands_of_logs(data: st.DataObject) -> None:
    check(data, most=16)

"""What the charts are given to draw."""

import json

import pytest

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.gap import Gap, Spread, gap
from parcours.core.report.breach import breach
from parcours.core.report.curves import curves
from parcours.core.report.matrix import Box, matrix


@pytest.fixture(scope="module")
def lived() -> Gap:
    return gap(demo_canvas(), demo_events(customers=1500))


def test_the_curves_run_along_the_canvas_with_what_was_lived(lived) -> None:
    option = curves(lived)

    drawn = [point["value"] for point in option["series"][-1]["data"]]
    shown = [None if t.felt.evidence == "too few" else t.felt.value for t in lived.touchpoints]
    assert drawn == shown
    assert len(option["xAxis"]["data"]) == len(lived.touchpoints)


def test_a_gap_is_drawn_only_where_the_lived_lies_surely_below(lived) -> None:
    drops = curves(lived)["series"][-1]["markLine"]["data"]

    below = [
        t for t in lived.touchpoints if t.felt.high is not None and t.felt.high < (t.aim or 0)
    ]
    assert len(drops) == len(below) > 0


def test_only_promises_that_can_be_concluded_on_are_in_the_matrix(lived) -> None:
    dots = matrix(lived)["series"][0]["data"]

    known = [p for p in lived.promises if "too few" not in (p.kept.evidence, p.felt.evidence)]
    assert len(dots) == len(known) > 5


def test_boxes_meet_only_where_they_overlap() -> None:
    box = Box(0, 0, 10, 10)

    assert box.meets(Box(5, 5, 15, 15))
    assert not box.meets(Box(11, 0, 20, 10))
    assert not box.meets(Box(0, 11, 10, 20))


def test_a_breach_is_drawn_from_its_first_bar_to_its_last() -> None:
    spread = Spread(
        unit="seconds", n=3, quantiles={0.5: 0.0, 0.9: 60.0},
        edges=[-7200.0, -3600.0, -60.0, 0.0, 60.0, 3600.0], counts=[0, 0, 2, 1, 0],
    )  # fmt: skip

    option = breach(spread)

    names = [name.replace("\N{NO-BREAK SPACE}", " ") for name in option["xAxis"]["data"]]
    assert names == ["−1 h", "−1 min", "0 s", "1 min"]
    assert [bar["itemStyle"]["color"] for bar in option["series"][0]["data"]] == [
        "--pos", "--pos", "--neg", "--neg",
    ]  # fmt: skip


def test_every_chart_is_plain_json(lived) -> None:
    options = [
        curves(lived),
        matrix(lived),
        *(breach(p.breach) for p in lived.promises if p.breach.n),
    ]

    assert all(json.loads(json.dumps(each, allow_nan=False)) for each in options)

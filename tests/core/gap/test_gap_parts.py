"""Spread, figures, cells: the parts a gap is made of."""

import numpy as np
import polars as pl
import pytest

from parcours.core.canvas import Canvas, Thresholds
from parcours.core.figure import Figure
from parcours.core.gap import figures, gap
from parcours.core.gap.gathering import gathered
from parcours.core.gap.matrix import cells
from parcours.core.gap.shown import brief
from parcours.core.gap.spread import spread, unit_of
from parcours.core.gap.study import Study
from parcours.core.interval import wilson
from parcours.core.kernel import as_log
from tests.core.gap.shops import AS_OF, CANVAS, shop


def test_what_is_exactly_in_time_is_counted_with_the_kept():
    found = spread(np.array([-1.0, 0.0, 1.0, np.nan]), "seconds")

    kept = sum(n for edge, n in zip(found.edges[1:], found.counts, strict=True) if edge <= 0)
    assert (found.n, kept, sum(found.counts)) == (3, 2, 3)


def test_what_lies_beyond_the_last_edge_is_in_the_last_bin():
    found = spread(np.array([-1e9, 1e9]), "amount")

    assert (found.counts[0], found.counts[-1]) == (1, 1)
    assert found.quantiles[0.5] == 0


def test_nothing_decided_has_no_quantiles():
    found = spread(np.array([np.nan]), "felt")

    assert (found.n, found.quantiles, sum(found.counts)) == (0, {}, 0)


def promise_of(kind):
    canvas = Canvas.parse(
        "canvas: c\ntitle: C\nstages: [{stage: s, title: S, touchpoints: [{touchpoint: t, "
        "title: T, aim: 4, promises: [{promise: p, title: P, opens: order.placed, "
        + kind
        + "}]}]}]"
    )
    return next(promise for _point, promise in canvas.promises())


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("kind: within, keeps: order.shipped, within: 1 h", "seconds"),
        ("kind: by, keeps: order.shipped", "seconds"),
        ("kind: limit, of: seconds, at_most: 20", "seconds"),
        ("kind: limit, of: amount, at_most: 20", "amount"),
        ("kind: felt", "felt"),
    ],
)
def test_a_breach_is_in_the_unit_of_its_promise(kind, unit):
    assert unit_of(promise_of(kind)) == unit


def test_a_share_of_one_case_per_customer_is_wilson_s():
    found = figures.share(
        np.array([1.0] * 15 + [0.0] * 5), np.arange(20), definition="x/1", as_of=None
    )

    assert (found.value, found.low, found.high) == (0.75, *wilson(15, 20))


def test_customers_who_are_always_alike_count_once():
    flags = np.repeat(np.array([1.0] * 15 + [0.0] * 5), 10)

    found = figures.share(flags, np.repeat(np.arange(20), 10), definition="x/1", as_of=None)

    assert found.n == 200
    assert found.high - found.low >= wilson(15, 20)[1] - wilson(15, 20)[0]


def test_answers_all_alike_leave_room_for_another_one():
    found = figures.felt(np.full(12, 5.0), np.arange(12), as_of=None)

    assert (found.value, found.high) == (5, 5)
    assert found.low == pytest.approx(1 + 4 * wilson(12, 12)[0])


def test_nobody_asked_is_nothing_known():
    found = figures.share(np.array([np.nan]), np.array([0]), definition="x/1", as_of=None)
    felt = figures.felt(np.array([np.nan]), np.array([0]), as_of=None)

    assert (found.value, found.n) == (None, 0)
    assert (felt.value, felt.n) == (None, 0)


def test_the_four_cells_count_scored_cases_only():
    is_kept = np.array([True, True, False, False, True])
    felt = np.array([5.0, 2.0, 5.0, 2.0, np.nan])

    found = cells(is_kept, felt, Thresholds())
    assert found == {
        "fix": 1, "wrong promise": 1, "recovered or superfluous": 1, "works": 1,
    }  # fmt: skip


def test_a_promise_about_what_is_felt_says_nothing_of_its_effect_on_it():
    felt = CANVAS.model_dump(mode="json", exclude_none=True)
    felt["stages"][0]["touchpoints"][0]["promises"] = [
        {
            "promise": "happy",
            "title": "Happy",
            "kind": "felt",
            "opens": "order.delivered",
            "match": "case",
            "recovers": "goodwill.given",
        }
    ]

    promise = gap(Canvas.model_validate(felt), shop(1500), as_of=AS_OF).promises[0]

    assert promise.felt_effects == ()
    assert promise.recovery_felt_effects == ()
    assert [effect.rung for effect in promise.return_effects][-1] == "raw"
    assert "deadline" not in " ".join(promise.return_effects[0].warnings)


def test_a_figure_in_a_cell_is_short():
    money = Figure(value=1234.5, low=-10, high=9999, n=40, unit="money", definition="x/1",
                   currency="EUR")  # fmt: skip

    assert brief(money) == "1,234 EUR [-10; 9,999], n = 40"
    assert brief(None) == "too few (n = 0)"
    assert brief(Figure(value=4.2, n=40, unit="felt", definition="x/1")) == "4.20, n = 40"


def adjusting(*names):
    canvas = CANVAS.model_dump(mode="json", exclude_none=True)
    canvas["stages"][0]["touchpoints"][0]["promises"][0]["adjust"] = names
    return Canvas.model_validate(canvas)


def test_properties_to_adjust_for_are_numbers_where_all_of_them_are():
    properties = pl.struct(rank="amount", city="channel").struct.json_encode()
    events = shop(400).with_columns(properties=properties)

    canvas = adjusting("properties.rank", "properties.city", "channel", "amount")
    found = gathered(canvas, as_log(events), as_of=AS_OF, where={})
    (stage, point), promise = next(canvas.touchpoints()), next(canvas.promises())[1]
    study = Study(
        canvas=canvas, stage=stage, touchpoint=point, promise=promise,
        table=found.cases["on-time"], customers=400, years=1.0, as_of=AS_OF,
    )  # fmt: skip

    numeric = {name for name, dtype in study.known.schema.items() if dtype.is_numeric()}
    assert {"properties.rank", "amount"} <= numeric
    assert not {"properties.city", "channel"} & numeric

"""The questions of the dashboard: exact numbers, and those of core."""

import json
from datetime import timedelta

import polars as pl

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.kernel import as_log
from parcours.core.metrics import METRICS, measure
from parcours.measure.domain.due import due
from parcours.measure.domain.figures import figures, lifetime, plain
from tests.measure.shop import CANVAS, NOW, answers, event, log


def asked(table: pl.DataFrame, **more):
    return figures(as_log(table), canvas="", period="30d", **more)


def test_the_figures_of_a_period_and_of_the_one_before_it():
    table = log(
        event("ad.seen", 100),
        *answers(40, [10] * 10 + [3] * 10),
        *answers(10, [10] * 20 + [3] * 10),
    )

    nps = asked(table)["metrics"]["nps"]

    assert round(nps["now"]["value"], 9) == round(100 / 3, 9)
    assert nps["before"]["value"] == 0
    assert (nps["now"]["n"], nps["before"]["n"]) == (30, 20)
    assert nps["change"]["value"] == nps["now"]["value"]


def test_a_change_is_proved_only_beyond_chance():
    few = log(event("ad.seen", 99), *answers(40, [10, 3] * 10), *answers(10, [10, 10, 3] * 7))
    many = log(
        event("ad.seen", 99), *answers(40, [10, 3] * 100), *answers(10, [10, 10, 10, 3] * 60)
    )

    assert not asked(few)["metrics"]["nps"]["is_proved"]
    assert asked(many)["metrics"]["nps"]["is_proved"]


def test_too_few_are_neither_compared_nor_proved():
    table = log(event("ad.seen", 99), *answers(40, [10] * 50), *answers(10, [0] * 9))

    nps = asked(table)["metrics"]["nps"]

    assert (nps["change"]["value"], nps["is_proved"]) == (None, False)


def test_nothing_is_compared_where_the_log_does_not_cover_the_period_before():
    table = log(event("ad.seen", 59), *answers(40, [0] * 50), *answers(10, [10] * 50))

    found = asked(table)

    assert found["is_comparable"] is False
    assert found["metrics"]["nps"]["before"] is None


def test_a_segment_counts_its_own_events_only():
    shops = [("Lyon", "Nice")[n % 3 == 0] for n in range(30)]
    table = log(
        *(
            event("visit.started", 5, f"v{n}", properties=json.dumps({"shop": shop}))
            for n, shop in enumerate(shops)
        )
    )

    found = asked(table, where={"properties.shop": ["Lyon"]})

    assert found["metrics"]["visits"]["now"]["value"] == 20


def test_a_week_far_from_the_usual_ones_is_said_to_be_unusual():
    visits = [
        event("visit.started", 7 * week + 4, f"w{week}-{n}")
        for week in range(1, 13)
        for n in range(90 if week == 1 else 30 + week % 3)
    ]
    found = figures(as_log(log(event("ad.seen", 200), *visits)), canvas="", period="90d")

    told = found["metrics"]["visits"]

    assert told["is_unusual"]
    assert [round(end, 1) for end in told["usual"]] == [28.9, 33.1]


def test_returning_customers_are_those_whose_year_ended_in_the_period():
    table = log(
        *(event("order.placed", 375, f"c{n}") for n in range(12)),
        *(event("order.placed", 300, f"c{n}") for n in range(6)),
    )

    found = asked(table)["metrics"]["returning_customers"]["now"]

    assert (found["value"], found["n"]) == (0.5, 12)


def test_an_empty_log_has_nothing_to_tell():
    empty = pl.DataFrame(schema=log().schema)

    assert asked(empty) is None
    assert due(as_log(empty), canvas=CANVAS) == {"as_of": None, "promises": {}}


def test_they_are_the_numbers_of_core_on_maison_lutece():
    canvas, events = demo_canvas(), demo_events(customers=1500)
    until = events["at"].max()
    found = figures(as_log(events), canvas=canvas.to_yaml(), period="90d")

    for name, since, end in (
        ("now", until - timedelta(days=90), until),
        ("before", until - timedelta(days=180), until - timedelta(days=90, microseconds=1)),
    ):
        core = measure(events, as_of=end, since=since, canvas=canvas)
        expected = {(row["metric"], row["scale"]): row for row in core.to_dicts()}
        for metric in METRICS:
            told = found["metrics"][metric.name][name]
            place = metric.name, found["metrics"][metric.name]["scale"]
            if place in expected and metric.name != "returning_customers":
                row = expected[place]
                assert (told["value"], told["low"], told["high"], told["n"]) == (
                    row["value"], row["low"], row["high"], row["n"],
                )  # fmt: skip
    kept = measure(
        events, metrics=["kept"], by="promise", canvas=canvas, as_of=until,
        since=until - timedelta(days=90),
    )  # fmt: skip
    assert {row["group"]: row["value"] for row in kept.to_dicts()} == {
        name: each["now"]["value"] for name, each in found["promises"].items()
    }
    json.dumps(found)


def test_lifetime_value_is_that_of_core_or_says_why_there_is_none():
    found = lifetime(as_log(log(event("order.placed", 3, amount=20.0))))

    assert found["figure"]["value"] is None
    assert found["warnings"] == {
        "en": ["It cannot be estimated: only 0 customers bought again: 10 are needed."],
        "fr": [
            "Estimation impossible\N{NO-BREAK SPACE}: trop peu de clients ont racheté"
            "\N{NO-BREAK SPACE}: 0, quand il en faut 10."
        ],
    }


def test_promises_wait_late_or_soon():
    def order(number: int, ago: float, due_in: float, **more):
        return event(
            "order.placed", ago, f"c{number}", case_id=f"o{number}",
            due_at=NOW + timedelta(days=due_in), **more,
        )  # fmt: skip

    table = log(
        order(1, 5, -2),
        order(2, 5, 0.5),
        order(3, 1, 4),
        order(4, 90, -60),
        order(5, 6, -1),
        event("order.delivered", 3, "c5", case_id="o5"),
    )

    found = due(as_log(table), canvas=CANVAS)

    assert found["promises"] == {"on-time": {"open": 2, "soon": 1, "late": 1}}


def test_a_figure_survives_being_kept():
    table = measure(log(*answers(1, [10] * 12)), metrics=["nps"])

    assert table["value"].to_list() == [100.0]
    kept = json.loads(json.dumps(asked(log(*answers(1, [10] * 12)))["metrics"]["nps"]["now"]))
    from parcours.measure.domain.figures import figure_of

    assert plain(figure_of(kept)) == kept

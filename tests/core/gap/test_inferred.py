"""What words let infer stands beside the scores that were given, and is never mixed in."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from parcours.core.gap import gap
from tests.core.gap.shops import AS_OF, CANVAS, shop


def told() -> pl.DataFrame:
    """Thirty orders, half of them late, each with a message; nobody answers a survey."""
    rows = []
    for number in range(30):
        placed = AS_OF - timedelta(days=200 + number)
        due = placed + timedelta(days=3)
        came = due + timedelta(hours=5 if number % 2 else -5)
        own = {"customer_id": f"C{number}", "case_id": f"order-{number}"}
        rows += [
            own | {"at": placed, "activity": "order.placed", "due_at": due},
            own | {"at": came, "activity": "order.delivered"},
            own
            | {"at": came + timedelta(hours=1), "activity": "message.received"}
            | {"text": "Enfin !" if number % 2 else "Parfait", "event_id": f"m{number}"},
        ]
    return pl.DataFrame(rows, infer_schema_length=None)


def words(felt: tuple[float, float] = (4.5, 1.5)) -> pl.DataFrame:
    names = [f"C{number}" for number in range(30)]
    return pl.DataFrame(
        {
            "customer_id": names,
            "event_id": [f"m{number}" for number in range(30)],
            "inferred": [felt[number % 2] for number in range(30)],
        }
    )


def test_felt_is_inferred_for_promises_of_which_nobody_gave_a_score():
    found = gap(CANVAS, told(), as_of=AS_OF, inferred=words()).promises[0]
    assert (found.felt.value, found.felt.n) == (None, 0)
    assert (found.inferred.value, found.inferred.n) == (3.0, 30)
    assert (found.inferred_kept.value, found.inferred_kept.n) == (4.5, 15)
    assert (found.inferred_broken.value, found.inferred_broken.n) == (1.5, 15)
    assert {found.inferred.definition, found.inferred_kept.definition} == {"inferred/1"}


def test_a_touchpoint_shows_both_sources():
    texts = told().with_columns(
        activity=pl.when(pl.col("activity") == "message.received")
        .then(pl.lit("survey.answered"))
        .otherwise("activity"),
        score=pl.when(pl.col("text").is_not_null()).then(pl.lit(5.0)),
        scale=pl.when(pl.col("text").is_not_null()).then(pl.lit("csat_1_5")),
    )
    found = gap(CANVAS, texts, as_of=AS_OF, inferred=words()).touchpoints[0]
    assert (found.felt.value, found.felt.n, found.felt.definition) == (5.0, 30, "felt/1")
    assert (found.inferred.value, found.inferred.n) == (3.0, 30)
    assert found.inferred.definition == "inferred/1"


def test_what_is_inferred_changes_nothing_else():
    events = shop(400).with_row_index("number")
    events = events.with_columns(event_id=pl.format("e{}", "number")).drop("number")
    texts = events.filter(pl.col("activity") == "order.delivered").select(
        "customer_id", "event_id", inferred=pl.lit(2)
    )
    without, beside = (
        gap(CANVAS, events, as_of=AS_OF, inferred=each) for each in (None, texts)
    )
    bare = [
        replace(each, inferred=None, inferred_kept=None, inferred_broken=None)
        for each in beside.promises
    ]
    assert tuple(bare) == without.promises
    assert beside.promises[0].inferred.value == 2
    points = tuple(replace(each, inferred=None) for each in beside.touchpoints)
    assert replace(beside, promises=without.promises, touchpoints=points) == without


def test_an_inferred_score_of_another_customer_or_of_no_event_is_nobodys():
    elsewhere = words().with_columns(customer_id=pl.lit("C99"))
    found = gap(CANVAS, told(), as_of=AS_OF, inferred=elsewhere)
    assert (found.promises[0].inferred, found.touchpoints[0].inferred) == (None, None)


def test_intervals_hold_how_far_off_inferring_may_be():
    doubt = {"error": pl.lit(0.2), "spread": pl.lit(0.6)}
    plain = gap(CANVAS, told(), as_of=AS_OF, inferred=words()).promises[0].inferred
    wider = gap(CANVAS, told(), as_of=AS_OF, inferred=words().with_columns(**doubt)).promises[0]
    half = (plain.high - plain.low) / 2
    expected = 1.959964 * ((half / 1.959964) ** 2 + 0.2**2 + 0.6 / 30) ** 0.5

    assert wider.inferred.value == plain.value == 3.0
    assert wider.inferred.high - 3.0 == pytest.approx(expected)
    assert 3.0 - wider.inferred_broken.low > 0
    assert wider.felt == gap(CANVAS, told(), as_of=AS_OF).promises[0].felt

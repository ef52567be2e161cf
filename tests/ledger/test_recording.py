"""Recording events, one by one and many at once."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import polars as pl
import pytest
from django.db import transaction

from parcours.core.kernel import run
from parcours.core.log import EventLog
from parcours.ledger.domain import moving
from parcours.ledger.domain.reading import current_log
from parcours.ledger.domain.recording import NotAnEvent, record, record_many
from parcours.ledger.models import OutboxEvent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def told(*columns):
    """What the site's log tells, as rows of some columns, in the log's order."""
    wanted = ("customer_id", *columns)
    parts = run(current_log(), lambda events: events.frame.select(wanted), columns=columns)
    return sorted(row for part in parts for row in part.rows())


def event(name, **columns):
    always = {"customer_id": "ana", "at": NOON, "activity": "order.placed"}
    return {"event_id": name} | always | columns


def test_what_is_recorded_is_in_the_log_at_once_and_after_it_is_moved():
    record("order.placed", customer_id="ana", at=NOON, amount=Decimal("12.50"), currency="EUR")
    record("survey.answered", customer_id="zoé", at=NOON, score=9, scale="nps_0_10")

    before = told("activity", "amount", "score")
    moving.move()
    after = told("activity", "amount", "score")

    assert (
        before
        == after
        == [
            ("ana", "order.placed", 12.5, None),
            ("zoé", "survey.answered", None, 9.0),
        ]
    )
    assert OutboxEvent.objects.count() == 0


def test_an_event_recorded_twice_is_one_before_and_after_the_move():
    record("order.placed", customer_id="ana", at=NOON, event_id="e1", amount=1, currency="EUR")
    record("order.placed", customer_id="ana", at=NOON, event_id="e1", amount=2, currency="EUR")
    moving.move()
    record("order.placed", customer_id="ana", at=NOON, event_id="e1", amount=3, currency="EUR")

    assert told("event_id", "amount") == [("ana", "e1", 1.0)]
    moving.move()
    assert told("event_id", "amount") == [("ana", "e1", 1.0)]


def test_names_are_compared_within_one_customer_as_in_the_log():
    record("order.placed", customer_id="ana", at=NOON, event_id="1")
    record("order.placed", customer_id="bob", at=NOON, event_id="1")

    assert told("event_id") == [("ana", "1"), ("bob", "1")]


def test_a_moment_of_any_zone_and_the_words_of_any_language_come_through():
    paris = timezone(timedelta(hours=1))
    text = "Très « bien » \0 😀\n\\u0000 \ud83d"

    record("review.posted", customer_id="ana", at=NOON.astimezone(paris), text=text)
    moving.move()

    assert told("at", "text") == [("ana", NOON, "Très « bien » \0 😀\n\\u0000 ?")]


def test_nothing_is_recorded_when_the_transaction_of_the_caller_fails():
    def fail():
        with transaction.atomic():
            record("order.placed", customer_id="ana", at=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert told("activity") == []


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"scor": 1}, "the event log has no column scor; .* Is score meant?"),
        ({"score": 11, "scale": "nps_0_10"}, "score outside its scale"),
        ({"at": datetime(2026, 3, 1)}, "at not a moment with its offset"),
        ({"amount": True}, "amount column amount is Boolean .* give numbers"),
        ({"text": 1.5}, "text .* give texts or whole numbers"),
        ({"event_id": "x" * 201}, "event_id longer than 200 letters"),
        ({"event_id": "a\0b"}, "NUL"),
    ],
)
def test_what_is_no_event_is_refused_with_the_reason(columns, problem):
    with pytest.raises(NotAnEvent, match=problem):
        record(**{"activity": "order.placed", "customer_id": "ana", "at": NOON} | columns)

    assert OutboxEvent.objects.count() == 0


def test_of_many_the_good_are_kept_and_each_bad_one_is_told_why_as_the_log_would(tmp_path):
    rows = [
        event("e1", properties={"page": "/"}),
        event("e2", currency="euro"),
        "not a row",
        event("e3", at="2026-03-01T13:00:00+01:00", seconds="12.5"),
        event("e4", seconds=-1, score="good"),
        event("e5", colour="red"),
    ]

    recorded = record_many(rows)

    assert recorded.accepted == ["e1", "e3"]
    assert [
        (each["row"], [(one["column"], one["found"]) for one in each["problems"]])
        for each in recorded.rejected
    ] == [
        (2, [("currency", "euro")]),
        (3, [("", "not a row")]),
        (5, [("score", "good"), ("seconds", -1)]),
        (6, [("colour", "red")]),
    ]
    assert recorded.rejected[0]["event"] == rows[1]
    side = EventLog.create(tmp_path / "other").append(pl.DataFrame([rows[1]])).rejected
    assert recorded.rejected[0]["problems"][0]["reason"] in side.read_text("utf-8")


def test_rows_count_on_over_the_transactions_of_a_long_batch():
    rows = [event(f"e{n}") for n in range(2_001)] + [event("bad", currency="x")]

    recorded = record_many(rows)

    assert len(recorded.accepted) == 2_001
    assert [each["row"] for each in recorded.rejected] == [2_002]


def test_an_event_without_a_name_gets_one():
    recorded = record_many([{**event(""), "event_id": None}, event("given")])

    assert recorded.accepted[1] == "given"
    assert len(recorded.accepted[0]) == 36


def test_an_empty_object_is_no_text():
    recorded = record_many([event("e1", source={})])

    assert [each["problems"][0]["column"] for each in recorded.rejected] == ["source"]

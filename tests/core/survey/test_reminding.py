"""Reminders in a rehearsal: who would have been written to once more, and who not, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from parcours.core.kernel import MemoryLog
from parcours.core.survey.policy import Policy, read_policy
from parcours.core.survey.rehearsal import Given, Plan, by_month, by_reminder, rehearse
from parcours.core.survey.trigger import read_trigger

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)
POLICY = {"between": "3 d", "hours": [{"days": "mon-sun", "opens": "00:00", "closes": "24:00"}]}


def rehearsed(*events: tuple[str, str, float], reminders: int = 2, **more: Any) -> pl.DataFrame:
    """Rehearse a survey asked at each delivery, and reminded of after five days each time."""
    rows = [
        (who, MONDAY + timedelta(days=days), activity, f"{who}{activity}{days}")
        for who, activity, days in events
    ]
    columns = ["customer_id", "at", "activity", "event_id"]
    frame = pl.DataFrame(rows, columns, orient="row")
    log = MemoryLog(frame.with_columns(properties=pl.lit('{"survey":"delivery"}')))
    plan = Plan(
        survey="delivery", kind="transactional", reminders=reminders,
        trigger=read_trigger({"after": "order.delivered"}),
    )  # fmt: skip
    return rehearse(
        log, more.get("policy", read_policy(POLICY)), [plan, *more.get("plans", ())],
        since=MONDAY - timedelta(days=1), until=MONDAY + timedelta(days=30),
        given=Given(seed="s"),
    )  # fmt: skip


def told(found: pl.DataFrame) -> list[tuple[str, int, float, str | None]]:
    days = (pl.col("moment") - MONDAY).dt.total_seconds() / 86_400
    rows = found.filter(pl.col("reminder") > 0).sort("customer_id", "moment")
    return rows.select("customer_id", "reminder", days.alias("days"), "reason").rows()


def test_who_does_not_answer_is_reminded_and_who_answers_no_more() -> None:
    found = rehearsed(
        ("ana", "order.delivered", 0),
        ("bob", "order.delivered", 0), ("bob", "survey.answered", 7),
        ("cleo", "order.delivered", 0), ("cleo", "survey.answered", 1),
    )  # fmt: skip

    assert told(found) == [("ana", 1, 5, None), ("ana", 2, 10, None), ("bob", 1, 5, None)]
    assert by_reminder(found).rows() == [("delivery", "asked", 3)]
    assert by_month(found, "UTC")["n"].sum() == 3


def test_who_said_no_or_complains_or_just_got_a_mailing_is_not_reminded() -> None:
    found = rehearsed(
        ("ana", "order.delivered", 0), ("ana", "customer.unsubscribed", 3),
        ("bob", "order.delivered", 0), ("bob", "complaint.opened", 4),
        ("cleo", "order.delivered", 0), ("cleo", "mailing.sent", 4),
        reminders=1,
    )  # fmt: skip

    reasons = [(who, reason) for who, _number, _days, reason in told(found)]
    assert reasons == [("ana", "stopped"), ("bob", "complaint"), ("cleo", "recent")]


def test_what_was_asked_meanwhile_rests_a_reminder() -> None:
    other = Plan(
        survey="visit", kind="relationship", trigger=read_trigger({"after": "store.visited"})
    )

    found = rehearsed(("ana", "order.delivered", 0), ("ana", "store.visited", 4), plans=[other])

    assert told(found) == [("ana", 1, 5, "recent"), ("ana", 2, 10, None)]
    assert found.filter(reason="recent")["earliest"].to_list() == [MONDAY + timedelta(days=7)]


def test_a_policys_usual_rest_never_keeps_an_invitation_from_its_own_reminder() -> None:
    found = rehearsed(("ana", "order.delivered", 0), policy=Policy())

    assert [reason for *_told, reason in told(found)] == [None, None]


def test_a_survey_without_reminders_reminds_nobody() -> None:
    assert told(rehearsed(("ana", "order.delivered", 0), reminders=0)) == []

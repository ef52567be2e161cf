"""A rehearsal asks those whom the policy would have asked, and nobody the log already asked."""

from datetime import UTC, date, datetime, timedelta

import polars as pl

from parcours.core.kernel import MemoryLog
from parcours.core.survey.policy import Policy
from parcours.core.survey.rehearsal import Given, Plan, by_month, rehearse
from parcours.core.survey.trigger import read_trigger

START = datetime(2026, 3, 2, 11, tzinfo=UTC)
DELIVERY = read_trigger({"after": "order.delivered", "wait": "2 d"})
PERIOD = {"since": START, "until": START + timedelta(days=120)}


def log(*rows: tuple[str, float, str]) -> MemoryLog:
    return MemoryLog(
        pl.DataFrame(
            [(who, START + timedelta(days=days), what) for who, days, what in rows],
            {
                "customer_id": pl.String(),
                "at": pl.Datetime("us", "UTC"),
                "activity": pl.String(),
            },
            orient="row",
        )
    )


def plan(**fields: object) -> Plan:
    told = {"survey": "delivery", "kind": "transactional", "trigger": DELIVERY} | fields
    return Plan(**told)  # type: ignore[arg-type]


def told(table: pl.DataFrame) -> list[tuple[str, str | None]]:
    return table.select("customer_id", "reason").rows()


def test_the_surveys_that_were_sent_make_way_and_those_of_before_count() -> None:
    events = log(
        ("ana", 0, "order.delivered"), ("ana", 1, "survey.sent"),
        ("bob", -40, "survey.sent"), ("bob", 0, "order.delivered"),
    )  # fmt: skip

    found = rehearse(events, Policy(), [plan()], **PERIOD, given=Given(seed="s"))

    assert told(found) == [("ana", None), ("bob", "same_kind")]


def test_what_is_asked_in_the_period_rests_what_comes_later() -> None:
    events = log(("ana", 0, "order.delivered"), ("ana", 60, "order.delivered"))

    found = rehearse(events, Policy(), [plan()], **PERIOD, given=Given(seed="s"))

    assert told(found) == [("ana", None), ("ana", "same_kind")]
    assert by_month(found, "Europe/Paris").rows() == [
        ("delivery", date(2026, 3, 1), "asked", 1),
        ("delivery", date(2026, 5, 1), "same_kind", 1),
    ]


def test_only_who_can_be_written_to_is_asked() -> None:
    events = log(("ana", 0, "order.delivered"), ("bob", 0, "order.delivered"))
    given = Given(seed="s", reachable={"bob"})

    found = rehearse(events, Policy(), [plan()], **PERIOD, given=given)

    assert told(found) == [("ana", "unreachable"), ("bob", None)]


def test_a_quota_asks_about_so_many_a_week() -> None:
    rows = [(f"c-{n}", n % 112, "order.delivered") for n in range(2_000)]

    found = rehearse(
        log(*rows), Policy(), [plan(quota=20)], **PERIOD, given=Given(seed="s", hold_out=0.05)
    )

    asked = found.filter("asked")
    assert 15 < asked.height / 16 < 25
    assert set(found["reason"]) == {None, "not_drawn", "held_out"}


def test_rehearsing_again_asks_the_same_people() -> None:
    events = log(*((f"c-{n}", 1, "order.delivered") for n in range(50)))
    given = Given(seed="s", hold_out=0.1)
    once, again = (
        rehearse(events, Policy(), [plan(share=0.5)], **PERIOD, given=given) for _n in range(2)
    )

    assert once.equals(again)

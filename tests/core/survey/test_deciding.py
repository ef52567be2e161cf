"""Who is asked and why not: facts that a customer could dispute."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from parcours.core.kernel import MemoryLog
from parcours.core.refusal import Refused
from parcours.core.survey.deciding import Decided, decide
from parcours.core.survey.history import CONSENTS, columns_needed
from parcours.core.survey.policy import Policy, read_policy

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)  # a Monday, noon in Paris
DAY = timedelta(days=1)


def event(activity: str, days: float = 0, **columns: Any) -> dict[str, Any]:
    told = {"customer_id": "ana", "case_id": None, "properties": None} | columns
    return (
        told
        | {"event_id": f"{activity}/{days:g}", "activity": activity}
        | {"at": NOON + days * DAY}
    )


def occasion(days: float = 0, **columns: Any) -> dict[str, Any]:
    told = {"customer_id": "ana", "survey": "delivery", "kind": "transactional"}
    return told | {"at": NOON + days * DAY} | columns


def decided(
    happened: list[dict[str, Any]], asked: list[dict[str, Any]], **given: Any
) -> Decided:
    policy = given.pop("policy", Policy())
    columns = ("event_id", "customer_id", "case_id", "at", "activity", "properties")
    schema = dict.fromkeys(columns, pl.String()) | {"at": pl.Datetime("us", "UTC")}
    log = MemoryLog(pl.DataFrame(happened, schema=schema))
    events = log.events(0, sorted(columns_needed(policy)))
    return decide(events, policy, pl.DataFrame(asked), **given)


def reasons(found: Decided) -> list[str | None]:
    return found.decisions["reason"].to_list()


def test_someone_of_whom_nothing_is_known_may_be_asked() -> None:
    found = decided([], [occasion()])

    assert found.decisions.select("asked", "reason", "earliest").rows() == [(True, None, NOON)]


def test_a_survey_rests_its_own_kind_and_for_less_time_all_others() -> None:
    sent = event("survey.sent", -20, properties='{"kind":"transactional"}')

    found = decided([sent], [occasion(), occasion(5, kind="relationship", survey="nps")])

    assert reasons(found) == ["same_kind", None]
    assert found.spoke.rows(named=True) == [
        {
            "candidate": 0,
            "rule": "same_kind",
            "event_id": "survey.sent/-20",
            "since": NOON - 20 * DAY,
            "until": NOON + 70 * DAY,
            "survey": None,
        }
    ]


def test_rest_ends_at_the_very_moment() -> None:
    sent = event("mailing.sent", -14)

    found = decided([sent], [occasion(), occasion(-0.01, customer_id="ana", survey="x")])

    assert reasons(found) == [None, "recent"]


def test_a_contact_that_does_not_tell_its_kind_counts_as_each() -> None:
    found = decided([event("survey.sent", -50)], [occasion(), occasion(kind="relationship")])

    assert reasons(found) == ["same_kind", "same_kind"]


def test_the_relationship_survey_wins_a_tie() -> None:
    found = decided(
        [], [occasion(priority=9), occasion(priority=0, kind="relationship", survey="nps")]
    )

    assert found.decisions["asked"].to_list() == [False, True]
    assert found.spoke["survey"].to_list() == ["nps"]


def test_priority_decides_between_surveys_of_a_kind() -> None:
    found = decided([], [occasion(priority=0), occasion(priority=1, survey="till")])

    assert found.decisions["asked"].to_list() == [False, True]


def test_nobody_with_an_open_complaint_is_asked_until_that_very_case_is_closed() -> None:
    happened = [
        event("complaint.opened", -3, case_id="k"),
        event("complaint.closed", -2, case_id="other"),
        event("complaint.closed", 1, case_id="k"),
    ]

    found = decided(happened, [occasion(), occasion(2)])

    assert reasons(found) == ["complaint", None]
    assert found.decisions["earliest"].to_list() == [None, NOON + 2 * DAY]


def test_a_complaint_that_nobody_closes_is_forgotten_in_time() -> None:
    opened = event("complaint.opened", -40)
    policy = read_policy({"complaint_lasts": "30 d"})

    assert reasons(decided([opened], [occasion()], policy=policy)) == [None]


def test_the_newest_word_on_consent_counts_for_its_purpose() -> None:
    happened = [
        event("consent.withdrawn", -9, properties='{"purpose":"surveys"}'),
        event("consent.given", -5, properties='{"purpose":"news"}'),
    ]

    found = decided(happened, [occasion(), occasion(kind="mailing", survey="news")])

    assert reasons(found) == ["stopped", None]


def test_unsubscribing_stops_everything() -> None:
    stop = event("customer.unsubscribed", -1)

    found = decided([stop], [occasion(), occasion(kind="mailing")])

    assert reasons(found) == ["stopped", "stopped"]


def test_what_people_agreed_to_may_come_from_elsewhere_than_the_log() -> None:
    no = pl.DataFrame([("ana", NOON - DAY, "surveys", False, None)], CONSENTS, orient="row")
    policy = read_policy({"consent_needed": True})

    found = decided([], [occasion(), occasion(customer_id="bob")], consents=no, policy=policy)

    assert reasons(found) == ["stopped", "no_consent"]


def test_quiet_hours_put_off_and_do_not_refuse() -> None:
    late = occasion(days=5.5)  # Saturday midnight: Sunday is quiet

    found = decided([], [late])

    monday = datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert found.decisions.select("asked", "moment").rows() == [(True, monday)]


def test_what_happens_in_the_quiet_hours_still_counts() -> None:
    found = decided([event("complaint.opened", 5.9)], [occasion(days=5.5)])

    assert reasons(found) == ["complaint"]


def test_every_rule_that_spoke_is_told() -> None:
    happened = [event("survey.sent", -1), event("complaint.opened", -1.5)]

    found = decided(happened, [occasion(is_reachable=False, is_held_out=True, probability=0.0)])

    assert found.spoke["rule"].to_list() == [
        "unreachable", "complaint", "held_out", "same_kind", "recent",
    ]  # fmt: skip
    assert reasons(found) == ["unreachable"]


def test_who_was_not_drawn_rests_nobody() -> None:
    missed = occasion(probability=0.5, chance=0.5)

    found = decided([], [missed, occasion(1, probability=0.5, chance=0.49)])

    assert reasons(found) == ["not_drawn", None]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refused, match="unknown kind of contact `pulse`"):
        decided([], [occasion(kind="pulse")])

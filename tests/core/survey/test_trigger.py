"""Triggers: when an event makes an occasion, and when it does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from parcours.core.kernel import MemoryLog
from parcours.core.occurrence.bucket import NEVER, Bucket
from parcours.core.survey.policy import written
from parcours.core.survey.trigger import (
    ByFeeling,
    InvalidTrigger,
    columns_needed,
    occasions,
    read_trigger,
    refuse_feelings,
)

NOON = datetime(2026, 3, 27, 11, tzinfo=UTC)  # a Friday; clocks change on Sunday
HOUR = timedelta(hours=1)
Row = tuple[float, str, str | None]
CART = {"after": "product.added", "wait": "4 h", "unless": "order.placed", "openings": "last"}


def found(rows: list[Row], data: dict[str, Any], **period: datetime) -> list[datetime]:
    """Return when Ana is asked, whose events are (hour, activity, case)."""
    trigger = read_trigger(data)
    frame = pl.DataFrame(
        [(NOON + hour * HOUR, activity, case) for hour, activity, case in rows],
        {"at": pl.Datetime("us", "UTC"), "activity": pl.String(), "case_id": pl.String()},
        orient="row",
    )
    named = frame.with_columns(customer_id=pl.lit("ana"), properties=pl.lit('{"shop":"lyon"}'))
    bucket = Bucket(MemoryLog(named).events(0, sorted(columns_needed(trigger))), NEVER)
    since, until = (
        int(period.get(name, default).timestamp() * 1e6)
        for name, default in (("since", NOON - 99 * HOUR), ("until", NOON + 999 * HOUR))
    )
    table = occasions(bucket, trigger, "Europe/Paris", since=since, until=until)
    return table["at"].to_list()


def test_one_asks_so_long_after_the_event() -> None:
    assert found(
        [(0, "order.delivered", "k")], {"after": "order.delivered", "wait": "2 d"}
    ) == [NOON + 48 * HOUR]


def test_a_time_of_day_is_the_local_clocks_also_when_it_changes() -> None:
    data = {"after": "order.delivered", "wait": "2 d", "time_of_day": "10:00"}

    # Two days later is Sunday 13:00 in Paris, one hour nearer: asked on Monday at ten.
    assert found([(0, "order.delivered", "k")], data) == [datetime(2026, 3, 30, 8, tzinfo=UTC)]


def test_a_cart_is_abandoned_when_nothing_is_added_or_ordered_in_time() -> None:
    added: list[Row] = [(0, "product.added", "k"), (3, "product.added", "k")]

    assert found(added, CART) == [NOON + 7 * HOUR]
    assert found([*added, (7, "order.placed", "k")], CART) == []
    assert found([*added, (7.1, "order.placed", "k")], CART) == [NOON + 7 * HOUR]


def test_in_a_case_only_that_case_counts() -> None:
    rows: list[Row] = [(0, "product.added", "k"), (1, "order.placed", "l")]

    assert found(rows, CART | {"match": "case"}) == [NOON + 4 * HOUR]
    assert found(rows, CART) == []


def test_conditions_choose_among_events() -> None:
    data = {"after": "order.delivered", "where": {"properties.shop": "paris"}}

    assert found([(0, "order.delivered", "k")], data) == []


def test_a_trigger_comes_back_from_its_own_plain_data() -> None:
    trigger = read_trigger(CART | {"time_of_day": "18:30", "window": "12 h"})

    assert read_trigger(written(trigger)) == trigger
    assert written(trigger)["time_of_day"] == "18:30"


def test_events_of_one_instant_are_one_occasion() -> None:
    rows: list[Row] = [(0, "order.delivered", "k"), (0, "order.delivered", "l")]

    assert found(rows, {"after": "order.delivered"}) == [NOON]


def test_a_period_has_its_first_moment_and_not_its_last() -> None:
    rows: list[Row] = [(0, "order.delivered", "k"), (5, "order.delivered", "l")]
    data = {"after": "order.delivered", "wait": "1 h"}

    assert found(rows, data, since=NOON + HOUR, until=NOON + 6 * HOUR) == [NOON + HOUR]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"after": "x.y", "wait": "2 business days"}, "wait: "),
        ({}, "after: "),
        ({"after": "x.y", "time_of_day": "25:00"}, "time_of_day: "),
    ],
)
def test_what_cannot_be_read_is_named(data: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidTrigger) as error:
        read_trigger(data)

    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    "data",
    [
        {"after": {"activity": "survey.answered", "where": {"score": {"at_least": 9}}}},
        {"after": "order.delivered", "where": {"properties.nps_group": "promoter"}},
        {"after": "order.delivered", "where": {"properties.customer.Rating": {"at_least": 4}}},
        {
            "after": "order.delivered",
            "unless": {"activity": "survey.answered", "where": {"text": {"present": True}}},
        },
    ],
)
def test_review_invitations_never_look_at_what_people_feel(data: dict[str, Any]) -> None:
    with pytest.raises(ByFeeling):
        refuse_feelings(read_trigger(data))


def test_review_invitations_may_look_at_what_happened() -> None:
    data = {"after": "order.delivered", "where": {"properties.shop": "lyon"}}

    refuse_feelings(read_trigger(data | {"unless": "order.returned"}))

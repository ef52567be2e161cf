"""Waves: when they begin, what lies in which, and whom each draws."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from parcours.core.kernel import MemoryLog
from parcours.core.occurrence.bucket import NEVER, Bucket
from parcours.core.survey.drawing import each_wave
from parcours.core.survey.policy import Policy
from parcours.core.survey.rehearsal import Given, Plan, prepared, rehearse
from parcours.core.survey.saying import said
from parcours.core.survey.trigger import columns_needed, occasions, read_trigger
from parcours.core.survey.waves import Waves

QUARTERS = {"every": "quarter", "first": "2026-01-05", "reach": "100 d"}
RULE = {"after": "order.placed", "wait": "2 d", "time_of_day": "10:00", "waves": QUARTERS}


def log_of(*orders: tuple[str, int, int], returned: Sequence[str] = ()) -> MemoryLog:
    rows = [
        (who, datetime(2026, month, day, 12, tzinfo=UTC), f"{who}{month}-{day}")
        for who, month, day in orders
    ]
    frame = pl.DataFrame(rows, ["customer_id", "at", "event_id"], orient="row")
    placed = frame.with_columns(activity=pl.lit("order.placed"))
    back = frame.filter(pl.col("customer_id").is_in(returned)).with_columns(
        pl.col("at") + timedelta(days=3), pl.col("event_id") + "r",
        activity=pl.lit("order.returned"),
    )  # fmt: skip
    return MemoryLog(pl.concat([placed, back]))


def micros(*day: int) -> int:
    return int(datetime(*day, tzinfo=UTC).timestamp() * 1e6)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("every", "first", "expected"),
    [
        ("week", date(2026, 3, 2), [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]),
        ("month", date(2026, 1, 31), [date(2026, 1, 31), date(2026, 2, 28)]),
        ("half", date(2025, 9, 15), [date(2026, 3, 15)]),
        ("year", date(2025, 2, 28), [date(2026, 2, 28)]),
    ],
)
def test_waves_begin_as_often_as_was_said(
    every: str, first: date, expected: list[date]
) -> None:
    waves = Waves.model_validate({"every": every, "first": first})

    assert waves.starts(date(2026, 1, 1), date(2026, 3, 17)) == expected


def test_a_day_lies_in_the_wave_that_began_last() -> None:
    waves = Waves.model_validate(QUARTERS)

    assert waves.of(date(2026, 1, 4)) is None
    assert waves.of(date(2026, 4, 4)) == date(2026, 1, 5)
    assert waves.of(date(2026, 4, 5)) == date(2026, 4, 5)


def test_waves_set_by_hand_end_when_they_were_said_to() -> None:
    rounds = [{"first": "2026-03-01", "last": "2026-03-10"}, {"first": "2026-06-01"}]
    waves = Waves.model_validate({"rounds": rounds})

    days = [date(2026, 3, 10), date(2026, 3, 11), date(2027, 1, 1), date(2026, 2, 1)]
    assert [waves.of(day) for day in days] == [date(2026, 3, 1), None, date(2026, 6, 1), None]
    assert waves.starts(date(2026, 4, 1), date(2026, 9, 1)) == [date(2026, 6, 1)]
    assert Waves().starts(date(2026, 1, 1), date(2026, 9, 1)) == []
    assert Waves(every="week").starts(date(2026, 1, 1), date(2026, 9, 1)) == []
    assert Waves(every="week").of(date(2026, 1, 1)) is None


def test_each_wave_asks_once_whoever_had_the_event_within_reach() -> None:
    log = log_of(("ana", 3, 1), ("ana", 3, 20), ("bob", 1, 20), ("cleo", 4, 4), ("dan", 1, 1))
    trigger = read_trigger(RULE)
    bucket = Bucket(log.events(0, sorted(columns_needed(trigger))), NEVER)

    found = occasions(
        bucket, trigger, "Europe/Paris", since=micros(2026, 1, 1), until=micros(2026, 7, 1)
    )

    january, april = (
        datetime(2026, 1, 5, 9, tzinfo=UTC),
        datetime(2026, 4, 5, 8, tzinfo=UTC),
    )
    assert found.select("customer_id", "opened", "at", "event_id").rows() == [
        ("ana", april, april, "ana3-20"),
        ("bob", april, april, "bob1-20"),
        ("dan", january, january, "dan1-1"),
        ("dan", april, april, "dan1-1"),
    ]


def test_who_meanwhile_did_the_other_thing_is_not_asked() -> None:
    log = log_of(("ana", 3, 1), ("bob", 3, 1), returned=["ana"])
    trigger = read_trigger(RULE | {"unless": "order.returned"})
    bucket = Bucket(log.events(0, sorted(columns_needed(trigger))), NEVER)

    found = occasions(
        bucket, trigger, "Europe/Paris", since=micros(2026, 4, 1), until=micros(2026, 5, 1)
    )

    assert found["customer_id"].to_list() == ["bob"]


def drawn(panel: float, month: int) -> set[str]:
    waves = QUARTERS | {"panel": panel}
    plan = Plan(
        survey="nps", kind="relationship", trigger=read_trigger(RULE | {"waves": waves})
    )
    people = [f"c{number}" for number in range(2000)]
    at = datetime(2026, month, 5, tzinfo=UTC)
    found = pl.DataFrame({"customer_id": people}).with_columns(
        opened=at, at=at, event_id=pl.lit("e"), case_id=pl.lit(None, pl.String)
    )
    candidates = prepared(found, plan, Given(seed="s"))
    return set(candidates.filter(pl.col("chance") < 0.3)["customer_id"])


@pytest.mark.parametrize(("panel", "low", "high"), [(0.0, 0.25, 0.35), (0.5, 0.58, 0.72)])
def test_a_panel_is_asked_again_and_each_wave_draws_as_many(
    panel: float, low: float, high: float
) -> None:
    first, second = drawn(panel, 1), drawn(panel, 4)

    assert 520 < len(first) < 680
    assert 520 < len(second) < 680
    assert low < len(first & second) / len(first) < high


def test_the_same_people_are_asked_again_where_nobody_is_drawn_anew() -> None:
    assert drawn(1.0, 1) == drawn(1.0, 4) != set()


def test_a_rehearsal_goes_back_beyond_the_first_wave_and_keeps_each_waves_quota() -> None:
    log = log_of(*((f"c{number}", 1, 1 + number % 20) for number in range(200)))
    waves = {"every": "month", "first": "2027-01-01", "is_rehearsed": True, "reach": "50 d"}
    plan = Plan(
        survey="nps", kind="mailing", quota=50,
        trigger=read_trigger({"after": "order.placed", "waves": waves}),
    )  # fmt: skip
    year = {
        "since": datetime(2025, 6, 1, tzinfo=UTC),
        "until": datetime(2026, 6, 1, tzinfo=UTC),
    }

    found = rehearse(log, Policy(), [plan], **year, given=Given(seed="s"))

    # February and March reach back to January; the wave of 1 January found nobody yet.
    waves_of = found.group_by("opened").agg(n=pl.len(), p=pl.col("probability").first())
    assert waves_of.sort("opened").select("n", "p").rows() == [(200, 50 / 200), (110, 50 / 110)]
    assert 60 < found["asked"].sum() < 140


def test_a_wave_without_a_quota_draws_the_share() -> None:
    eligible = pl.DataFrame({"week": [date(2026, 1, 5)], "n": [400]})

    assert each_wave(eligible, 0.5, None)["probability"].to_list() == [0.5]


def test_a_trigger_in_waves_says_so() -> None:
    assert said(read_trigger(RULE)) == (
        "At the beginning of each wave, every quarter, "
        "whoever had an order placed in the 100 days before, at 10:00."
    )

"""What was appended as one batch can be taken out again."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from parcours.core.log import EventLog
from parcours.core.refusal import Refused

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(microseconds=1)


def told(*names):
    return pl.DataFrame(
        [(name, name[0], NOON, "order.placed") for name in names],
        schema=["event_id", "customer_id", "at", "activity"],
        orient="row",
    )


def names(log):
    return sorted(log.scan(["event_id"]).collect()["event_id"])


def test_a_batch_goes_and_what_others_told_stays(tmp_path):
    log = EventLog.create(tmp_path / "log", buckets=3)
    log.append(told("a1", "b1"), recorded_at=NOON)
    log.append(told("a1", "a2", "c1"), recorded_at=LATER)
    log.compact()

    log.take_back(LATER)

    assert names(log) == ["a1", "b1"]


def test_what_it_told_first_goes_even_if_others_said_it_again(tmp_path):
    log = EventLog.create(tmp_path / "log", buckets=3)
    log.append(told("a1"), recorded_at=NOON)
    log.append(told("a1", "a2"), recorded_at=LATER)

    log.take_back(NOON)

    assert names(log) == ["a2"]


def test_a_moment_without_its_zone_names_no_batch(tmp_path):
    with pytest.raises(Refused, match="time zone"):
        EventLog.create(tmp_path / "log").take_back(NOON.replace(tzinfo=None))

"""The events of a few customers, without reading those of the others."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from parcours.core.log import EventLog, VersionGone
from parcours.core.schema import SCHEMA

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def told(*rows):
    """Rows of (event_id, customer_id, hours after noon, activity)."""
    return pl.DataFrame(
        [(name, whose, NOON + timedelta(hours=h), what) for name, whose, h, what in rows],
        schema=["event_id", "customer_id", "at", "activity"],
        orient="row",
    )


@pytest.fixture
def log(tmp_path):
    log = EventLog.create(tmp_path / "log", buckets=3)
    log.append(told(("1", "ana", 2, "order.placed"), ("2", "bob", 1, "order.placed")))
    log.append(told(("3", "ana", 1, "visit.started"), ("4", "zoe", 1, "visit.started")))
    log.append(told(("1", "ana", 2, "order.placed")))
    return log


def test_they_are_sorted_each_once_as_the_whole_log_has_them(log):
    found = log.events_of(["zoe", "ana", "nobody"])

    whole = log.scan().collect().sort("customer_id", maintain_order=True)
    assert found.equals(whole.filter(pl.col("customer_id").is_in(["ana", "zoe"])))
    assert found["event_id"].to_list() == ["3", "1", "4"]


def test_columns_come_as_asked_with_the_three_that_always_come(log):
    found = log.events_of("bob", ["event_id"])

    assert found.rows() == [("2", "bob", NOON + timedelta(hours=1), "order.placed")]
    assert found.columns == ["event_id", "customer_id", "at", "activity"]


def test_an_empty_log_has_events_of_nobody(tmp_path):
    log = EventLog.create(tmp_path / "log")

    assert log.events_of(["ana"]).is_empty()
    assert set(log.events_of([]).schema.items()) == set(SCHEMA.items())


def test_an_erased_version_says_that_it_is_gone(log):
    before = EventLog.open(log.uri, version=log.version)
    log.erase(["ana"])

    with pytest.raises(VersionGone, match="gone"):
        before.events_of(["ana"])


def test_the_files_of_a_version_are_read_one_by_one_and_only_what_is_meant(log):
    is_placed = pl.col("activity") == "order.placed"

    parts = [log.part(path, is_placed) for path in log.parts["path"]]

    assert log.parts["rows"].sum() == 5
    assert pl.concat(parts).columns == list(SCHEMA)
    assert sorted(pl.concat(parts)["event_id"]) == ["1", "1", "2"]


def test_a_file_that_was_swept_is_said_to_be_gone(log):
    path = log.parts["path"][0]
    log.compact(keep=timedelta(0))

    with pytest.raises(VersionGone, match="gone"):
        log.part(path, pl.lit(value=True))

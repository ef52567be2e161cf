"""Files and commits under a log."""

from datetime import UTC, datetime
from threading import Thread

import polars as pl
import pyarrow.parquet as pq
import pytest

from parcours.core.log import EventLog, disk, lake, rewriting
from parcours.core.log.bucketing import buckets_of
from parcours.core.log.lake import Overtaken

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def visit(name):
    return pl.DataFrame(
        {"event_id": [name], "customer_id": ["ana"], "at": [DAY], "activity": [name]}
    )


@pytest.fixture
def log(tmp_path):
    log = EventLog.create(tmp_path / "log", buckets=1)
    log.append(visit("first"), recorded_at=DAY)
    log.append(visit("second"), recorded_at=DAY)
    return log


def activities(log):
    return log.refresh().scan(["activity"]).collect()["activity"].to_list()


def meanwhile(monkeypatch, happens):
    """Let something happen once, between looking at the log and committing to it."""
    look = lake._snapshot
    pending = [happens]

    def interrupted(table):
        snapshot = look(table)
        if pending:
            pending.pop()()
        return snapshot

    monkeypatch.setattr(lake, "_snapshot", interrupted)


def test_a_customer_is_in_the_same_bucket_for_ever():
    # Written down: files of existing logs lie where this put them.
    ids = pl.Series(["ana", "bob", "zoé", ""])

    assert buckets_of(ids, 16).tolist() == [2, 0, 8, 0]
    assert buckets_of(ids, 1000).tolist() == [570, 104, 936, 0]


def test_an_append_goes_in_when_files_are_replaced_under_it(log, monkeypatch):
    meanwhile(monkeypatch, lambda: rewriting._rewrite(log._lake, 0))

    log.append(visit("third"), recorded_at=DAY)

    assert activities(log) == ["first", "second", "third"]


def test_a_deletion_that_was_overtaken_is_done_again(log, monkeypatch):
    meanwhile(monkeypatch, lambda: rewriting._rewrite(log._lake, 0))

    log.delete("second")

    assert activities(log) == ["first"]


def test_files_are_not_replaced_twice(log):
    paths = log._snapshot.of(0)
    log.compact()

    with pytest.raises(Overtaken):
        log._lake.commit([], paths)


def test_a_commit_that_is_overtaken_for_ever_gives_up(log, monkeypatch):
    monkeypatch.setattr(lake, "_ATTEMPTS", 0)

    with pytest.raises(Overtaken):
        log.append(visit("third"))


def test_a_compacted_file_keeps_its_place_before_what_came_later(log):
    other = EventLog.open(log.uri)
    log.append(visit("third"), recorded_at=DAY)
    log.compact()
    other.append(visit("fourth"), recorded_at=DAY)

    assert activities(log) == ["first", "second", "third", "fourth"]


def test_neither_footers_nor_deltas_log_name_a_customer(log, tmp_path):
    for path in log._snapshot.of(0):
        footer = pq.read_metadata(tmp_path / "log" / path)
        columns = [footer.row_group(0).column(n) for n in range(footer.num_columns)]
        assert [each.statistics for each in columns] == [None] * 17
    for entry in (tmp_path / "log" / "_delta_log").iterdir():
        assert b"ana" not in entry.read_bytes()


def test_who_wants_to_be_alone_waits_and_is(tmp_path):
    order = []

    def alone():
        with disk.lock(tmp_path, alone=True):
            order.append("alone")

    with disk.lock(tmp_path, alone=False), disk.lock(tmp_path, alone=False):
        thread = Thread(target=alone)
        thread.start()
        thread.join(0.05)
        order.append("together")
    thread.join()

    assert order == ["together", "alone"]


def test_an_object_store_has_no_locks():
    with disk.lock(None, alone=True), disk.lock(None, alone=True):
        pass

"""The event log: each event once, one version at a time."""

import pickle
from datetime import UTC, datetime, timedelta
from itertools import chain

import polars as pl
import pytest

from parcours.core.kernel import ALWAYS, MemoryLog, run
from parcours.core.log import Appended, EventLog, ReadOnly
from parcours.core.log.lake import LogExists, NotALog, VersionGone
from parcours.core.refusal import Refused
from parcours.core.schema import CODED, SCHEMA

DAY = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 10)]


def table(*rows, recorded_at=None):
    """Rows of (event_id, customer_id, at, activity)."""
    frame = pl.DataFrame(
        rows, schema=["event_id", "customer_id", "at", "activity"], orient="row"
    )
    return frame.with_columns(recorded_at=pl.lit(recorded_at or DAY[8]))


FIRST = table(
    ("e1", "ana", DAY[1], "order.placed"),
    ("e2", "bob", DAY[0], "order.placed"),
    ("e3", "zoe", DAY[2], "order.placed"),
)
SECOND = table(("e4", "ana", DAY[0], "visit.started"), ("e2", "bob", DAY[0], "order.placed"))


@pytest.fixture
def log(tmp_path):
    return EventLog.create(tmp_path / "log", buckets=3)


def ids(log):
    found = run(log, lambda events: events.frame["event_id"].to_list(), columns=["event_id"])
    return sorted(chain.from_iterable(found))


def test_what_is_appended_is_read_back_in_customer_and_time_order(log):
    log.append(FIRST)
    log.append(SECOND)

    rows = log.scan(["customer_id", "activity"]).collect().sort("customer_id").rows()
    assert rows == [
        ("ana", "visit.started"),
        ("ana", "order.placed"),
        ("bob", "order.placed"),
        ("zoe", "order.placed"),
    ]
    assert ids(log) == ["e1", "e2", "e3", "e4"]


def test_writing_twice_is_writing_once(log):
    log.append(FIRST)
    log.append(FIRST)

    assert ids(log) == ["e1", "e2", "e3"]
    assert log.count() == 3


def test_a_batch_says_what_became_of_it(log):
    done = log.append(pl.concat([FIRST, FIRST.head(1)]))

    assert done == Appended(written=3, duplicates=1, rejected=None, version=1)


def test_an_empty_batch_changes_nothing(log):
    assert log.append(FIRST.clear()) == Appended(
        written=0, duplicates=0, rejected=None, version=0
    )


def test_a_log_has_every_column_of_the_schema(log):
    log.append(FIRST)

    assert log.scan().collect_schema() == SCHEMA
    assert log.scan().collect().schema == SCHEMA


def test_buckets_hold_whole_customers_and_all_of_them(log):
    frame = table(*((f"e{n}", f"c{n % 50}", DAY[0], "a.b") for n in range(200)))
    log.append(frame)

    found = run(log, lambda events: set(events.frame["customer_id"]), few=0)

    assert set.union(*found) == set(frame["customer_id"])
    assert sum(map(len, found)) == 50


def test_a_lake_reads_like_a_table_in_memory(tmp_path):
    log = EventLog.create(tmp_path / "one", buckets=1)
    log.append(FIRST)
    log.append(SECOND)

    memory = MemoryLog(pl.concat([FIRST, SECOND]))

    assert log.events(0, SCHEMA.names()).frame.equals(memory.events(0, SCHEMA.names()).frame)


def test_activities_are_coded_in_one_file_in_several_and_in_none(log):
    log.append(FIRST)
    log.append(SECOND)
    parts = run(log, lambda events: events.frame.schema, few=0)
    log.compact()

    assert run(log, lambda events: events.frame.schema, few=0) == parts
    assert parts == [{name: CODED[name] for name in ALWAYS}] * 3
    assert log.scan().collect_schema() == log.scan().collect().schema == SCHEMA


def test_the_event_recorded_first_stays_even_when_it_comes_later(log):
    log.append(table(("e1", "ana", DAY[0], "late.report"), recorded_at=DAY[5]))
    log.append(table(("e1", "ana", DAY[0], "early.report"), recorded_at=DAY[4]))

    before = log.scan(["activity"]).collect()["activity"].to_list()
    log.compact()

    assert before == ["early.report"]
    assert log.scan(["activity"]).collect()["activity"].to_list() == before


def test_the_last_moment_is_not_that_of_a_dropped_duplicate(log):
    log.append(table(("e1", "ana", DAY[1], "a.b"), recorded_at=DAY[4]))
    log.append(table(("e1", "ana", DAY[3], "a.b"), ("e2", "ana", DAY[2], "a.b")))

    assert (log.first_at(), log.last_at()) == (DAY[1], DAY[2])


def test_first_and_last_moments_span_all_buckets(log):
    assert (log.first_at(), log.last_at(), log.count()) == (None, None, 0)

    log.append(FIRST)

    assert (log.first_at(), log.last_at(), log.count()) == (DAY[0], DAY[2], 3)


def test_compacting_leaves_one_file_per_bucket_and_the_same_events(log):
    log.append(FIRST)
    log.append(SECOND)
    before = log.scan().collect()

    log.compact()

    assert log.scan().collect().equals(before)
    assert (EventLog.open(log.uri, version=2).files, log.files) == (2, 1)


def test_compacting_twice_writes_nothing_new(log):
    log.append(FIRST)
    log.append(SECOND)
    log.compact()
    version = log.version

    log.compact()

    assert log.version == version


def test_a_reader_finishes_on_the_version_it_began_with(log):
    log.append(FIRST)
    reader = EventLog.open(log.uri, version=log.version)
    log.append(SECOND)
    log.compact()

    assert ids(reader) == ["e1", "e2", "e3"]
    assert ids(EventLog.open(log.uri)) == ["e1", "e2", "e3", "e4"]


def test_a_computation_sees_one_version_while_its_log_moves_on(log):
    log.append(FIRST)

    def kernel(events):
        log.append(SECOND)
        return len(events)

    assert sum(run(log, kernel, workers=1)) == 3
    assert log.count() == 4


def test_what_others_write_shows_after_refresh(log):
    other = EventLog.open(log.uri)
    log.append(FIRST)

    assert (other.count(), other.refresh().count()) == (0, 3)


def test_a_pinned_log_is_read_only(log):
    pinned = EventLog.open(log.uri, version=0)

    for change in (pinned.compact, pinned.refresh, lambda: pinned.append(FIRST)):
        with pytest.raises(ReadOnly, match="opened at version 0"):
            change()


def test_as_of_hides_what_came_later(log):
    log.append(FIRST)
    then = log.as_of(DAY[1])
    log.append(SECOND)

    assert ids(then) == ["e1", "e2"]
    assert (then.last_at(), then.version) == (DAY[1], 1)


def test_a_moment_without_time_zone_is_refused(log):
    with pytest.raises(Refused, match="2026-03-01 00:00:00: in which time zone"):
        log.as_of(datetime(2026, 3, 1))
    with pytest.raises(Refused, match="in which time zone"):
        log.append(FIRST, recorded_at=datetime(2026, 3, 1))


def test_customers_that_were_numbers_are_erased_by_number(log):
    log.append(FIRST.with_columns(customer_id=pl.Series([1, 2, 3])))

    log.erase([2])

    assert ids(log) == ["e1", "e3"]


def test_deleted_events_are_gone_and_may_come_again(log):
    log.append(FIRST)
    log.append(SECOND)

    log.delete(["e2", "e4", "unheard-of"])
    gone = ids(log)
    log.append(SECOND)

    assert gone == ["e1", "e3"]
    assert ids(log) == ["e1", "e2", "e3", "e4"]


def test_deleting_everything_leaves_an_empty_log(log):
    log.append(FIRST)

    log.delete(FIRST["event_id"].to_list())

    assert (log.count(), log.last_at()) == (0, None)


def test_one_event_may_be_deleted_by_its_bare_id(log):
    log.append(FIRST)

    log.delete("e1")

    assert ids(log) == ["e2", "e3"]


def test_a_log_travels_to_another_process(log):
    log.append(FIRST)

    assert ids(pickle.loads(pickle.dumps(log))) == ["e1", "e2", "e3"]


def test_a_log_shows_itself(log):
    empty = log._repr_html_()
    log.append(FIRST)
    log.append(SECOND)

    shown = log._repr_html_()

    assert "–" in empty
    assert "at most 5" in shown
    assert "2026-03-01" in shown
    assert "2026-03-03" in shown
    assert repr(log) == f"EventLog({log.uri!r}, version=2)"


def test_a_log_may_lie_behind_an_address(tmp_path):
    log = EventLog.create(f"file://{tmp_path}/log")
    log.append(FIRST)
    log.append(SECOND)
    log.compact(keep=timedelta(0))
    log.erase("bob")

    assert ids(EventLog.open(log.uri)) == ["e1", "e3", "e4"]


def test_opening_what_is_not_a_log_says_what_is_there(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("a,b\n")
    foreign = tmp_path / "foreign"
    FIRST.write_delta(foreign)

    for place, message in (
        (tmp_path / "nowhere", "there is nothing at"),
        (tmp_path, "is not an event log"),
        (file, "is a file, and an event log is a folder"),
        (foreign, "its columns are event_id, customer_id, at, activity, recorded_at"),
        ("s4://nowhere/log", "is not an event log"),
    ):
        with pytest.raises(NotALog, match=message):
            EventLog.open(place)


def test_a_log_from_a_newer_parcours_is_not_misread(tmp_path, monkeypatch):
    monkeypatch.setattr("parcours.core.log.lake.FORMAT", 2)
    EventLog.create(tmp_path / "log")
    monkeypatch.undo()

    with pytest.raises(NotALog, match="format 2, this Parcours reads up to 1: update"):
        EventLog.open(tmp_path / "log")


def test_a_second_log_is_not_made_over_the_first(log):
    with pytest.raises(LogExists, match="there is a table at"):
        EventLog.create(log.uri)


def test_a_version_that_never_was_is_refused(log):
    with pytest.raises(VersionGone, match="no version 7; the newest is 0"):
        EventLog.open(log.uri, version=7)


def test_a_log_has_a_bucket_at_least(tmp_path):
    with pytest.raises(Refused, match="1 to 1024 buckets, not 0"):
        EventLog.create(tmp_path / "log", buckets=0)


def test_a_path_is_not_a_table(log):
    with pytest.raises(Refused, match="str is neither a log nor a table"):
        log.append("events.csv")

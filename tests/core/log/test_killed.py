"""Killed at any moment, a writer loses nothing acknowledged and leaves nothing by halves."""

import random
from collections import Counter
from pathlib import Path

import pytest

from parcours.core.log import EventLog
from tests.core.log import killed


def events(uri):
    """How often each event is there, seen by a reader that comes now."""
    return Counter(EventLog.open(uri).scan(["event_id"]).collect()["event_id"].to_list())


def batches(numbers):
    return Counter(f"{number}-{row}" for number in numbers for row in range(killed.ROWS))


def cut_short(uri):
    """How many files were written, or begun, and never entered the log."""
    entered = EventLog.open(uri)._snapshot.files.height
    return len(list(Path(uri).glob("bucket=*/*"))) - entered


def kill(uri, work, *, times):
    """Kill *work* *times*; each successor retries what its predecessor had not finished."""
    first = 0
    for _time in range(times):
        journal = killed.kill_at_random(uri, work, first)
        first += sum(what == "done" for what, _number in journal)
        begun = journal[-1][1] if journal[-1][0] == "begun" else first

        found = events(uri)

        assert found in (batches(range(first)), batches(range(begun + 1)))
    work(EventLog.open(uri), first)
    return first + 1


@pytest.mark.parametrize("seed", range(5))
def test_an_append_killed_anywhere_is_there_whole_or_not_at_all(tmp_path, seed):
    random.seed(seed)
    uri = str(tmp_path / "log")
    EventLog.create(uri, buckets=3)

    done = kill(uri, killed.append, times=40)  # five times: 200 kills in all

    assert events(uri) == batches(range(done))
    assert cut_short(uri) > 4


def test_a_compaction_killed_anywhere_changes_nothing(tmp_path):
    random.seed(2)
    uri = str(tmp_path / "log")
    EventLog.create(uri, buckets=3)

    done = kill(uri, killed.append_and_compact, times=20)

    log = EventLog.open(uri)
    log.compact()
    assert events(uri) == batches(range(done))
    assert log.files == 1


def test_several_processes_write_at_once_beside_a_compaction(tmp_path):
    uri = str(tmp_path / "log")
    log = EventLog.create(uri, buckets=3)
    writers = [killed.start(uri, killed.append, first) for first in (0, 0, 100)]

    while log.refresh().version < 30:
        log.compact()
    for process, _journal in writers:
        process.kill()
        process.join()

    told = [said for _process, journal in writers for said in killed.told(journal)]
    done = {number for what, number in told if what == "done"}
    begun = {number for _what, number in told}
    found = events(uri)
    assert len(done) > 10
    assert batches(done) <= found <= batches(begun)

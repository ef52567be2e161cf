"""Whoever is erased is in no byte under the log's folder."""

import random
from datetime import timedelta
from threading import Thread

import polars as pl
import pyarrow as pa
import pytest

from parcours.core.kernel import run
from parcours.core.log import EventLog
from parcours.core.log.lake import VersionGone
from tests.core.log import killed
from tests.core.log.killed import visits

ZSTD = b"\x28\xb5\x2f\xfd"


def unpacked(data):
    """Return *data*, and every compressed page in it, even of a file that has no end."""
    parts, at = [data], data.find(ZSTD)
    while at >= 0:
        stream = pa.CompressedInputStream(pa.BufferReader(data[at:]), "zstd")
        try:
            while part := stream.read(4096):
                parts.append(part)
        except OSError:
            pass  # What follows the page is no page.
        at = data.find(ZSTD, at + 1)
    return b"".join(parts)


def named(folder, customer):
    """Return the files that hold *customer* in any byte."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if customer.encode() in unpacked(path.read_bytes())]


@pytest.fixture
def folder(tmp_path):
    EventLog.create(tmp_path / "log", buckets=3)
    return tmp_path / "log"


def customers(folder):
    return sorted(EventLog.open(folder).scan(["customer_id"]).collect()["customer_id"])


def test_the_search_finds_who_is_there(folder):
    EventLog.open(folder).append(visits("ana", "bob"))

    assert len(named(folder, "ana")) == 1


def test_an_erased_customer_is_in_no_byte(folder):
    log = EventLog.open(folder)
    log.append(visits("ana", "bob", "zoe"))
    log.append(visits("ana", "cleo"))
    log.compact(keep=timedelta(days=9))
    log.append(visits("ana", "cleo"))
    log.delete(["visit-cleo"])
    (folder / "bucket=0").mkdir(exist_ok=True)
    visits("ana").write_parquet(folder / "bucket=0" / "left-by-a-killed-process.parquet")

    log.erase(["ana", "cleo", "unheard-of"])

    assert named(folder, "ana") == named(folder, "cleo") == named(folder, "unheard-of") == []
    assert customers(folder) == ["bob", "zoe"]


def test_an_erased_customer_leaves_the_rejected_rows(folder):
    log = EventLog.open(folder)
    rejected = log.append(
        visits("ana", "bob", "zoe").with_columns(seconds=pl.Series([-1, -1, 1]))
    ).rejected
    alone = log.append(visits("ana").with_columns(seconds=-2)).rejected
    others = log.append(visits("zoe").with_columns(seconds=-2)).rejected

    log.erase("ana")

    assert named(folder, "ana") == []
    assert [path.exists() for path in (rejected, alone, others)] == [True, False, True]
    assert "bob" in rejected.read_text()


def test_erasing_the_last_customer_leaves_an_empty_log(folder):
    log = EventLog.open(folder)
    log.append(visits("ana"))

    log.erase("ana")

    assert (log.count(), named(folder, "ana")) == (0, [])


def test_a_reader_of_an_older_version_is_told_that_it_is_gone(folder):
    log = EventLog.open(folder)
    log.append(visits("ana", "bob"))
    reader = EventLog.open(folder)
    log.erase("ana")

    with pytest.raises(VersionGone, match=r"someone was erased.*Open the log again"):
        run(reader, len, workers=1)


def test_an_erasure_waits_for_appends_and_loses_none(folder):
    def write(who):
        log = EventLog.open(folder)
        for number in range(6):
            log.append(
                visits("ana", f"{who}-{number}").with_columns(
                    event_id=pl.lit(f"{who}-{number}-") + pl.col("customer_id")
                )
            )

    writers = [Thread(target=write, args=(who,)) for who in ("bob", "zoe")]
    for writer in writers:
        writer.start()
    log = EventLog.open(folder)
    for _time in range(4):
        log.erase("ana")
    for writer in writers:
        writer.join()

    log.erase("ana")

    assert named(folder, "ana") == []
    assert customers(folder) == sorted(f"{who}-{n}" for who in ("bob", "zoe") for n in range(6))


def test_an_erasure_killed_anywhere_can_be_done_again(folder):
    random.seed(3)
    EventLog.open(folder).append(visits("ana", "bob"))

    number = 0
    for _time in range(20):
        journal = killed.kill_at_random(str(folder), killed.append_and_erase, number)
        number += sum(what == "done" for what, _number in journal)
        found = customers(folder)
        killed.append_and_erase(EventLog.open(folder), number)

        assert found in (["ana", "bob"], ["ana", "bob", f"visitor-{number}-"])
        assert named(folder, "visitor") == []
        number += 1
    assert customers(folder) == ["ana", "bob"]

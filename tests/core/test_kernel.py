"""A kernel over buckets, a table as a log, a log as it was."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from parcours.core.kernel import LogAsOf, LogOf, MemoryLog, as_log, run
from parcours.core.language import language, speaking
from parcours.core.log import EventLog
from parcours.core.refusal import Refused
from parcours.core.table.casting import MissingColumns, UnreadableRow

DAY = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 6)]
TABLE = pl.DataFrame(
    {
        "event_id": ["e3", "e1", "e2", "e1"],
        "customer_id": ["zoe", "ana", "ana", "ana"],
        "at": [DAY[3], DAY[2], DAY[0], DAY[2]],
        "activity": ["order.placed", "order.delivered", "order.placed", "order.delivered"],
    }
)


def test_a_table_is_a_log_sorted_and_each_event_once():
    log = MemoryLog(TABLE)

    assert log.events(0, ["event_id"]).frame["event_id"].to_list() == ["e2", "e1", "e3"]
    assert log.last_at() == DAY[3]


def test_columns_a_table_lacks_are_null():
    frame = MemoryLog(TABLE).events(columns=["score"]).frame

    assert frame.columns == ["customer_id", "at", "activity", "score"]
    assert frame["score"].to_list() == [None, None, None]


@pytest.mark.parametrize("name", ["customer_id", "at", "activity"])
def test_a_row_of_nobody_at_no_time_or_about_nothing_is_refused(name):
    table = TABLE.with_columns(pl.when(pl.int_range(4) != 2).then(pl.col(name)).alias(name))

    with pytest.raises(UnreadableRow, match=f"row 3: {name} is None, missing"):
        MemoryLog(table)


def test_rows_without_event_id_are_all_kept():
    assert len(MemoryLog(TABLE.drop("event_id")).events()) == 4


def test_the_event_recorded_first_wins_and_ties_keep_recorded_order():
    table = pl.DataFrame(
        {
            "event_id": ["e1", "e2", "e1"],
            "customer_id": ["ana"] * 3,
            "at": [DAY[0]] * 3,
            "activity": ["a", "b", "c"],
            "recorded_at": [DAY[3], DAY[2], DAY[1]],
        }
    )

    assert MemoryLog(table).events().frame["activity"].to_list() == ["c", "b"]


def test_a_table_without_customers_is_refused_by_name():
    with pytest.raises(MissingColumns, match="lacks customer_id; it has event_id, at"):
        MemoryLog(TABLE.drop("customer_id")).events()


def test_asking_for_an_unknown_column_names_it():
    with pytest.raises(MissingColumns, match="no column mood"):
        MemoryLog(TABLE).events(columns=["mood"])


def test_events_after_the_moment_do_not_exist():
    log = LogAsOf(MemoryLog(TABLE), DAY[2])

    assert log.events(0).frame["activity"].to_list() == ["order.placed", "order.delivered"]
    assert (log.last_at(), log.buckets, log.version) == (DAY[2], 1, 0)
    assert LogAsOf(MemoryLog(TABLE), DAY[4]).last_at() == DAY[3]
    assert LogAsOf(MemoryLog(TABLE.clear()), DAY[4]).last_at() is None


def test_a_moment_of_any_time_zone_is_the_same_moment() -> None:
    tokyo = DAY[2].astimezone(timezone(timedelta(hours=9)))

    log = LogAsOf(MemoryLog(TABLE), tokyo)

    assert log.events(0).frame.equals(LogAsOf(MemoryLog(TABLE), DAY[2]).events(0).frame)


def test_of_a_log_of_some_customers_only_the_end_is_that_of_all():
    log = LogOf(MemoryLog(TABLE), pl.Series(["ana", "max"]))

    assert log.events(0, ["event_id"]).frame["event_id"].to_list() == ["e2", "e1"]
    assert (log.last_at(), log.buckets, log.version) == (DAY[3], 1, 0)


class Shelf:
    """A log of several buckets, each a table."""

    version = 7

    def __init__(self, *tables):
        self.tables = tables
        self.buckets = len(tables)

    def events(self, bucket, columns=()):
        return MemoryLog(self.tables[bucket]).events(0, columns)


def test_a_kernel_gives_one_result_per_large_bucket_in_order():
    log = Shelf(TABLE, TABLE.head(1), TABLE.clear())

    found = [run(log, len, workers=workers, few=0) for workers in (1, 3)]

    assert found == [[3, 1, 0]] * 2


@pytest.mark.parametrize(
    ("few", "together"), [(3, [3, 1, 3, 1]), (6, [4, 4]), (12, [8]), (20, [8])]
)
def test_small_buckets_are_put_together_whoever_works(few, together):
    log = Shelf(TABLE, TABLE.head(1), TABLE, TABLE.head(1))

    found = [run(log, len, workers=workers, few=few) for workers in (1, 3)]

    assert found == [together] * 2


def test_buckets_put_together_are_sorted_as_one():
    later = TABLE.with_columns(customer_id=pl.col("customer_id").replace("ana", "max"))

    [frame] = run(Shelf(later.head(1), TABLE), lambda events: events.frame)

    found = frame["customer_id"].to_list(), frame["at"].to_list()
    assert found == (["ana", "ana", "zoe", "zoe"], [DAY[0], DAY[2], DAY[3], DAY[3]])


def test_a_kernel_speaks_the_callers_language_on_every_thread():
    with speaking("fr"):
        said = run(Shelf(TABLE, TABLE), lambda _events: language(), workers=2, few=0)

    assert said == ["fr", "fr"]


def test_an_error_in_a_kernel_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        run(Shelf(TABLE, TABLE), lambda _events: 1 / 0, workers=2, few=0)


def test_tables_of_any_kind_become_logs():
    memory = MemoryLog(TABLE)

    assert as_log(memory) is memory
    for table in (TABLE, TABLE.lazy(), TABLE.to_arrow(), TABLE.to_pandas()):
        assert len(as_log(table).events(0)) == 3


def test_a_path_is_the_log_that_lies_there(tmp_path):
    EventLog.create(tmp_path / "log").append(TABLE)

    assert as_log(tmp_path / "log").last_at() == DAY[3]


def test_other_things_are_not_logs():
    with pytest.raises(Refused, match="int is neither a log nor a table"):
        as_log(3)


QUESTIONS = """
import sys
from parcours.core.canvas import Canvas
from parcours.core.gap import gap
from parcours.core.log import EventLog
from parcours.core.path import journeys

log, canvas = EventLog.open(sys.argv[1]), Canvas.load(sys.argv[2])
gap(canvas, log, as_of=log.last_at())
journeys(log, canvas=canvas, match="case").overview()
print("pandas" in sys.modules)
"""


def test_nothing_waits_for_pandas_where_it_is_installed(tmp_path):
    log = EventLog.create(tmp_path / "log")
    log.append(TABLE.with_columns(case_id=pl.lit("order 1")))
    canvas = Path(__file__).parents[2] / "benchmarks" / "shop.yaml"

    asked = subprocess.run(
        [sys.executable, "-c", QUESTIONS, log.uri, canvas],
        capture_output=True,
        text=True,
        check=True,
    )

    assert asked.stdout == "False\n"

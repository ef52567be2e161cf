"""What may enter the log, and what is said of the rest."""

from datetime import UTC, date, datetime
from decimal import Decimal

import orjson
import polars as pl
import pytest

from parcours.core.kernel import MemoryLog
from parcours.core.log import EventLog
from parcours.core.refusal import Refused
from parcours.core.schema import SCHEMA
from parcours.core.table.casting import MissingColumns, WrongType
from parcours.core.table.checking import Checked, UnknownColumns, check

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def rows(**columns):
    """Two good events, with *columns* instead of theirs."""
    good = {
        "event_id": ["e1", "e2"],
        "customer_id": ["ana", "bob"],
        "at": [NOON, NOON],
        "activity": ["order.placed", "order.placed"],
    }
    return pl.DataFrame(good | columns)


def taken(**columns):
    """How *columns* enter, all rows being good."""
    checked = check(rows(**columns), NOW)
    assert checked.rejected == []
    return [checked.events[name].to_list() for name in columns]


def problems(**columns):
    """The problem of the first row; the second is good."""
    checked = check(rows(**columns), NOW)
    [rejected] = checked.rejected
    assert (checked.events["event_id"].to_list(), rejected["row"]) == (["e2"], 1)
    return [(each["column"], each["found"], each["reason"]) for each in rejected["problems"]]


def test_good_rows_get_every_column_in_order():
    checked = check(rows(), NOW)

    assert checked.events.schema == SCHEMA
    assert checked.events["recorded_at"].to_list() == [NOW, NOW]
    assert checked == Checked(checked.events, [])


def test_what_says_when_it_was_recorded_keeps_it():
    assert taken(recorded_at=[NOON, None]) == [[NOON, NOW]]


def test_whole_numbers_become_ids_and_amounts():
    assert taken(customer_id=[7, 8], amount=[1, None]) == [["7", "8"], [1.0, None]]


def test_decimals_texts_of_numbers_and_nan_become_amounts():
    assert taken(amount=[Decimal("1.50"), None]) == [[1.5, None]]
    assert taken(amount=["1.50", None]) == [[1.5, None]]
    assert taken(amount=[1.5, float("nan")]) == [[1.5, None]]


def test_categories_and_records_become_texts():
    assert taken(channel=pl.Series(["web", "web"], dtype=pl.Categorical)) == [["web", "web"]]
    assert taken(properties=[{"a": 1}, {"a": 2}]) == [['{"a":1}', '{"a":2}']]


def test_a_column_of_nothing_is_missing_values():
    assert taken(due_at=[None, None], score=[None, None]) == [[None, None], [None, None]]


def test_moments_of_other_zones_and_units_become_utc_microseconds():
    paris = pl.Series([NOON, NOON]).dt.convert_time_zone("Europe/Paris")
    for unit in ("ms", "us", "ns"):
        assert taken(at=paris.dt.cast_time_unit(unit)) == [[NOON, NOON]]


def test_texts_with_an_offset_become_moments():
    texts = ["2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00Z"]

    assert taken(at=texts) == [[NOON, NOON]]


def test_activities_and_channels_of_any_form_are_welcome():
    names = ["Take in charge ticket", "W_Nabellen"]

    assert taken(activity=names, channel=["fax", "drone"]) == [names, ["fax", "drone"]]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"at": [datetime(2026, 3, 1)] * 2}, r"Datetime.*2026-03-01 00:00:00.*no time zone"),
        ({"at": [date(2026, 3, 1)] * 2}, "a day is not a moment"),
        ({"at": [1_700_000_000] * 2}, "looks like seconds since 1970"),
        ({"at": [1_700_000_000_000] * 2}, r"1700000000000\); it looks like milliseconds"),
        ({"at": [1_700_000_000_000_000.0] * 2}, "looks like microseconds"),
        ({"at": [1_700_000_000_000_000_000] * 2}, 'nanoseconds.*time_unit="ns"'),
        ({"at": [True, False]}, "column at is Boolean"),
        ({"customer_id": [7.0, 8.0]}, r"customer_id is Float64 \(first value: 7.0\)"),
        ({"amount": [True, False]}, "column amount is Boolean .*; give numbers"),
    ],
)
def test_a_column_of_another_meaning_refuses_the_batch(columns, message):
    with pytest.raises(WrongType, match=message):
        check(rows(**columns), NOW)


def test_missing_columns_are_named_with_those_there_are():
    with pytest.raises(MissingColumns, match=r"lacks event_id, at; it has customer_id, act"):
        check(rows().drop("event_id", "at"), NOW)


def test_an_unknown_column_is_refused_with_the_nearest_word():
    with pytest.raises(UnknownColumns, match=r"no column Customer.*Is customer_id meant\?"):
        check(rows(Customer=["a", "b"]), NOW)
    with pytest.raises(UnknownColumns, match=r"recorded_at\. What has no column goes into"):
        check(rows(xyz=["a", "b"]), NOW)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"event_id": [None, "e2"]}, ("event_id", None, "missing")),
        ({"event_id": [" ", "e2"]}, ("event_id", " ", "missing")),
        ({"activity": ["", "x"]}, ("activity", "", "missing")),
        ({"at": [None, NOON]}, ("at", None, "missing")),
        ({"seconds": [-0.5, 0.0]}, ("seconds", -0.5, "negative")),
        ({"amount": [float("inf"), 0.0]}, ("amount", float("inf"), "infinite")),
        ({"properties": ["[1]", "{}"]}, ("properties", "[1]", "not a JSON object")),
        ({"properties": ["{a", None]}, ("properties", "{a", "not a JSON object")),
        ({"score": [9.0, None]}, ("scale", None, "a score needs its scale")),
        (
            {"currency": ["€", "EUR"]},
            ("currency", "€", "not a currency code of three capitals (write EUR)"),
        ),
        ({"amount": ["12,5", "12.5"]}, ("amount", "12,5", "not a number (write 12.5)")),
        (
            {"at": ["2026-03-01 12:00", "2026-03-01T12:00:00Z"]},
            (
                "at",
                "2026-03-01 12:00",
                "not a moment with its offset (write 2026-03-01T12:00:00+01:00)",
            ),
        ),
    ],
)
def test_a_bad_value_costs_its_row_only(columns, found):
    assert problems(**columns) == [found]


def test_scores_lie_on_their_scale():
    def on(scale, score):
        return problems(score=[score, 3.0], scale=[scale, "nps_0_10"])

    assert taken(score=[0.0, 10.0], scale=["nps_0_10"] * 2) == [[0.0, 10.0], ["nps_0_10"] * 2]
    assert on("nps_0_10", 10.5) == [("score", 10.5, "outside its scale")]
    assert on("stars", 5.0) == [("scale", "stars", "not name_low_high (write nps_0_10)")]
    assert on("odd_5_1", 3.0) == [("scale", "odd_5_1", "not name_low_high (write nps_0_10)")]


def test_moments_lie_in_our_time():
    first, last = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)
    reason = "not between 1970 and 2100"
    assert taken(at=[first, last]) == [[first, last]]
    for wrong in (datetime(1969, 12, 31, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)):
        assert problems(at=[wrong, NOON]) == [("at", wrong, reason)]
        assert problems(due_at=[wrong, NOON]) == [("due_at", wrong, reason)]


def test_a_row_tells_all_its_problems():
    found = problems(event_id=[None, "e2"], seconds=[-1, 1], score=["good", None])

    assert [column for column, _found, _reason in found] == ["score", "event_id", "seconds"]


def test_the_side_file_tells_row_problems_and_the_row_as_given(tmp_path):
    log = EventLog.create(tmp_path / "log", buckets=2)
    batch = rows(seconds=[-1, 1])

    done = log.append(batch, recorded_at=NOW)

    assert (done.written, done.version) == (1, 1)
    assert done.rejected.parent == tmp_path / "log" / "_rejected"
    assert done.rejected.name.startswith("2026-06-01-")
    assert [orjson.loads(line) for line in done.rejected.read_bytes().splitlines()] == [
        {
            "row": 1,
            "problems": [{"column": "seconds", "found": -1, "reason": "negative"}],
            "event": {
                "event_id": "e1",
                "customer_id": "ana",
                "at": "2026-03-01T12:00:00+00:00",
                "activity": "order.placed",
                "seconds": -1,
            },
        }
    ]


def test_the_same_rows_rejected_twice_make_one_side_file(tmp_path):
    log = EventLog.create(tmp_path / "log", buckets=2)
    batch = rows(seconds=[-1, -1])

    done = [log.append(batch, recorded_at=NOW) for _time in range(2)]

    assert done[0] == done[1]
    assert (done[0].written, done[0].version) == (0, 0)
    assert len(list((tmp_path / "log" / "_rejected").iterdir())) == 1


def test_a_table_in_memory_names_its_first_unreadable_row():
    with pytest.raises(Refused, match="row 2: amount is 'much', not a number"):
        MemoryLog(rows(amount=["1", "much"]))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"score": [9.0, 9.0], "scale": ["nps_0_10", None]}, "a score needs its scale"),
        ({"score": [9.0, 11.0], "scale": ["nps_0_10"] * 2}, "score is 11.0, outside its scale"),
        ({"properties": ["{}", "{oops"]}, "properties is '{oops', not a JSON object"),
    ],
)
def test_a_table_in_memory_takes_what_a_log_on_disk_takes(columns, said):
    given = rows(**columns)

    (rejected,) = check(given, NOW).rejected
    with pytest.raises(Refused) as caught:
        MemoryLog(given)

    assert f"row {rejected['row']}: " in str(caught.value)
    assert said in str(caught.value)
    assert str(caught.value).endswith(rejected["problems"][0]["reason"])

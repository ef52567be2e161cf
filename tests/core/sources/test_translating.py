"""From rows to events, rule by rule."""

from typing import Any

import polars as pl
import pytest

from parcours.core.sources import Mapping
from parcours.core.sources.identity import pseudonym
from parcours.core.sources.reading import Rejected, Rows
from parcours.core.sources.translating import as_json, as_text, translate
from tests.core.sources.told import told

BASE: dict[str, Any] = {"activity": "order.placed", "at": "t", "customer_id": "c"}


def run(
    columns: dict[str, list[Any]], *events: dict[str, Any], **mapping: Any
) -> tuple[list[dict[str, Any]], list[tuple[Any, ...]]]:
    frame = pl.DataFrame({"t": ["2026-03-03"], "c": ["C1"]} | columns)
    rows = Rows(frame, pl.Series(range(2, frame.height + 2)), done=0)
    whole = [BASE | event for event in (events or ({},))]
    model = Mapping.model_validate({"kind": "csv", "events": whole} | mapping)
    batch = translate(rows, model)
    return told(batch.events), batch.rejected.rows()


def event(**columns: Any) -> dict[str, Any]:
    return {
        "customer_id": "C1",
        "at": "2026-03-03T00:00:00Z",
        "activity": "order.placed",
    } | columns


def test_one_row_may_tell_several_events_each_under_its_condition() -> None:
    columns = {"t": ["2026-03-03", "2026-03-04"], "c": ["C1", "C2"], "d": ["2026-03-05", " "]}
    later = {"activity": "order.delivered", "at": "d", "when": {"d": {"present": True}}}

    found, bad = run(columns, {"due_at": "d"}, later)

    assert found == [
        event(due_at="2026-03-05T00:00:00Z"),
        event(customer_id="C2", at="2026-03-04T00:00:00Z"),
        event(activity="order.delivered", at="2026-03-05T00:00:00Z"),
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        (["a", "b"], [0, 1]),
        ({"other_than": ["a"]}, [1, 2, 3]),
        ({"present": True}, [0, 1, 2]),
        ({"present": False}, [3]),
        ({"at_least": 3}, [2]),
        ({"at_most": 7.5, "at_least": 0}, [2]),
    ],
)
def test_conditions_choose_rows(condition: Any, rows: list[int]) -> None:
    columns = {"t": ["2026-03-03"] * 4, "c": ["0", "1", "2", "3"], "x": ["a", "b", "7", None]}

    found, _bad = run(columns, {"when": {"x": condition}})

    assert [int(each["customer_id"]) for each in found] == rows


def test_conditions_on_numbers_compare_numbers_and_an_absent_column_is_empty() -> None:
    columns = {"t": ["2026-03-03"] * 2, "c": ["A", "B"], "n": [1.0, 2.5]}

    assert [each["customer_id"] for each in run(columns, {"when": {"n": [1]}})[0]] == ["A"]
    assert run(columns, {"when": {"absent": ["x"]}})[0] == []
    assert run(columns, {"when": {"n": {"at_most": 1}}})[0] == [event(customer_id="A")]


def test_values_are_translated_and_the_others_kept_or_emptied() -> None:
    columns = {"t": ["2026-03-03"] * 2, "c": ["A", "B"], "s": ["livré", "Truck Loaded"]}
    values = {"livré": "order.delivered"}

    def activities(others: str) -> list[str]:
        activity = {"column": "s", "values": values, "others": others}
        return [each["activity"] for each in run(columns, {"activity": activity})[0]]

    assert activities("keep") == ["order.delivered", "Truck Loaded"]
    assert activities("word") == ["order.delivered", "truck.loaded"]
    assert activities("empty") == ["order.delivered"]


def test_ids_are_the_first_there_is_or_are_written_from_several_columns() -> None:
    columns = {
        "t": ["2026-03-03"] * 3,
        "c": ["0", "17", None],
        "n": [1, 2, 3],
        "s": ["x", "y", None],
    }
    first = {"first": [{"column": "c", "values": {"0": None}}, {"template": "call {n}"}]}

    found, _bad = run(columns, {"customer_id": first, "case_id": {"template": "{s}-{n}"}})

    assert [each["customer_id"] for each in found] == ["call 1", "17", "call 3"]
    assert [each.get("case_id") for each in found] == ["x-1", "y-2", None]


def test_numbers_are_scaled_and_scores_carry_their_scale() -> None:
    columns = {"cents": ["1 250"], "minutes": ["2"], "ces": ["1"]}
    numbers = {
        "amount": {"column": "cents", "times": 0.01},
        "currency": "EUR",
        "seconds": {"column": "minutes", "times": 60},
        "score": {"column": "ces", "times": -1, "plus": 8},
        "scale": "ces_1_7",
    }

    assert run(columns, numbers)[0] == [
        event(amount=12.5, currency="EUR", seconds=120.0, score=7.0, scale="ces_1_7")
    ]


@pytest.mark.parametrize(
    ("columns", "mapped", "bad"),
    [
        ({"t": ["soon"]}, {}, ("t", "soon", "this is not a date in the format iso")),
        ({"t": [None]}, {}, ("t", "", "there is no value")),
        ({"c": [" "]}, {}, ("c", "", "there is no value")),
        ({"x": ["?"]}, {"amount": "x"}, ("x", "?", "this is not a number")),
        ({"x": ["?"]}, {"due_at": "x"}, ("x", "?", "this is not a date")),
        ({"x": ["Fax"]}, {"channel": {"column": "x"}}, ("x", "Fax", "this is not a channel")),
        (
            {"x": ["?"]},
            {"properties": {"p": {"column": "x", "as": "number"}}},
            ("x", "?", "this"),
        ),
        ({"x": ["11"]}, {"score": "x", "scale": "nps_0_10"}, ("score", "11.0", "outside")),
        (
            {"x": ["euro"]},
            {"currency": {"column": "x"}},
            ("currency", "euro", "not a currency"),
        ),
        ({"x": ["-3"]}, {"seconds": "x"}, ("seconds", "-3.0", "negative")),
        ({"t": ["1969-12-31"]}, {}, ("at", "1969-12-31 00:00:00+00:00", "not between")),
    ],
)
def test_a_value_that_cannot_enter_costs_its_event_and_is_named(
    columns: dict[str, list[Any]], mapped: dict[str, Any], bad: tuple[str, str, str]
) -> None:
    found, rejected = run(
        columns,
        mapped,
        {
            "activity": "x.y",
            "at": {"constant": "2026-03-03"},
            "customer_id": {"constant": "C9"},
        },
    )

    assert [each["customer_id"] for each in found] == ["C9"]
    ((line, column, value, reason),) = rejected
    assert (line, column, value) == (2, *bad[:2])
    assert reason.startswith(bad[2])


def test_what_the_reader_rejected_is_reported_in_the_order_of_the_file() -> None:
    frame = pl.DataFrame({"t": ["x"], "c": ["C1"]})
    rows = Rows(frame, pl.Series([5]), 0, [Rejected(9, "", "", "b"), Rejected(2, "", "", "a")])
    mapping = Mapping.model_validate({"kind": "csv", "events": [BASE]})

    batch = translate(rows, mapping)

    assert batch.rejected["line"].to_list() == [2, 5, 9]
    assert batch.read == 3


def test_addresses_as_customers_become_pseudonyms_and_ids_stay() -> None:
    customers = ["zoe@b.example", "Zoe@B.example", "+33 6 39 98 01 23", "C1", "0639980123"]
    columns = {"t": ["2026-03-03"] * 5, "c": customers, "n": [1, 2, 3, 4, 5]}
    cased = {"case_id": "n"}

    some = [each["customer_id"] for each in run(columns, cased)[0]]
    every = [each["customer_id"] for each in run(columns, cased, customers="all")[0]]

    zoe = pseudonym("zoe@b.example")
    assert some == [zoe, zoe, pseudonym("+33639980123"), "C1", "0639980123"]
    assert every == [pseudonym(each) for each in customers]


def test_customers_from_a_column_of_identities_are_pseudonyms_whatever_they_look_like() -> None:
    columns = {"Téléphone": ["0639980123"]}

    (found,), _bad = run(columns, {"customer_id": "Téléphone"})

    assert found["customer_id"] == pseudonym("0639980123")


def test_properties_keep_their_types_and_leave_out_what_is_missing() -> None:
    columns = {
        "t": ["2026-03-03"] * 2,
        "c": ["A", "B"],
        'odd "name"': ['say ,"n":null, ok', None],
        "n": [1, None],
        "f": [None, 2.5],
        "d": pl.Series(["2026-03-03", None]).str.to_date().to_list(),
        "s": ["3,5", None],
    }
    listed = {
        'odd "name"': 'odd "name"',
        "n": "n",
        "f": "f",
        "d": "d",
        "s": {"column": "s", "as": "number"},
    }

    found, _bad = run(columns, {"properties": listed}, decimal=",")

    assert [each["properties"] for each in found] == [
        {'odd "name"': 'say ,"n":null, ok', "n": 1, "d": "2026-03-03", "s": 3.5},
        {"f": 2.5},
    ]


def test_the_rest_is_every_column_not_read_and_no_identity() -> None:
    columns = {"Ma Couleur": ["bleu"], "E-mail": ["a@b.example"], "case:n": [7]}

    assert run(columns, {"properties": "*"})[0] == [
        event(properties={"ma_couleur": "bleu", "case_n": 7})
    ]
    assert run(columns, {"properties": []})[0] == [event()]


def test_rows_that_say_the_same_have_one_name_and_ids_given_are_kept() -> None:
    columns = {"t": ["2026-03-03"] * 3, "c": ["A", "A", "B"], "id": ["x", "x", "y"]}
    frame = pl.DataFrame(columns)
    rows = Rows(frame, pl.Series([2, 3, 4]), done=0)
    twice = [BASE, BASE | {"activity": "order.paid"}]

    def ids(events: list[dict[str, Any]]) -> list[str]:
        mapping = Mapping.model_validate({"kind": "csv", "events": events})
        return translate(rows, mapping).events["event_id"].to_list()

    one, same, other = ids([BASE])
    assert one == same != other
    assert ids([BASE | {"event_id": "id"}]) == ["x", "x", "y"]
    assert ids([each | {"event_id": "id"} for each in twice]) == [
        "x:order.placed", "x:order.placed", "y:order.placed",
        "x:order.paid", "x:order.paid", "y:order.paid",
    ]  # fmt: skip


def test_floats_that_are_ids_lose_their_point() -> None:
    assert as_text(pl.Series([17850.0, 1.5, None])).to_list() == ["17850", "1.5", None]


def test_a_row_without_any_property_has_none() -> None:
    assert as_json(pl.DataFrame({"a": [None, 1], "b": [None, None]})).to_list() == [
        None,
        '{"a":1}',
    ]


def test_rows_that_nothing_names_are_each_of_someone_of_its_own() -> None:
    columns = {"t": ["2026-03-03"] * 2, "c": ["same", "same"]}
    whose = {"customer_id": {"row": "anonymous"}}

    found, _bad = run(columns, whose, source="reviews")

    assert [each["customer_id"] for each in found] == [
        "anonymous:reviews:2", "anonymous:reviews:3",
    ]  # fmt: skip


def test_columns_that_a_row_marks_are_the_values_of_one_property() -> None:
    columns = {
        "t": ["2026-03-03"] * 3, "c": ["A", "B", "C"], "late": [1.0, None, 0.0],
        "rude": ["x", "oui", ""],
    }  # fmt: skip

    found, _bad = run(columns, {"properties": {"theme": {"marked": ["late", "rude"]}}})

    assert [each.get("properties") for each in found] == [
        {"theme": ["late", "rude"]}, {"theme": ["rude"]}, None,
    ]  # fmt: skip


def test_words_that_were_spoilt_on_their_way_are_mended() -> None:
    columns = {"c": ["A", "B"], "t": ["2026-03-03"] * 2,
               "w": ["couldnÃ¢â‚¬â„¢t &amp; didnâ€™t", "Ã la carte, 5 < 6"]}  # fmt: skip

    found, _bad = run(columns, {"text": "w"})

    assert [each["text"] for each in found] == ["couldn’t & didn’t", "Ã la carte, 5 < 6"]


def test_events_of_one_row_keep_names_of_their_own() -> None:
    rows = Rows(pl.DataFrame({"t": ["2026-03-03"], "c": ["A"]}), pl.Series([2]), done=0)
    parts = [BASE | {"event_id": {"template": f"{{c}}:{part}"}} for part in ("fft", "words")]
    mapping = Mapping.model_validate({"kind": "csv", "events": parts})

    assert translate(rows, mapping).events["event_id"].to_list() == ["A:fft", "A:words"]


def test_a_word_for_no_value_is_no_value_that_is_present() -> None:
    columns = {"t": ["2026-03-03"] * 2, "c": ["A", "B"], "w": ["Did not answer", "Fine"]}
    told = {"when": {"w": {"present": True}}, "text": "w"}

    found, _bad = run(columns, told, empty=["Did not answer"])

    assert [each["text"] for each in found] == ["Fine"]

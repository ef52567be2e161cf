"""Rows that patterns, conditions and touchpoints mean."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.pattern import Pattern
from parcours.core.schema import SCHEMA
from parcours.core.selection import columns_of, numbers, select, texts, touchpoint_of, values

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def events(*rows: dict[str, Any]) -> Events:
    """Return events of one instant, in this order."""
    told = [{"customer_id": "ana", "at": NOON, "activity": "visit", **row} for row in rows]
    return Events.of(pl.DataFrame(told, schema=SCHEMA))


def meant(condition: Any, name: str, *cells: Any) -> list[Any]:
    """Return the cells of column *name* that meet *condition*."""
    told = events(*({name: cell} for cell in cells))
    rows = select(told, Pattern(activity=("visit",), where={name: condition}))
    return [cells[row] for row in rows]


def of_property(condition: Any, *values: str) -> list[str]:
    """Return the JSON values of property x that meet *condition*."""
    told = events(*({"properties": f'{{"x": {value}}}'} for value in values))
    rows = select(told, Pattern(activity=("visit",), where={"properties.x": condition}))
    return [values[row] for row in rows]


def test_a_pattern_means_its_activities_in_row_order() -> None:
    told = events(*({"activity": name} for name in "abcab"))

    assert select(told, Pattern(activity=("b", "a"))).tolist() == [0, 1, 3, 4]
    assert select(told, Pattern(activity=("c",))).tolist() == [2]
    assert select(told, Pattern(activity=("z",))).tolist() == []


def test_a_pattern_means_its_channels_and_no_channel_is_none_of_them() -> None:
    told = events({"channel": "web"}, {"channel": None}, {"channel": "app"})

    found = select(told, Pattern(activity=("visit",), channel=("web", "app")))

    assert found.tolist() == [0, 2]
    assert select(told, Pattern(activity=("z",), channel=("web",))).tolist() == []


def test_all_conditions_must_hold_the_callers_too() -> None:
    told = events(
        {"amount": 5.0, "currency": "EUR"},
        {"amount": 5.0, "currency": "USD"},
        {"amount": 1.0, "currency": "EUR"},
    )
    dear = Pattern(activity=("visit",), where={"amount": {"at_least": 2}})
    euros = Pattern(activity=("visit",), where={"currency": "EUR"}).where

    assert select(told, dear).tolist() == [0, 1]
    assert select(told, dear, euros, {}).tolist() == [0]


def test_bounds_include_their_ends_and_want_a_number() -> None:
    cells = (None, 1.0, 2.0, 3.0, float("nan"), float("inf"))

    assert meant({"at_least": 2}, "amount", *cells) == [2.0, 3.0]
    assert meant({"at_least": 1, "at_most": 2}, "amount", *cells) == [1.0, 2.0]
    assert meant({"at_most": 2}, "channel", "web", None) == []


def test_a_missing_value_meets_only_present_false_and_other_than() -> None:
    assert meant({"present": False}, "amount", None, 1.0) == [None]
    assert meant({"present": True}, "amount", None, 1.0, float("nan")) == [1.0]
    assert meant({"other_than": [1]}, "amount", None, 1.0, 2.0) == [None, 2.0]
    assert meant({"other_than": ["web"]}, "channel", None, "web", "app") == [None, "app"]
    assert meant(["web"], "channel", None, "web") == ["web"]


def test_numbers_compare_as_numbers_and_texts_as_texts() -> None:
    assert of_property(2, "2", "2.0", '"2"', '"2.00"', '"02"', "3", "null", "true") == [
        "2", "2.0", '"2"', '"2.00"',
    ]  # fmt: skip
    assert of_property("2", "2", '"2"', '"2.0"', "3") == ["2", '"2"']
    assert of_property(["a", 1], '"a"', "1", '"b"', "2") == ['"a"', "1"]
    assert meant("2", "amount", 2.0) == []
    assert meant(2, "case_id", "2", "02", "2.0") == ["2", "2.0"]


def test_true_and_false_are_words_and_no_numbers() -> None:
    assert of_property(True, "true", '"true"', "1", "false", '"True"') == ["true", '"true"']
    assert of_property(False, "false", "0", "null") == ["false"]
    assert of_property({"at_least": 0}, "true", "1") == ["1"]


def test_moments_are_texts() -> None:
    later = datetime(2025, 3, 2, tzinfo=UTC)

    assert meant("2025-03-01T12:00:00Z", "due_at", NOON, later, None) == [NOON]
    assert meant({"present": True}, "due_at", NOON, None) == [NOON]
    assert meant({"at_least": 0}, "due_at", NOON) == []


@pytest.mark.parametrize("text", ["1", "-1", "0.50", "1e3", "2E-2", "123456789012345"])
def test_a_text_written_as_json_writes_numbers_is_one(text: str) -> None:
    assert numbers(pl.Series([text])).tolist() == [float(text)]


@pytest.mark.parametrize(
    "text",
    ["01", "07100", "+1", ".5", "1.", "1,5", " 1", "nan", "inf", "1e999", "0x1", "1" * 16, ""],
)
def test_other_texts_are_no_numbers(text: str) -> None:
    assert np.isnan(numbers(pl.Series([text]))).all()


def test_dots_lead_into_objects_and_what_is_no_json_has_no_properties() -> None:
    told = events(
        {"properties": '{"to": {"city name": "Lille"}}'},
        {"properties": '{"to": "Lille"}'},
        {"properties": "Lille"},
        {"properties": "[1]"},
        {"properties": None},
    )
    every = np.arange(5)

    assert values(told, every, "properties.to.city name").to_list() == ["Lille", *[None] * 4]
    assert values(told, every, "properties.to")[1] == "Lille"


def test_names_with_quotes_are_names() -> None:
    told = events({"properties": '{"a\\"b": 1, "c\'d": 2}'})

    found = [values(told, np.array([0]), f"properties.{name}")[0] for name in ('a"b', "c'd")]

    assert found == ["1", "2"]


def test_a_column_that_the_table_lacks_is_null_of_its_own_type() -> None:
    bare = Events.of(events({}, {}).frame.select("customer_id", "at", "activity"))

    assert values(bare, np.arange(2), "amount").dtype == pl.Float64
    assert values(bare, np.arange(2), "properties.x").to_list() == [None, None]
    found = select(bare, Pattern(activity=("visit",), where={"amount": {"present": False}}))
    assert found.tolist() == [0, 1]


def test_categories_are_texts() -> None:
    told = events({"channel": "web"}, {"channel": "app"})
    coded = Events(told.frame.with_columns(pl.col("channel").cast(pl.Categorical)))

    assert select(coded, Pattern(activity=("visit",), channel=("app",))).tolist() == [1]


def test_texts_of_numbers_and_moments_are_as_written_in_json_and_iso() -> None:
    assert texts(pl.Series([1.5, None, float("nan")])).to_list() == ["1.5", None, None]
    assert texts(pl.Series([NOON])).to_list() == ["2025-03-01T12:00:00Z"]


def test_the_first_touchpoint_of_the_canvas_that_matches_has_the_event() -> None:
    points = [
        {"touchpoint": "web", "title": "W", "events": {"activity": "visit", "channel": "web"}},
        {"touchpoint": "none", "title": "N"},
        {"touchpoint": "visit", "title": "V", "events": ["visit", "call"]},
    ]
    canvas = Canvas.model_validate(
        {
            "canvas": "c",
            "title": "C",
            "stages": [
                {"stage": "a", "title": "A", "touchpoints": points[:2]},
                {"stage": "b", "title": "B", "touchpoints": points[2:]},
            ],
        }
    )
    told = events({"channel": "web"}, {}, {"activity": "call"}, {"activity": "order"})

    assert touchpoint_of(told, canvas).tolist() == [0, 2, 2, -1]


def test_columns_of_patterns_conditions_and_names() -> None:
    pattern = Pattern(activity=("a",), channel=("web",), where={"properties.x": 1})

    assert columns_of(pattern, None, "amount", "properties.y") == {
        "channel", "properties", "amount",
    }  # fmt: skip
    assert columns_of(Pattern(activity=("a",))) == set()
    assert columns_of(pattern.where, "no such column") == {"properties"}

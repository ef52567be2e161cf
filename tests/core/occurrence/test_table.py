"""The table of a whole log, its columns, and what evaluating asks for."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
import pytest

from parcours.core.events import Events
from parcours.core.occurrence import (
    SCHEMA,
    UnknownPromise,
    all_occurrences,
    columns_needed,
    evaluate,
    occurrences,
)
from parcours.core.pattern import Pattern
from parcours.core.refusal import Refused
from tests.core.occurrence.told import canvas, event, hour, log, promise, within

EVENTS = log(
    *(
        event(activity, at, customer_id=customer, case_id="1", properties='{"x": "a"}')
        for customer in ("ana", "bob", "zoé")
        for at, activity in enumerate(("asked", "answered", "asked"))
    )
)
TWO = canvas(
    within(adjust=["properties.x"]),
    promise("never", promise="n", breaks="answered", within="1 h"),
)


@dataclass(frozen=True)
class Bucketed:
    """A log with one customer in each bucket."""

    frame: pl.DataFrame
    buckets: int = 3
    version: int = 0

    def events(self, bucket: int, columns: object = ()) -> Events:
        own = sorted(self.frame["customer_id"].unique())[bucket]
        return Events.of(self.frame.filter(pl.col("customer_id") == own))

    def last_at(self) -> datetime:
        return hour(2)


def test_buckets_and_threads_change_nothing() -> None:
    whole = all_occurrences(TWO, EVENTS, as_of=hour(9))

    parts = all_occurrences(TWO, Bucketed(EVENTS), as_of=hour(9), workers=2)

    assert parts.equals(whole)
    assert whole.height == 12


def test_the_columns_are_those_of_the_schema_and_one_for_each_name_adjusted_for() -> None:
    table = occurrences(Events.of(EVENTS), TWO, as_of=hour(9))

    assert table.columns == [*SCHEMA, "adjust.properties.x"]
    assert table["promise"].dtype == pl.Enum(["p", "n"])
    assert table.schema["state"] == pl.Enum(["pending", "kept", "broken", "void"])


def test_a_table_of_nothing_has_the_same_columns() -> None:
    full = occurrences(Events.of(EVENTS), TWO, as_of=hour(9))

    assert occurrences(Events.of(EVENTS), TWO, as_of=hour(-9)).equals(full.clear())
    assert occurrences(Events.of(EVENTS.clear()), TWO, as_of=hour(9)).equals(full.clear())
    assert all_occurrences(canvas(), EVENTS, as_of=hour(9)).columns == list(SCHEMA)


def test_only_the_promises_asked_for_are_evaluated() -> None:
    table = all_occurrences(TWO, EVENTS, as_of=hour(9), promises=["n"])

    assert table["promise"].unique().to_list() == ["n"]
    assert table.columns == list(SCHEMA)


def test_a_promise_the_canvas_does_not_make_is_refused_by_name() -> None:
    with pytest.raises(UnknownPromise, match="no promise speed; it makes n, p"):
        all_occurrences(TWO, EVENTS, as_of=hour(9), promises=["speed"])


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Refused, match="has no time zone"):
        all_occurrences(TWO, EVENTS, as_of=datetime(2025, 6, 2))


def test_conditions_of_the_caller_hold_for_the_openings_alone() -> None:
    where = Pattern(activity=("any",), where={"event_id": ["e0"]}).where

    table = all_occurrences(TWO, EVENTS, as_of=hour(9), promises=["p"], where=where)

    assert table.select("opening_id", "state").rows() == [("e0", "kept")]


def test_columns_that_a_log_lacks_are_null() -> None:
    bare = Events.of(EVENTS.select("customer_id", "at", "activity"))

    table = occurrences(bare, TWO, as_of=hour(9))

    assert table["case_id"].null_count() == table.height
    assert table["state"].to_list()[:2] == ["kept", "broken"]


def test_only_columns_that_promises_read_are_needed() -> None:
    simple, by = canvas(within()), canvas(promise("by", keeps="answered"))
    always = [
        "customer_id",
        "case_id",
        "at",
        "activity",
        "score",
        "scale",
        "amount",
        "currency",
    ]

    assert columns_needed(simple, shown=False) == always
    assert set(columns_needed(simple)) - set(always) == {"event_id", "channel"}
    assert set(columns_needed(by, shown=False)) - set(always) == {"due_at"}


def test_every_pattern_value_and_name_is_read_from_its_column() -> None:
    limit = promise("limit", of="seconds", at_most=1, segment="language", adjust="source")
    rich = canvas(
        limit,
        within(promise="q", unless={"activity": "u", "where": {"properties.x": 1}}),
        events=[{"activity": "survey", "channel": "web"}],
        returns={"activity": "order.placed", "where": {"text": {"present": True}}},
    )
    where = Pattern(activity=("any",), where={"recorded_at": {"present": True}}).where

    needed = set(columns_needed(rich, where=where, shown=False))

    read = {"seconds", "language", "source", "properties", "channel", "text", "recorded_at"}
    assert read <= needed
    assert "properties" not in columns_needed(rich, ["p"])


def test_promises_come_one_after_the_other_as_arrays() -> None:
    first, second = evaluate(Events.of(EVENTS), TWO, as_of=hour(9))

    assert (first.promise.promise, second.promise.promise) == ("p", "n")
    assert first.customer.tolist() == [0, 0, 1, 1, 2, 2]
    assert first.verdict.state.tolist() == [1, 2] * 3
    assert np.isnan(first.spend).all()
    assert first.values("event_id").to_list()[:2] == ["e0", "e2"]

"""Ids for events that have none."""

from datetime import UTC, datetime

import polars as pl

from parcours.core.table.naming import identify

DAY = datetime(2026, 3, 1, tzinfo=UTC)
ROWS = pl.DataFrame(
    {
        "customer_id": ["ana", "ana", "ana", "bob"],
        "at": [DAY] * 4,
        "activity": ["page.viewed"] * 4,
        "amount": [None, 0.0, -0.0, None],
    }
)


def test_the_same_row_always_gets_the_same_name():
    # Written down: a log filled by an older Parcours must know these events again.
    assert identify(ROWS, "shop")["event_id"].to_list() == [
        "731e02b3a57cb33f",
        "ad07d61f3ca98117",
        "ad07d61f3ca98117-1",
        "7b7139bd218ce907",
    ]


def test_the_order_of_rows_changes_no_name():
    names = identify(ROWS, "shop").select("customer_id", "amount", "event_id")

    backwards = identify(ROWS.reverse(), "shop").select("customer_id", "amount", "event_id")

    assert sorted(names["event_id"]) == sorted(backwards["event_id"])
    assert names["event_id"].n_unique() == 4


def test_another_source_tells_other_events():
    ours, theirs = identify(ROWS, "shop")["event_id"], identify(ROWS, "site")["event_id"]

    assert set(ours).isdisjoint(theirs)


def test_when_a_row_was_recorded_is_not_what_it_says():
    later = ROWS.with_columns(recorded_at=pl.lit(DAY))

    assert identify(later, "shop")["event_id"].equals(identify(ROWS, "shop")["event_id"])


def test_ids_that_are_there_stay():
    named = ROWS.with_columns(event_id=pl.Series(["e1", None, None, None]))

    assert identify(named, "shop")["event_id"].to_list()[0] == "e1"
    assert identify(named, "shop")["event_id"].null_count() == 0


def test_no_rows_have_no_names():
    assert identify(ROWS.clear(), "shop")["event_id"].to_list() == []

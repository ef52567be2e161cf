"""A bucket's events as codes."""

import polars as pl
import pytest

from parcours.core.events import Events


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_activities_are_coded_in_their_sorted_order_whatever_came_before(kind):
    # Polars numbers these two first, for every table of the process.
    pl.Series(["order.paid", "never.seen.here"], dtype=pl.Categorical)
    names = ["visit.started", "order.paid", "advice.given", "order.paid"]
    events = Events(pl.DataFrame({"activity": pl.Series(names, dtype=kind)}))

    assert events.activities == ["advice.given", "order.paid", "visit.started"]
    assert events.activity.tolist() == [2, 1, 0, 1]


def test_without_events_there_is_no_activity():
    events = Events(pl.DataFrame(schema={"activity": pl.String}))

    assert events.activities == []
    assert events.activity.tolist() == []

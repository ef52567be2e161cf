"""Conditions that no event meets, and the values there are."""

import json
from datetime import UTC, datetime

import polars as pl
import pytest

from parcours.core.kernel import MemoryLog
from parcours.core.pattern import conditions
from parcours.core.unmet import unmet

LOG = MemoryLog(
    pl.DataFrame(
        {
            "customer_id": ["ana", "bob"],
            "at": [datetime(2026, 3, 1, tzinfo=UTC)] * 2,
            "activity": ["order.placed", "order.paid"],
            "channel": ["web", "store"],
            "amount": [10.0, 40.0],
            "properties": [json.dumps({"shop": "Lyon"}), None],
        }
    )
)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"channel": "wbe"}, "No event has channel wbe. Did you mean `web`?"),
        (
            {"properties.shop": "Lille"},
            "No event has properties.shop Lille. Use one of: Lyon.",
        ),
        (
            {"properties.shp": "Lyon"},
            "No event has properties.shp. Did you mean `properties.shop`?",
        ),
        ({"score": {"present": True}}, "No event has score."),
        ({"amount": {"at_least": 50}}, "amount goes from 10 to 40."),
        ({"channel": {"at_least": 50}}, "channel never holds a number."),
        ({"channel": {"other_than": ["web", "store"]}}, "The condition on channel leaves"),
        (
            {"channel": "fax", "amount": {"at_most": 1}},
            "No event has channel fax. Use one of: store, web. amount goes from 10 to 40.",
        ),
        (
            {"channel": "web", "amount": {"at_least": 40}},
            "Some events meet each condition, but none that counts here meets them all.",
        ),
    ],
)
def test_what_is_asked_for_is_set_against_what_there_is(where, said):
    found = unmet(LOG, conditions(where))

    assert found.startswith(said)


def test_properties_that_are_no_objects_have_no_names():
    frame = pl.DataFrame(
        {"customer_id": "ana", "at": datetime(2026, 3, 1, tzinfo=UTC), "activity": "a.b"}
    )

    assert (
        unmet(MemoryLog(frame), conditions({"properties.x": 1})) == "No event has properties.x."
    )

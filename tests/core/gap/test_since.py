"""A gap of a part: of a period, or of the cases that meet a condition."""

from datetime import timedelta

import polars as pl
import pytest

from parcours.core.gap import gap
from parcours.core.refusal import Refused
from tests.core.gap.shops import AS_OF, CANVAS, shop


def test_a_period_counts_what_opened_in_it_and_remembers_what_was_before():
    events = shop()
    since = events["at"].median()

    found = gap(CANVAS, events, as_of=AS_OF, since=since)

    later = events.filter(pl.col("at") >= since)
    opened = later.filter(pl.col("due_at").is_not_null()).height
    assert found.promises[0].n["kept"] + found.promises[0].n["broken"] == opened
    assert (found.events, found.first_at) == (later.height, later["at"].min())
    assert found.customers == 4000


def test_since_the_first_event_is_all_of_them():
    events = shop()

    whole = gap(CANVAS, events, as_of=AS_OF)

    assert gap(CANVAS, events, as_of=AS_OF, since=events["at"].min()) == whole


def test_a_period_that_begins_nowhere_is_refused():
    with pytest.raises(Refused):
        gap(CANVAS, shop(), as_of=AS_OF, since=AS_OF.replace(tzinfo=None) - timedelta(days=9))


def test_an_answer_is_of_the_shop_that_its_case_was_in():
    places = ["Lille"] * 12 + ["Lyon"] * 15
    told = [
        {"customer_id": f"C{n}", "case_id": "visit", "at": AS_OF - timedelta(days=n), **more}
        for n, place in enumerate(places)
        for more in (
            {"activity": "order.delivered", "properties": f'{{"shop": "{place}"}}'},
            {"activity": "survey.answered", "score": 4.0, "scale": "csat_1_5"},
        )
    ]

    lille = gap(CANVAS, pl.DataFrame(told), where={"properties.shop": "Lille"}).touchpoints[0]

    assert (lille.felt.n, lille.customers, lille.events) == (12, 12, 24)

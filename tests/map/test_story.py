"""One person's story: all channels, in time order, with the promises made on the way."""

from datetime import timedelta

import polars as pl
import pytest

from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import record
from parcours.map.domain.story import story
from parcours.people.models import AuditEntry, Customer
from tests.map.company import START, empty_company, parcels

__all__ = ["empty_company"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(empty_company):
    """Forty parcels, and what the first customer did besides."""
    lake().append(parcels())
    for minute in range(3):
        record(
            "page.viewed",
            customer_id="C-000",
            at=START + timedelta(minutes=minute),
            channel="web",
        )
    record("call.started", customer_id="C-000", at=START + timedelta(days=90), channel="phone")
    return empty_company


def test_a_story_is_told_in_journeys_the_newest_first(told, ana):
    found = story("C-000", ana)

    assert [[step.activity for step in journey.steps] for journey in found.journeys] == [
        ["call.started"],
        ["order.placed", "page.viewed", "order.delivered", "survey.answered", "goodwill.given"],
    ]
    assert [journey.channel_names for journey in found.journeys] == [["Phone"], ["Website"]]


def test_what_repeats_without_saying_more_is_one_step(told, ana):
    steps = story("C-000", ana).journeys[1].steps

    assert [step.times for step in steps] == [1, 3, 1, 1, 1]


def test_a_promise_stands_where_it_was_made(told, ana):
    late = story("C-000", ana).journeys[1].steps[0]
    good = story("C-001", ana).journeys[0].steps[0]

    assert [(m.title, m.said, m.missed_by, m.is_recovered) for m in late.marks] == [
        ("On the day", "broken", "3\N{NO-BREAK SPACE}d over", True)
    ]
    assert [(m.said, m.colour) for m in good.marks] == [("kept", "good")]


def test_a_story_counts_orders_money_felt_and_promises(told, ana):
    found = story("C-000", ana)

    assert (found.events, found.orders, found.spend, found.felt) == (8, 1, "€50.00", 2.0)
    assert found.promises == {"kept": 0, "broken": 1, "pending": 0}


def test_the_page_shows_words_and_notes_who_looked(client, told, ana):
    Customer.objects.create(customer_id="C-000", name="Zoé Petit")
    client.force_login(ana)

    read = client.get("/customers/C-000/").content.decode()

    assert "Zoé Petit" in read
    assert "Trop long, n° 0" in read
    assert AuditEntry.objects.filter(action="customer.seen", by=ana).count() == 1


def test_a_customer_to_whom_nothing_happened_is_told_what_will_show(client, told, ana):
    Customer.objects.create(customer_id="new", name="Nora")
    client.force_login(ana)

    assert "Nothing has happened yet" in client.get("/customers/new/").content.decode()


def test_nobody_is_not_found_and_a_viewer_finds_nobody(client, told, ana, viewer):
    client.force_login(ana)
    assert client.get("/customers/nobody/").status_code == 404
    client.force_login(viewer)
    assert client.get("/customers/C-000/").status_code == 404


def test_events_that_no_canvas_knows_are_told_too(empty_company, ana):
    lake().append(parcels(1).with_columns(activity=pl.lit("sofa.tried")))

    assert story("C-000", ana).journeys[0].steps[0].title == "“sofa.tried”"

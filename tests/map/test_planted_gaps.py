"""The gaps planted in Maison Lutèce are what its pages show first."""

import pytest
from django.test import Client

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.kernel import MemoryLog
from parcours.ledger.domain import results
from parcours.ledger.domain.reading import current_version
from parcours.ledger.models import Result
from parcours.map.domain import canvases, living
from parcours.map.domain.cards import all_cards
from parcours.map.domain.looking import look
from parcours.map.domain.panels import panels

# What is found in the log; the database only keeps it.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker) -> dict:
    log = MemoryLog(demo_events(customers=6_000))
    with django_db_blocker.unblock():
        return living.lived(log, canvas=demo_canvas().to_yaml())


@pytest.fixture
def lutece(lived, ana, settings, tmp_path, rf):
    """The demo as Ana sees it."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    canvas = canvases.create("Lutece", demo_canvas().to_yaml(), ana)
    given = {"canvas": canvas.text, "since": None, "until": None, "where": None}
    Result.objects.create(
        question=results.name_of(living.lived),
        key=results.key_of(given),
        given=given,
        payload=lived,
        lake_version=current_version(),
        computed_at=canvas.created_at,
        seconds=1,
    )
    return look(canvas, ana, rf.get("/").GET)


def test_the_late_fee_costs_most_and_comes_first(lutece):
    assert panels(lutece)[0].name == "no-late-fee"


def test_each_card_has_the_colour_of_its_gap(lutece):
    colours = {card.name: card.colour for card in all_cards(lutece)}

    assert {
        name: colours[name]
        for name in ("cart", "checkout-queue", "restaurant", "click-collect", "delivery")
    } == {
        "cart": "bad",
        "checkout-queue": "bad",
        "restaurant": "doubt",
        "click-collect": "idea",
        "delivery": "good",
    }


def test_a_gap_that_is_not_there_is_not_said_to_cost(lutece):
    costs = {each.name: each.gap.value.is_conclusive for each in panels(lutece)}

    assert not costs["ready-on-time"]
    assert costs["no-late-fee"]


def test_the_page_shows_them(client: Client, lutece, ana):
    client.force_login(ana)

    read = client.get("/gaps/lutece/").content.decode()

    assert read.index("No fee added after the cart") < read.index("Ready at the announced hour")
    assert "may be chance" in read

"""The search of the bar on top: customers, canvases, touchpoints, promises."""

import pytest
from django.test import Client

from parcours.map.domain import canvases
from parcours.people.domain import identity
from parcours.people.models import Customer, Member
from parcours.ui.search import search
from tests.map.company import CANVAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(ana: Member) -> Customer:
    """A customer, and a canvas beside her."""
    canvases.create("Parcels", CANVAS, ana)
    claire = Customer.objects.create(customer_id="C-1", name="Claire Délivré")
    identity.claim(claire, "email", "claire@example.org", source="shop")
    return claire


def found(member: Member, words: str) -> list[tuple[str, str, str]]:
    return [(each.title, each.url, each.note) for each in search(member, words, most=5)]


def test_one_word_finds_people_and_what_is_drawn_in_either_language(
    claire: Customer, ana: Member
):
    assert found(ana, "deliv") == [
        ("Delivery", "/canvases/parcels/touchpoints/delivery/", "Parcels, Decision")
    ]
    assert found(ana, "livr") == [
        ("Delivery", "/canvases/parcels/touchpoints/delivery/", "Parcels, Decision"),
        ("Claire Délivré", "/customers/C-1/identities/", "claire@example.org"),
    ]


def test_canvases_and_promises_are_found_by_name(claire: Customer, ana: Member):
    assert found(ana, "PARC") == [("Parcels", "/canvases/parcels/", "")]
    assert found(ana, "jour dit") == [
        ("On the day", "/canvases/parcels/promises/on-time/", "Parcels, Delivery")
    ]


def test_a_customer_is_found_by_an_identity(claire: Customer, ana: Member):
    assert [each[0] for each in found(ana, "Claire@Example.org")] == ["Claire Délivré"]


def test_without_words_nothing_is_found(claire: Customer, ana: Member):
    assert found(ana, "  ") == found(ana, "%") == []


def test_who_may_not_see_customers_finds_none_and_a_stranger_nothing(
    claire: Customer, viewer: Member, zoe: Member
):
    assert [each[0] for each in found(viewer, "livr")] == ["Delivery"]
    assert found(zoe, "livr") == []


def test_an_archived_canvas_is_found_no_more(claire: Customer, ana: Member):
    canvases.archive(canvases.in_use()[0], by=ana)

    assert found(ana, "parcels") == []


def test_enter_opens_a_page_and_typing_a_part_of_it(
    client: Client, claire: Customer, ana: Member
):
    client.force_login(ana)

    page = client.get("/search/", {"q": "livr"}).content.decode()
    part = client.get("/search/", {"q": "livr"}, headers={"hx-request": "true"})

    assert "<h1>Search</h1>" in page
    assert part.templates[0].name == "ui/_found.html"
    assert '<a href="/canvases/parcels/touchpoints/delivery/">' in part.content.decode()


def test_a_page_says_where_nothing_is_called_so(client: Client, claire: Customer, ana: Member):
    client.force_login(ana)

    page = client.get("/search/", {"q": "<b>"}).content.decode()

    assert "Nothing is called “&lt;b&gt;”." in page

"""What holds for every address of the site, also for those written tomorrow."""

import pytest
from django.test import Client

from parcours.people.models import Member
from tests.site.addresses import Address, addresses

# Routes and rights decide, before anything is asked of the database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ADDRESSES = list(addresses())
# Open to anyone, because they decide themselves: each has tests of its own.
PUBLIC = {
    "language", "people:entrance", "audience", "shared", "snippet", "review-notice",
    "review-stop",
    "answering", "answering-theme", "answering-logo", "stopping", "widget",
    "kiosk", "kiosk-survey", "kiosk-worker", "kiosk-answers",
    "shared-results", "alert-stop",
}  # fmt: skip

PROGRAMS = [each for each in ADDRESSES if each.is_for_programs]

each_of_programs = pytest.mark.parametrize("address", PROGRAMS, ids=lambda each: each.name)
each_closed = pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if not each.is_public], ids=lambda each: each.name
)


def test_what_is_open_to_anyone_is_known():
    open_to_all = [each for each in ADDRESSES if each.is_public and not each.is_for_programs]
    assert {each.name for each in open_to_all} == PUBLIC


def test_every_address_of_the_api_is_for_programs():
    of_the_api = {each for each in ADDRESSES if each.route.startswith(("api/v1/", "v1/"))}

    # A site's own pages have no secret: they are known by where they are.
    assert {each.name for each in of_the_api - set(PROGRAMS)} == {"audience"}


@each_of_programs
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_who_shows_no_key_is_told_so_member_or_not(
    client: Client, ana: Member, address: Address, method: str
):
    as_a_visitor = getattr(client, method)(address.url)
    client.force_login(ana)
    as_the_owner = getattr(client, method)(address.url)

    for response in (as_a_visitor, as_the_owner):
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"


@each_closed
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_a_stranger_nothing_exists(
    client: Client, zoe: Member, address: Address, method: str
):
    client.force_login(zoe)

    assert getattr(client, method)(address.url).status_code == 404


@each_closed
def test_a_visitor_is_sent_to_the_door(client: Client, address: Address):
    response = client.get(address.url)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")

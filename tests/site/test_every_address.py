"""What holds for every address of the site, also for those written tomorrow."""

import pytest
from django.test import Client

from parcours.people.models import Member
from tests.site.addresses import Address, addresses

pytestmark = pytest.mark.django_db
ADDRESSES = list(addresses())
# Open to anyone, because they decide themselves: each has tests of its own.
PUBLIC = {"language", "people:entrance"}

each_closed = pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if not each.is_public], ids=lambda each: each.name
)


def test_what_is_open_to_anyone_is_known():
    assert {each.name for each in ADDRESSES if each.is_public} == PUBLIC


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

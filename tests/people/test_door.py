"""Only members come in, and what one may not see does not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from parcours.people.models import Member

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_the_door_and_back(client: Client):
    response = client.get("/canvases/")

    assert response.status_code == 302
    assert response["Location"] == reverse("account_login") + "?next=/canvases/"


def test_a_stranger_finds_nothing(client: Client, zoe: Member):
    client.force_login(zoe)

    assert client.get("/canvases/").status_code == 404


def test_a_member_comes_in(client: Client, bob: Member):
    client.force_login(bob)

    assert client.get("/canvases/").status_code == 200


def test_what_a_role_may_not_see_does_not_exist_for_it(client: Client, viewer: Member):
    client.force_login(viewer)

    assert client.get(reverse("people:customers")).status_code == 404


def test_the_page_speaks_the_language_of_the_member(client: Client, bob: Member):
    bob.language = "fr"
    bob.save()
    client.force_login(bob)

    assert client.get("/canvases/")["Content-Language"] == "fr"

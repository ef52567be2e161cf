"""Colleagues come by invitation, and go."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parcours.people.domain import inviting
from parcours.people.domain.inviting import LastOwner
from parcours.people.models import Invitation, Member, Team

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easy to keep"


@pytest.fixture
def owner(client: Client, ana: Member) -> Client:
    client.force_login(ana)
    return client


def invited(owner: Client, **given: Any) -> str:
    """The link that an invitation shows."""
    response = owner.post(
        reverse("people:invitations"), {"email": "eve@example.org", "role": "agent", **given}
    )
    return str(response.context["link"])


def test_an_invitation_is_mailed(owner: Client, run_jobs: Any):
    link = invited(owner)
    run_jobs()

    assert mail.outbox[0].to == ["eve@example.org"]
    assert link in mail.outbox[0].body


def test_who_is_invited_comes_in_with_role_and_team(owner: Client, client: Client):
    stores = Team.objects.create(key="stores", name="Stores")
    link = invited(owner, teams=[stores.pk])

    response = Client().post(link, {"name": "Eve", "password": PASSWORD})

    eve = Member.objects.get(email="eve@example.org")
    assert response.status_code == 302
    assert (eve.name, eve.role, list(eve.teams.all())) == ("Eve", "agent", [stores])
    assert eve.check_password(PASSWORD)


def test_a_link_opens_once(owner: Client):
    link = invited(owner)
    Client().post(link, {"name": "Eve", "password": PASSWORD})

    assert Client().get(link).status_code == 404


def test_a_link_opens_for_seven_days(owner: Client):
    link = invited(owner)
    Invitation.objects.update(at=timezone.now() - timedelta(days=7, seconds=1))

    assert Client().get(link).status_code == 404


def test_a_link_that_was_called_back_opens_nothing(owner: Client):
    link = invited(owner)

    owner.post(reverse("people:calling-back", args=[Invitation.objects.get().pk]))

    assert Client().get(link).status_code == 404


def test_a_weak_password_is_refused_with_its_reason(owner: Client):
    response = Client().post(invited(owner), {"name": "Eve", "password": "12345"})

    assert "too short" in response.content.decode()
    assert not Member.objects.filter(email="eve@example.org").exists()


def test_the_token_itself_is_not_kept(owner: Client):
    token = re.findall(r"invitations/(.+)/", invited(owner))[0]

    assert token not in str(Invitation.objects.values().get())


def test_the_last_owner_stays(ana: Member):
    with pytest.raises(LastOwner):
        inviting.change(ana, role="viewer", teams=[], by=ana)


def test_without_a_role_one_is_signed_out(owner: Client, bob: Member):
    bobs = Client()
    bobs.force_login(bob)

    owner.post(reverse("people:member", args=[bob.pk]), {"role": ""})

    assert bobs.get(reverse("people:members")).status_code == 302


def test_only_owners_manage(client: Client, bob: Member):
    client.force_login(bob)

    for name in ("invitations", "teams"):
        assert client.post(reverse(f"people:{name}")).status_code == 404
    assert client.get(reverse("people:member", args=[bob.pk])).status_code == 404
    assert client.get(reverse("people:audit")).status_code == 404


def test_the_register_says_why_something_is_kept(owner: Client):
    response = owner.get(reverse("people:register"))

    assert "To recognise a customer" in response.content.decode()


def test_five_wrong_passwords_lock_the_door_for_a_while(client: Client, ana: Member):
    answers = [
        client.post(
            reverse("account_login"), {"login": ana.email, "password": f"wrong {attempt}"}
        )
        for attempt in range(7)
    ]

    assert "Too many failed login attempts" in answers[-1].content.decode()

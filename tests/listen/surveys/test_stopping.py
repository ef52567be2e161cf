"""The way out: a page for people, one click for mail programs, nothing for scanners."""

import pytest
from django.test import Client
from django.urls import reverse

from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import asking as door
from parcours.listen.models import Invitation
from parcours.people.models import Consent, Member
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(ana: Member) -> Invitation:
    asking(ana)
    customer("cleo", language="en")
    delivered("cleo")
    door.ask(MONDAY)
    return Invitation.objects.get()


def no() -> list[tuple[str, bool]]:
    return list(Consent.objects.values_list("purpose", "is_given"))


def test_looking_stops_nothing(client: Client, invitation: Invitation) -> None:
    page = client.get(reverse("stopping", args=[invitation.token]))

    assert "No more surveys?" in page.text
    assert page.headers["Content-Language"] == "en"
    assert no() == []


def test_one_click_of_a_mail_program_stops_without_a_cookie(invitation: Invitation) -> None:
    strict = Client(enforce_csrf_checks=True)
    url = reverse("stopping", args=[invitation.token])

    page = strict.post(url, {"List-Unsubscribe": "One-Click"})
    again = strict.post(url, {"List-Unsubscribe": "One-Click"})

    assert (page.status_code, again.status_code) == (200, 200)
    assert "You will get no more surveys from us." in page.text
    assert page.cookies == {}
    assert no() == [("surveys", False)]
    assert OutboxEvent.objects.filter(event_id=f"{invitation.key}:stopped").count() == 1


def test_who_stopped_is_asked_nothing_more(client: Client, invitation: Invitation) -> None:
    client.post(reverse("stopping", args=[invitation.token]))

    found = door.may_ask(["cleo"], kind="relationship")

    assert found["reason"].to_list() == ["stopped"]


def test_a_link_that_is_none_leads_nowhere(client: Client, invitation: Invitation) -> None:
    forged = invitation.token[:-1] + ("A" if invitation.token[-1] != "A" else "B")

    assert client.get(reverse("stopping", args=[forged])).status_code == 404
    assert no() == []

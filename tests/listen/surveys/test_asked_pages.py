"""The pages of who is asked: the trigger in sentences, last year, the policy, the log."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parcours.ledger.domain.recording import record
from parcours.listen.domain.surveys import asking as door
from parcours.listen.domain.surveys.decided import SoFar, so_far
from parcours.listen.models import ContactPolicy, Invitation, Sending, Trigger
from parcours.people.models import Member
from tests.listen.surveys.asking import published
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered

pytestmark = pytest.mark.django_db

FILLED = {
    "kind": "transactional", "after": "order.delivered", "wait": "2", "wait_unit": "d",
    "time_of_day": "10:00", "unless": "order.returned", "in_case": "on", "window": "3",
    "where-name": ["shop", "amount", ""], "where-sign": ["is", "least", "is"],
    "where-value": ["Lyon, Lille", "50", ""], "share": "50", "quota": "200", "priority": "0",
    "valid_days": "30", "reminders": "1", "remind_after": "6",
}  # fmt: skip
POLICY = {
    "relationship": "180", "transactional": "60", "review": "90", "between": "10",
    "complaint_opens": "complaint.opened, parcel.damaged",
    "complaint_closes": "complaint.closed", "complaint_days": "90", "days": ["mon", "tue"],
    "opens": "10:00", "closes": "19:00", "time_zone": "Europe/Paris", "country": "be",
    "held_out": "2.5",
}  # fmt: skip


def page(client: Client, name: str, *given: Any, **sent: Any) -> str:
    return client.get(reverse(f"surveys:{name}", args=given), sent).text


def story(client: Client, customer_id: str) -> str:
    return client.get(reverse("map:story", args=[customer_id])).text


def test_a_trigger_is_filled_in_as_sentences_and_read_back(client: Client, bob: Member) -> None:
    survey = published(bob, "after-delivery")
    client.force_login(bob)

    answer = client.post(reverse("surveys:asked", args=[survey.slug]), FILLED)

    assert answer.status_code == 302
    trigger = Trigger.objects.get()
    assert trigger.rule == {
        "after": "order.delivered",
        "where": {"properties.shop": ["Lyon", "Lille"], "amount": {"at_least": 50}},
        "wait": "2 d",
        "time_of_day": "10:00",
        "unless": "order.returned",
        "match": "case",
        "window": "72 h",
    }
    assert (trigger.share, trigger.quota, trigger.started_at) == (0.5, 200, None)
    shown = page(client, "asked", survey.slug)
    assert "2 days after an order delivered" in shown
    assert 'value="Lyon, Lille"' in shown


def test_what_cannot_be_read_is_said_and_nothing_kept(client: Client, bob: Member) -> None:
    survey = published(bob, "after-delivery")
    client.force_login(bob)

    answer = client.post(
        reverse("surveys:asked", args=[survey.slug]),
        FILLED | {"after": "order.delivered", "where-name": ["due"], "where-sign": ["least"]},
    )

    assert "where" in answer.text
    assert 'class="errorlist' in answer.text
    assert not Trigger.objects.exists()


def test_a_trigger_is_started_and_stopped(client: Client, bob: Member) -> None:
    trigger = asking(bob, started_at=None)
    client.force_login(bob)
    address = reverse("surveys:running", args=[trigger.survey.slug])

    client.post(address, {"is_on": "yes"})
    trigger.refresh_from_db()
    assert trigger.started_at is not None
    client.post(address, {"is_on": "no"})
    trigger.refresh_from_db()
    assert trigger.started_at is None


def test_last_year_is_gone_through_by_the_worker(
    client: Client, bob: Member, run_jobs: Any
) -> None:
    trigger = asking(bob)
    customer("cleo")
    for days in (200, 100, 40, 0):
        delivered("cleo", days=days, case=f"k-{days}")
    client.force_login(bob)

    assert "It appears here by itself" in page(client, "asked", trigger.survey.slug)
    run_jobs()

    shown = page(client, "asked", trigger.survey.slug)
    assert "3 occasions, 2 asked." in shown
    assert "Asked this kind of thing too recently" in shown
    assert 'href="/customers/cleo/">Cleo' in shown


def test_where_nobody_was_asked_it_says_why_and_what_was_sent_otherwise(
    client: Client, bob: Member
) -> None:
    trigger = asking(bob)
    customer("cleo")
    delivered("cleo")
    before = MONDAY - timedelta(days=30)
    record("survey.sent", customer_id="cleo", at=before, event_id="of another program")
    Invitation.objects.create(survey=trigger.survey, customer_id="cleo", sent_at=before)
    Invitation.objects.create(survey=trigger.survey, customer_id="dan")  # a link, not sent
    door.ask(MONDAY)
    client.force_login(bob)

    found = so_far(trigger.survey)

    assert found == SoFar(
        occasions=1,
        asked=0,
        why_not=[("Asked this kind of thing too recently", "1", "100%")],
        others=1,
        last=before,
    )
    shown = page(client, "asked", trigger.survey.slug)
    assert "1 occasion so far, 0 asked" in shown
    assert "Why nobody was asked" in shown
    assert "1 invitation was sent otherwise, on Jan. 31, 2026." in shown
    assert "Asked this kind of thing too recently" in shown


def test_an_invitation_that_asking_made_is_no_other_one(client: Client, bob: Member) -> None:
    trigger = asking(bob)
    customer("cleo")
    delivered("cleo")
    door.ask(MONDAY)
    Invitation.objects.update(sent_at=MONDAY)

    assert so_far(trigger.survey) == SoFar(
        occasions=1, asked=1, why_not=[], others=0, last=None
    )


def test_the_policy_is_changed_by_who_leads(client: Client, ana: Member) -> None:
    client.force_login(ana)

    assert client.post(reverse("surveys:contact-policy"), POLICY).status_code == 302

    policy = ContactPolicy.current()
    assert policy.hold_out == 0.025
    assert policy.rules == {
        "rest": {"relationship": "180 d", "transactional": "60 d", "review": "90 d"},
        "between": "10 d",
        "contacts": ["survey.sent", "survey.reminded", "review.invited"],
        "complaint_opens": ["complaint.opened", "parcel.damaged"],
        "complaint_closes": "complaint.closed",
        "complaint_lasts": "90 d",
        "hours": [{"days": ["mon", "tue"], "opens": "10:00", "closes": "19:00"}],
        "holidays": {"country": "BE"},
    }
    shown = page(client, "contact-policy")
    written = re.findall('name="complaint_opens"[^>]* title="([^"]*)" value="([^"]*)"', shown)
    assert written == [
        ("complaint.opened", "a complaint made"), ("parcel.damaged", "a parcel damaged"),
        ("", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "after", "unless"),
    [
        ("en", ["An order delivered", "sofa.tried", ""], ["an order returned"]),
        ("fr", ["Une  commande livrée, sofa.tried"], ["order.returned"]),
    ],
)
def test_events_are_written_in_the_readers_words(
    client: Client, bob: Member, french: None, code: str, after: list[str], unless: list[str]
) -> None:
    survey = published(bob, "after-delivery")
    bob.language = code
    bob.save()
    client.force_login(bob)

    client.post(
        reverse("surveys:asked", args=[survey.slug]),
        FILLED | {"after": after, "unless": unless},
    )

    rule = Trigger.objects.get().rule
    assert (rule["after"], rule["unless"]) == (
        ["order.delivered", "sofa.tried"], "order.returned",
    )  # fmt: skip
    shown = page(client, "asked", survey.slug)
    said = {"en": "an order delivered", "fr": "une commande livrée"}[code]
    assert f'title="order.delivered" value="{said}"' in shown
    assert 'title="sofa.tried" value="sofa.tried"' in shown
    assert 'value="order.' not in shown


def test_a_policy_that_cannot_be_is_refused(client: Client, ana: Member) -> None:
    client.force_login(ana)

    answer = client.post(reverse("surveys:contact-policy"), POLICY | {"time_zone": "Paris"})

    assert "Europe/Paris" in answer.text
    assert ContactPolicy.current().rules == {}


def test_nobody_else_sees_the_policy(client: Client, bob: Member) -> None:
    client.force_login(bob)

    assert client.get(reverse("surveys:contact-policy")).status_code == 404


def test_the_log_says_who_was_asked_and_why_not(client: Client, ana: Member) -> None:
    asking(ana)
    for name in ("cleo", "dan"):
        customer(name)
        delivered(name)
    delivered("dan", days=2.5)
    door.ask(MONDAY)
    client.force_login(ana)

    everything, of_dan = (
        page(client, "decisions"),
        page(client, "decisions", q="dan@example.org"),
    )

    assert "Cleo" in everything
    assert "Cleo" not in of_dan
    assert "Contacted too recently" in of_dan
    assert "Cleo" in page(client, "decisions", reason="asked", sending="waiting")
    assert "Nothing found" in page(client, "decisions", q="nobody")


def test_a_customers_page_says_whether_they_were_asked_and_why_not(
    client: Client, ana: Member
) -> None:
    asking(ana)
    for name in ("cleo", "dan"):
        customer(name)
        delivered(name)
    record("complaint.opened", customer_id="dan", at=MONDAY)
    door.ask(MONDAY)
    client.force_login(ana)

    asked = f"Asked to answer “{Trigger.objects.get().survey}” on March 2, 2026."
    assert asked in story(client, "cleo")
    assert "on March 2, 2026: A complaint is open." in story(client, "dan")


def test_what_was_perhaps_sent_waits_for_a_person(client: Client, ana: Member) -> None:
    asking(ana)
    customer("cleo")
    delivered("cleo")
    door.ask(MONDAY)
    Sending.objects.update(state="doubtful", claimed_at=MONDAY - timedelta(hours=1))
    client.force_login(ana)

    assert "1 invitation was perhaps sent" in page(client, "decisions")
    client.post(reverse("surveys:sending-again", args=[Sending.objects.get().pk]))
    assert Sending.objects.get().state == "waiting"

"""Reminders: once more to who did not answer and may still be asked, and why not."""

import json
from datetime import timedelta

import pytest
from django.core import mail

from parcours.ledger.domain.recording import record
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import answering, publishing, reminding, sending
from parcours.listen.domain.surveys import asking as door
from parcours.listen.models import (
    ContactPolicy,
    Decision,
    Invitation,
    Response,
    Sending,
    Trigger,
)
from parcours.people.models import Consent, Customer, Member
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def trigger(ana: Member) -> Trigger:
    """A survey that is reminded of twice, a week after each mail."""
    return asking(ana, reminders=2, remind_after=7, valid_days=60)


def invited(*names: str) -> dict[str, Invitation]:
    """Invite people on Monday, the mails taken as sent."""
    for name in names:
        customer(name)
        delivered(name)
    door.ask(MONDAY)
    Sending.objects.update(state="sent")
    Invitation.objects.update(sent_at=MONDAY)
    return {each.customer_id: each for each in Invitation.objects.all()}


def told() -> list[tuple[str, int, str]]:
    found = Decision.objects.filter(reminder__gt=0).order_by("pk")
    return list(found.values_list("customer_id", "reminder", "reason"))


def test_who_does_not_answer_is_reminded_so_often_and_no_more(trigger: Trigger) -> None:
    ContactPolicy.objects.update(rules={"between": "30 d"})
    invited("ana")

    days = [MONDAY + timedelta(days=day) for day in (6, 7, 8, 13, 14, 21, 28)]
    sent = [reminding.remind(day) for day in days]

    assert sent == [0, 1, 0, 0, 1, 0, 0]
    assert told() == [("ana", 1, ""), ("ana", 2, "")]
    events = [json.loads(each.row) for each in OutboxEvent.objects.order_by("pk")]
    reminded = [each for each in events if each["activity"] == "survey.reminded"]
    assert [json.loads(each["properties"])["reminder"] for each in reminded] == [1, 2]
    assert list(Sending.objects.order_by("pk").values_list("reminder", "state")) == [
        (0, "sent"), (1, "waiting"), (2, "waiting"),
    ]  # fmt: skip


def test_who_answered_is_not_reminded(trigger: Trigger) -> None:
    asked = invited("ana", "bob")
    begun = answering.begin(trigger.survey, channel="email", invitation=asked["ana"])
    answering.accept(begun, required(begun))

    reminding.remind(MONDAY + WEEK)

    assert told() == [("bob", 1, "")]


def required(begun: Response) -> dict[str, int]:
    definition = begun.version.parsed()
    scored = [each for each in definition.questions if each.required and each.ends]
    return {each.key: each.ends[1] for each in scored if each.ends}


def test_who_said_no_complains_or_got_another_mail_is_not_reminded_and_why_is_kept(
    trigger: Trigger,
) -> None:
    invited("ana", "bob", "cleo")
    later = MONDAY + timedelta(days=5)
    no = {"purpose": "surveys", "is_given": False, "source": "till"}
    Consent.objects.create(customer=Customer.objects.get(customer_id="ana"), at=later, **no)
    record("complaint.opened", customer_id="bob", at=later, event_id="bob/complains")
    record("mailing.sent", customer_id="cleo", at=later, event_id="cleo/news")

    assert reminding.remind(MONDAY + WEEK) == 0
    assert sorted(told()) == [
        ("ana", 1, "stopped"), ("bob", 1, "complaint"), ("cleo", 1, "recent"),
    ]  # fmt: skip


def test_a_closed_survey_and_a_stopped_trigger_remind_nobody(
    trigger: Trigger, ana: Member
) -> None:
    invited("ana")
    publishing.close(trigger.survey, by=ana)

    assert reminding.remind(MONDAY + WEEK) == 0
    publishing.reopen(trigger.survey, by=ana)
    Trigger.objects.update(started_at=None)
    assert reminding.remind(MONDAY + WEEK) == 0
    assert told() == []


def test_the_mail_says_that_it_reminds_and_belongs_to_the_first(trigger: Trigger) -> None:
    asked = invited("ana")["ana"]
    reminding.remind(MONDAY + WEEK)

    assert sending.send_due(MONDAY + WEEK) == 1

    [found] = mail.outbox
    assert found.subject == "Rappel : Votre livraison"
    assert found.extra_headers["In-Reply-To"] == f"<{asked.key.hex}@parcours.invitation>"
    assert f"{asked.key.hex}.1@" in found.extra_headers["Message-ID"]
    assert "nous n’avons pas encore votre réponse" in str(found.body)
    asked.refresh_from_db()
    assert asked.sent_at == MONDAY


def test_nobody_is_reminded_of_a_link_that_has_expired(trigger: Trigger) -> None:
    invited("ana")
    Invitation.objects.update(expires_at=MONDAY + timedelta(days=3))

    assert reminding.remind(MONDAY + WEEK) == 0

"""Review invitations go to everyone eligible: the contact policy decides, never a score."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from parcours.core.survey.trigger import ByFeeling
from parcours.ledger.domain.recording import record
from parcours.listen.domain.sources import inviting
from parcours.listen.domain.sources.review_mail import USUAL
from parcours.listen.models import ContactPolicy, Invited, ReviewInvitation, Source
from parcours.people.domain import identity
from parcours.people.models import Consent, Customer, Member
from tests.listen.sources.kept import events

pytestmark = pytest.mark.django_db
DELIVERED = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOON = datetime(2026, 3, 9, 11, tzinfo=UTC)  # a Monday, a week later
PAGE = "https://g.page/r/example/review"


@pytest.fixture(autouse=True)
def everyone(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    policy = ContactPolicy.current()
    policy.hold_out = 0.0
    policy.save()


@pytest.fixture
def invitation() -> ReviewInvitation:
    source = Source.objects.create(kind="google", name="Google", write_url=PAGE)
    return ReviewInvitation.objects.create(
        name="After delivery",
        source=source,
        rule=inviting.rule_of("order.delivered", days=7, where={}),
        words=USUAL,
        started_at=DELIVERED - timedelta(days=30),
    )


def customer(name: str, *, score: float | None = None, language: str = "en") -> Customer:
    """Someone whose order came, and who perhaps said how it was."""
    address = {"email": f"{name.lower()}@example.org"}
    found = identity.customer_for(address, source="shop", name=f"{name} Roy")
    Customer.objects.filter(pk=found.pk).update(language=language)
    told = {"customer_id": found.customer_id, "case_id": f"order {name}"}
    record("order.delivered", at=DELIVERED, **told)
    if score is not None:
        at = DELIVERED + timedelta(days=1)
        record("survey.answered", at=at, score=score, scale="nps_0_10", **told)
    return found


def invited() -> list[str]:
    rows = Invited.objects.filter(is_asked=True).values_list("customer_id", flat=True)
    return sorted(Customer.objects.filter(customer_id__in=rows).values_list("name", flat=True))


def test_the_unhappy_are_invited_as_the_happy_are(invitation: ReviewInvitation, run_jobs: Any):
    for name, score in (("Anne", 10.0), ("Bob", 0.0), ("Cleo", 6.0), ("Dan", None)):
        customer(name, score=score)

    assert inviting.invite(invitation, now=NOON) == 4
    assert inviting.invite(invitation, now=NOON) == 0
    run_jobs()
    inviting.deliver.func(Invited.objects.first().pk)
    assert invited() == ["Anne Roy", "Bob Roy", "Cleo Roy", "Dan Roy"]
    assert len(mail.outbox) == 4
    told = [each for each in events("activity", "properties", "case_id")
            if each["activity"] == "review.invited"]  # fmt: skip
    assert told[0]["properties"] == '{"kind":"review","site":"google"}'


@pytest.mark.parametrize(
    "where",
    [
        {"score": ["9", "10"]},
        {"text": ["top"]},
        {"properties.nps": ["9"]},
        {"properties.sentiment": ["positive"]},
        {"properties.felt": ["5"]},
    ],
)
def test_no_rule_may_look_at_what_people_feel(
    invitation: ReviewInvitation, ana: Member, where: dict[str, list[str]]
):
    customer("Anne", score=10.0)
    invitation.rule = inviting.rule_of("order.delivered", days=7, where=where)
    invitation.save()

    with pytest.raises(ByFeeling, match="goes to everyone, whatever they feel"):
        inviting.invite(invitation, now=NOON)
    with pytest.raises(ByFeeling):
        inviting.start(invitation, by=ana)
    assert Invited.objects.count() == 0


def test_the_form_refuses_it_too_and_says_why(ana: Member, invitation: ReviewInvitation):
    client = Client()
    client.force_login(ana)
    words = {
        f"{part}_{code}": said for code, each in USUAL.items() for part, said in each.items()
    }
    given = {"name": "Happy", "source": str(invitation.source.pk), "after": "order.delivered",
             "days": "7", **words}  # fmt: skip
    page = reverse("sources:invitations")
    refused = client.post(page, given | {"where": "score: 9, 10"})
    without = client.post(page, given | {"text_en": "Write!"})
    client.post(page, given | {"where": "properties.shop: Lille, Lyon"})
    made = ReviewInvitation.objects.get(name="Happy")
    client.post(reverse("sources:invitation-starting", args=[made.pk]))
    made.refresh_from_db()
    started = made.started_at
    client.post(reverse("sources:invitation-starting", args=[made.pk]), {"stop": "1"})
    made.refresh_from_db()
    shown = client.get(made.get_absolute_url()).content.decode()

    assert "whatever they feel: take the condition on `score` away" in refused.content.decode()
    assert "The text needs {link}." in without.content.decode()
    assert made.rule["where"] == {"properties.shop": ["Lille", "Lyon"]}
    assert (started is not None, made.started_at) == (True, None)
    assert "properties.shop = Lille, Lyon" in shown


def test_who_was_asked_of_late_or_said_no_is_left_in_peace(invitation: ReviewInvitation):
    recent, stopped = customer("Anne"), customer("Bob")
    at = NOON - timedelta(days=3)
    record("survey.sent", customer_id=recent.customer_id, at=at,
           properties={"kind": "transactional"})  # fmt: skip
    said = {"purpose": "surveys", "is_given": False, "source": "till", "at": at}
    Consent.objects.create(customer=stopped, **said)
    nobody = Customer.objects.create(name="No address")
    record("order.delivered", customer_id=nobody.customer_id, at=DELIVERED)
    customer("Cleo")

    assert inviting.invite(invitation, now=NOON) == 1
    assert invited() == ["Cleo Roy"]
    assert sorted(Invited.objects.filter(is_asked=False).values_list("reason", flat=True)) == [
        "recent", "stopped", "unreachable",
    ]  # fmt: skip


def test_a_complaint_puts_an_invitation_off_and_does_not_take_it_away(
    invitation: ReviewInvitation,
):
    anne = customer("Anne")
    about = {"customer_id": anne.customer_id, "case_id": "c1"}
    record("case.opened", at=NOON - timedelta(hours=4), **about)
    first = inviting.invite(invitation, now=NOON)
    record("case.closed", at=NOON + timedelta(hours=2), **about)
    later = inviting.invite(invitation, now=NOON + timedelta(days=1))

    assert (first, later) == (0, 1)


def test_what_happened_before_the_start_or_too_long_ago_invites_nobody(
    invitation: ReviewInvitation,
):
    customer("Anne")
    late = inviting.invite(invitation, now=NOON + timedelta(days=6))
    ReviewInvitation.objects.update(started_at=NOON + timedelta(minutes=1))
    invitation.refresh_from_db()

    assert (late, inviting.invite(invitation, now=NOON)) == (0, 0)


def test_the_mail_speaks_the_customers_language_leads_there_and_lets_them_out(
    invitation: ReviewInvitation, run_jobs: Any
):
    anne = customer("Anne", language="fr")
    inviting.invite(invitation, now=NOON)
    run_jobs()
    (sent,) = mail.outbox
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>").split("localhost", 1)[1]
    path = stop[stop.index("/") :]
    seen = Client().get(path)
    Client(enforce_csrf_checks=True).post(path)
    Client().post(path)

    assert (sent.to, sent.subject) == (
        ["anne@example.org"],
        "Comment cela s’est-il passé\u00a0?",
    )
    assert sent.body.startswith("Bonjour Anne,\n\nmerci de votre commande.")
    assert PAGE in sent.body
    assert seen.status_code == 200
    assert [each.is_given for each in Consent.objects.filter(customer=anne)] == [False]
    assert Client().get("/r/x.y/stop").status_code == 404
    assert [each["activity"] for each in events("activity")].count("consent.withdrawn") == 1


def test_a_mail_that_fails_is_not_sent_twice(
    invitation: ReviewInvitation, run_jobs: Any, settings: Any
):
    customer("Anne")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    inviting.invite(invitation, now=NOON)
    run_jobs()

    found = Invited.objects.get()
    assert (found.sent_at, found.problem[:22]) == (None, "ConnectionRefusedError")
    assert found.claimed_at is not None
    ana = Member.objects.create_user("ana@example.org", name="Ana", role="owner")
    client = Client()
    client.force_login(ana)
    shown = client.get(invitation.get_absolute_url()).content.decode()
    assert "1 mail could not be sent." in shown


def test_nobody_is_invited_without_a_page_to_lead_to(invitation: ReviewInvitation):
    customer("Anne")
    Source.objects.update(write_url="")
    inviting.invite_due.func()

    assert Invited.objects.count() == 0


def test_a_mail_that_failed_is_sent_again_by_a_person(
    client: Client, invitation: ReviewInvitation, run_jobs: Any, ana: Member, settings: Any
):
    customer("Ana")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    inviting.invite(invitation, now=NOON)
    run_jobs()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(ana)
    page = reverse("sources:invitation", args=[invitation.pk])
    assert "Send again" in client.get(page).content.decode()

    for _twice in range(2):
        client.post(reverse("sources:invitation-again", args=[Invited.objects.get().pk]))
        run_jobs()

    assert [each.to for each in mail.outbox] == [["ana@example.org"]]
    assert Invited.objects.get().sent_at is not None
    assert "Send again" not in client.get(page).content.decode()


def test_who_said_no_meanwhile_is_not_written_to_again(
    invitation: ReviewInvitation, run_jobs: Any, ana: Member
):
    customer("Ana")
    inviting.invite(invitation, now=NOON)
    Invited.objects.update(claimed_at=NOON, problem="the server was away")
    inviting.opt_out(Invited.objects.get())

    assert inviting.send_again(Invited.objects.get(), by=ana)
    run_jobs()

    assert mail.outbox == []
    assert Invited.objects.get().problem == "They asked not to be asked."

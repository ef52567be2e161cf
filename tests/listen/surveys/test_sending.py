"""Invitations go out at most once, to a real mail server, whatever breaks in between."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import asking as door
from parcours.listen.domain.surveys import reaching, sending
from parcours.listen.models import Sending
from parcours.people.models import AuditEntry, Consent, Customer, Member
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered
from tests.listen.surveys.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        settings.URL = "https://parcours.example"
        yield server


@pytest.fixture
def waiting(ana: Member) -> Sending:
    asking(ana, "journey-nps", kind="relationship")
    customer("cleo", language="en")
    delivered("cleo")
    door.ask(MONDAY)
    return Sending.objects.get()


def state(found: Sending) -> tuple[str, str]:
    found.refresh_from_db()
    return found.state, found.problem


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_mail_asks_the_first_question_and_leads_out(
    server: MailServer, waiting: Sending
) -> None:
    assert sending.send_due(MONDAY) == 1

    [mail] = server.mails
    token = waiting.invitation.token
    stop = f"https://parcours.example/s/{token}/stop"
    assert mail["To"] == "cleo@example.org"
    assert mail["List-Unsubscribe"].strip() == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert waiting.invitation.key.hex in mail["Message-ID"]
    assert mail.get_content_type() == "multipart/alternative"
    key = waiting.invitation.survey.current().parsed().questions[0].key  # type: ignore[union-attr]
    links = [f"https://parcours.example/s/{token}?{key}={score}" for score in range(11)]
    text, html = body(mail, "plain"), body(mail, "html")
    assert re.findall(r"\d+: (\S+)", text) == links
    assert [link for link in links if f'href="{link}"' in html] == links
    assert f"No more surveys: {stop}" in text
    assert f'href="{stop}"' in html
    assert state(waiting) == ("sent", "")
    waiting.invitation.refresh_from_db()
    assert waiting.invitation.sent_at is not None


def test_the_mail_speaks_the_customers_language(
    server: MailServer, waiting: Sending, french: None
) -> None:
    Customer.objects.update(language="fr")

    sending.send_due(MONDAY)

    assert server.mails[0]["Content-Language"] == "fr"
    assert "Ne plus recevoir d’enquêtes" in body(server.mails[0], "html")


def test_what_was_sent_is_not_sent_again(server: MailServer, waiting: Sending) -> None:
    sending.send_due(MONDAY)

    assert sending.send_due(MONDAY + timedelta(days=1)) == 0
    assert len(server.mails) == 1


def test_killed_after_the_claim_it_is_doubtful_and_never_sent_by_itself(
    server: MailServer, waiting: Sending
) -> None:
    Sending.objects.update(state="claimed", claimed_at=MONDAY)

    assert sending.mark_doubtful(MONDAY + timedelta(minutes=9)) == 0
    assert sending.mark_doubtful(MONDAY + timedelta(minutes=11)) == 1
    assert sending.send_due(MONDAY + timedelta(hours=1)) == 0
    assert state(waiting)[0] == "doubtful"
    assert server.mails == []


def test_a_person_may_send_what_is_doubtful_again(
    server: MailServer, waiting: Sending, ana: Member
) -> None:
    Sending.objects.update(state="doubtful")

    sending.send_again(waiting, by=ana)
    sending._send_by("email", Sending.objects.get().again_at)

    assert AuditEntry.objects.filter(action="invitation.sent-again").count() == 1


def test_a_server_that_vanishes_after_the_mail_leaves_doubt(
    server: MailServer, waiting: Sending
) -> None:
    server.says["."] = "vanish"

    sending.send_due(MONDAY)
    sending.send_due(MONDAY + timedelta(hours=1))

    assert state(waiting)[0] == "doubtful"
    assert len(server.mails) == 1


def test_a_server_that_is_not_there_is_tried_again_later(
    settings: Any, server: MailServer, waiting: Sending
) -> None:
    settings.EMAIL_PORT = 1

    sending.send_due(MONDAY)
    assert state(waiting)[0] == "waiting"
    assert "ConnectionRefusedError" in waiting.problem
    settings.EMAIL_PORT = server.port
    assert sending.send_due(MONDAY + timedelta(minutes=4)) == 0
    assert sending.send_due(MONDAY + timedelta(minutes=5)) == 1


def test_a_busy_server_is_given_up_after_five_tries(
    server: MailServer, waiting: Sending
) -> None:
    server.says["RCPT"] = "451 busy"

    for hours in range(0, 40, 8):
        sending.send_due(MONDAY + timedelta(hours=hours))

    assert state(waiting) == ("failed", "451 busy")
    assert waiting.tries == 4


def test_an_address_where_nobody_is_is_written_to_no_more(
    server: MailServer, waiting: Sending
) -> None:
    server.says["RCPT"] = "550 no such user"

    sending.send_due(MONDAY)

    assert state(waiting) == ("bounced", "550 no such user")
    assert reaching.addresses("email", ["cleo"]) == {}
    assert OutboxEvent.objects.filter(event_id__endswith=":bounced").count() == 1


def test_a_mail_that_is_refused_for_what_it_is_failed(
    server: MailServer, waiting: Sending
) -> None:
    server.says["."] = "554 spam"

    sending.send_due(MONDAY)

    assert state(waiting) == ("failed", "554 spam")


def test_nothing_goes_out_to_who_said_stop_in_the_meantime(
    server: MailServer, waiting: Sending
) -> None:
    Consent.objects.create(
        customer=Customer.objects.get(), purpose="surveys", is_given=False, source="till"
    )

    sending.send_due(MONDAY)

    assert state(waiting)[0] == "dropped"
    assert server.mails == []


def test_what_could_not_be_sent_for_two_days_is_let_be(
    server: MailServer, waiting: Sending
) -> None:
    sending.send_due(MONDAY + timedelta(days=3))

    assert state(waiting)[0] == "dropped"

"""Whoever sends is killed in the middle of a mail: nobody gets two, and the doubt is told."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from parcours.listen.domain.surveys import asking as door
from parcours.listen.domain.surveys import sending
from parcours.listen.models import Invitation, Sending
from parcours.people.models import Member
from tests.ledger.killing import Mortals
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered
from tests.listen.surveys.smtp import MailServer, mail_server
from tests.server_of_tests import release_connections

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@contextmanager
def sending_to(server: MailServer) -> Iterator[Mortals]:
    # The settings of tests keep mails to themselves.
    site = "parcours.site.settings"
    address = f"smtp://127.0.0.1:{server.port}"
    mortals = Mortals("sender", DJANGO_SETTINGS_MODULE=site, PARCOURS_MAIL_URL=address)
    try:
        yield mortals
    finally:
        mortals.end()


def wait_for_silence(server: MailServer) -> None:
    assert server.is_silent.wait(30)
    server.is_silent.clear()


def test_nobody_gets_two_mails(ana: Member, server: MailServer) -> None:
    asking(ana)
    for number in range(PEOPLE):
        customer(f"c{number}")
        delivered(f"c{number}")
    door.ask(MONDAY)
    Invitation.objects.update(expires_at=None)
    Sending.objects.update(wanted_at=timezone.now())

    server.silent_at = "MAIL"
    with sending_to(server) as mortals:
        wait_for_silence(server)
        server.silent_at = "."
        mortals.kill("sender")
        wait_for_silence(server)
        server.silent_at = ""
        mortals.kill("sender")
        end = time.monotonic() + 30
        sent = Sending.objects.filter(state="sent")
        while sent.count() < PEOPLE - 2 and time.monotonic() < end:
            time.sleep(0.05)
    sending.mark_doubtful(timezone.now() + timedelta(hours=1))
    release_connections()

    assert len(server.mails) == PEOPLE - 1
    assert set(Counter(mail["To"] for mail in server.mails).values()) == {1}
    states = Counter(Sending.objects.values_list("state", flat=True))
    assert states == {"sent": PEOPLE - 2, "doubtful": 2}

"""A request with an Idempotency-Key is done once."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from parcours.ledger.models import OutboxEvent
from parcours.people.models import Consent, Customer
from parcours.site.api import once
from parcours.site.models import KeptAnswer

CONSENT = {"purpose": "surveys", "is_given": True, "source": "till"}


def say(client: Client, consent: dict, name: str = "first"):
    Customer.objects.get_or_create(customer_id="anne")
    return client.post(
        "/api/v1/customers/anne/consents",
        consent,
        content_type="application/json",
        headers={"Idempotency-Key": name},
    )


def test_the_same_request_is_answered_alike_and_done_once(shop: Client):
    first, again = say(shop, CONSENT), say(shop, CONSENT)

    assert (first.status_code, first.content) == (201, again.content)
    assert again["Idempotency-Replayed"] == "true"
    assert Consent.objects.count() == 1


def test_another_request_needs_another_name(shop: Client):
    say(shop, CONSENT)
    other = say(shop, CONSENT | {"is_given": False})

    assert other.status_code == 422
    assert other.json()["type"] == "urn:parcours:idempotency-key-reused"
    assert say(shop, CONSENT | {"is_given": False}, "second").status_code == 201


def test_two_at_a_time_are_one_and_a_pause(shop: Client):
    say(shop, CONSENT)
    KeptAnswer.objects.update(status=None)
    running = say(shop, CONSENT)

    assert (running.status_code, running["Retry-After"]) == (409, "2")


def test_names_of_programs_do_not_meet(program):
    say(program("customers:write"), CONSENT)
    say(program("customers:write"), CONSENT)

    assert Consent.objects.count() == 2


def test_answers_are_forgotten_after_a_day(shop: Client):
    say(shop, CONSENT)
    once.forget.call()
    kept = KeptAnswer.objects.count()
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    once.forget.call()

    assert (kept, KeptAnswer.objects.count()) == (1, 0)


def test_events_too_are_sent_once_also_when_packed_in_lines(shop: Client):
    row = b'{"customer_id": "c", "activity": "a.b", "at": "2026-03-03T10:00:00Z"}'
    for kind in ("application/json", "application/x-ndjson"):
        for _ in range(2):
            shop.post(
                "/api/v1/events", row, content_type=kind, headers={"Idempotency-Key": kind}
            )

    assert OutboxEvent.objects.count() == 2


def test_too_many_is_said_for_now_only(shop: Client, settings):
    settings.API_EVENTS = 0
    row = {"customer_id": "c", "activity": "a.b", "at": "2026-03-03T10:00:00Z"}
    statuses = []
    for most in (0, 10):
        settings.API_EVENTS = most
        response = shop.post(
            "/api/v1/events",
            row,
            content_type="application/json",
            headers={"Idempotency-Key": "x"},
        )
        statuses.append(response.status_code)

    assert statuses == [429, 200]

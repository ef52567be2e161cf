"""Who may come in, how often, and what is said to the others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from parcours.people.models import AuditEntry, Member
from parcours.site.api import keys
from parcours.site.models import ApiKey

CANVASES = "/api/v1/canvases"
NOBODY = {
    "type": "urn:parcours:unknown-key",
    "title": "Unauthorized",
    "status": 401,
    "detail": "Send a key that is neither revoked nor expired: `Authorization: Bearer …`.",
}


def with_key(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_only_a_digest_of_a_key_is_kept(ana: Member):
    key, secret = keys.make("till", scopes=["events:write"], by=ana)

    kept = ApiKey.objects.values().get()
    assert secret.startswith(kept["start"])
    assert secret not in str(kept)
    assert keys.known(secret) == key


def test_nobody_without_a_key(client: Client):
    response = client.get(CANVASES)

    assert (response.status_code, response.json()) == (401, NOBODY)
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == 'Bearer realm="Parcours"'


@pytest.mark.parametrize("header", ["Bearer parcours_wrong", "Basic !!", "Digest x", "Bearer"])
def test_nobody_with_a_key_that_is_none(client: Client, header: str):
    response = client.get(CANVASES, headers={"Authorization": header})

    assert response.status_code == 401


def test_a_key_that_was_revoked_opens_nothing(ana: Member):
    key, secret = keys.make("till", scopes=["canvases:read"], by=ana)
    before = with_key(secret).get(CANVASES).status_code

    keys.revoke(key, by=ana)
    keys.revoke(key, by=ana)

    assert (before, with_key(secret).get(CANVASES).status_code) == (200, 401)
    noted = AuditEntry.objects.values_list("action", "subject", "detail")
    assert set(noted) == {
        ("key.made", f"key/{key.pk}", "till: canvases:read"),
        ("key.revoked", f"key/{key.pk}", "till"),
    }
    assert AuditEntry.objects.count() == 2


def test_a_key_that_expired_opens_nothing(ana: Member):
    late = timezone.now() - timedelta(seconds=1)
    _key, secret = keys.make("till", scopes=["canvases:read"], by=ana, expires_at=late)

    assert with_key(secret).get(CANVASES).status_code == 401


def test_a_key_does_what_its_scopes_say_and_no_more(program):
    response = program("events:write").get(CANVASES)

    assert response.status_code == 403
    assert response.json() == {
        "type": "urn:parcours:missing-scope",
        "title": "Forbidden",
        "status": 403,
        "detail": "This key lacks the scope “canvases:read”.",
        "scope": "canvases:read",
    }


def test_when_a_key_was_last_used_is_noted(shop: Client):
    before = timezone.now()
    shop.get(CANVASES)

    assert ApiKey.objects.get().used_at >= before


def test_too_many_requests_are_told_when_to_go_on(shop: Client, settings):
    settings.API_REQUESTS = 2
    statuses = [shop.get(CANVASES).status_code for _ in range(3)]
    response = shop.get(CANVASES)

    # A minute may begin between two requests.
    assert statuses[:2] == [200, 200]
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60


def test_too_many_events_are_told_what_was_kept(shop: Client, settings):
    settings.API_EVENTS = 3
    event = {"customer_id": "c", "activity": "a.b", "at": "2026-03-03T10:00:00Z"}

    response = shop.post("/api/v1/events", [event] * 4, content_type="application/json")

    assert response.status_code == 429
    assert (response.json()["accepted"], response.json()["next_line"]) == (0, 1)


def test_what_is_not_there_is_a_problem_too(shop: Client):
    for method, address, status in (
        ("get", "/api/v1/nothing/here", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/canvases/none", 404),
        ("delete", CANVASES, 405),
        ("get", "/api/v1/customers?limit=0", 422),
        ("get", "/api/v1/customers?cursor=x", 422),
        ("get", "/api/v1/customers?limt=1", 422),
    ):
        response = getattr(shop, method)(address)

        assert (response.status_code, response["Content-Type"]) == (
            status,
            "application/problem+json",
        )
    assert shop.delete(CANVASES)["Allow"] == "GET"


def test_what_is_wrong_in_a_body_is_told_by_its_place(shop: Client):
    response = shop.post(
        "/api/v1/customers", {"identities": {}, "nme": "x"}, content_type="application/json"
    )

    assert response.status_code == 422
    assert [each["at"][-1] for each in response.json()["errors"]] == ["identities", "nme"]

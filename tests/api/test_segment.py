"""Clients written for Segment can point here."""

import base64
import json
from pathlib import Path

import pytest
from django.test import Client

from parcours.ledger.models import OutboxEvent
from parcours.people.models import Claim, Customer, Merge
from tests.conftest import SHARED

SAMPLES = SHARED / "reference/payloads/analytics"
KINDS = {
    "segment_track_product_viewed": "track",
    "segment_order_completed": "track",
    "segment_page": "page",
    "segment_identify": "identify",
    "segment_alias": "alias",
    "segment_group": "group",
    "segment_batch": "batch",
}
PAGE = {"anonymousId": "a1", "timestamp": "2026-03-03T10:00:00Z", "properties": {"path": "/x"}}


def send(client: Client, kind: str, body: object, **headers: str):
    return client.post(f"/v1/{kind}", body, content_type="application/json", headers=headers)


def recorded() -> list[dict]:
    return [json.loads(row) for row in OutboxEvent.objects.values_list("row", flat=True)]


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_samples_of_the_documentation_are_taken(
    shop: Client, shared_data: Path, name: str, kind: str
):
    body = json.loads((SAMPLES / f"{name}.json").read_text())

    response = send(shop, kind, body)

    assert response.status_code == 200
    assert response.json()["success"] is True
    assert response.json()["rejected"] == 0
    assert len(recorded()) == len(body.get("batch", [body]))


def test_the_key_comes_as_the_user_of_basic_or_in_the_document(client: Client, program):
    _bearer, secret = program("events:write").defaults["HTTP_AUTHORIZATION"].split()
    basic = base64.b64encode(f"{secret}:".encode()).decode()

    with_header = send(client, "page", PAGE, Authorization=f"Basic {basic}")
    with_document = send(client, "p", PAGE | {"writeKey": secret})
    with_nothing = send(client, "page", PAGE)

    assert [r.status_code for r in (with_header, with_document, with_nothing)] == [
        200,
        200,
        401,
    ]
    assert {row["activity"] for row in recorded()} == {"page.viewed"}


def test_a_browser_may_send_from_anywhere(client: Client):
    response = client.options("/v1/track")

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (204, "*")


def test_a_device_with_a_wrong_clock_is_put_right(shop: Client):
    times = {"timestamp": "2019-01-01T00:00:00Z", "sentAt": "2019-01-01T00:00:05Z"}
    received = {"receivedAt": "2026-03-03T10:00:05Z"}

    send(shop, "page", PAGE | times | received | {"originalTimestamp": times["timestamp"]})

    assert recorded()[0]["at"].startswith("2026-03-03T10:00:00")


def test_identify_says_who_someone_is_where_the_key_may(shop: Client, program):
    told = PAGE | {"userId": "u1", "traits": {"email": "anne@example.org", "name": "Anne"}}
    send(program("events:write"), "identify", told)
    learned_from_a_browser = Customer.objects.count()
    send(shop, "identify", told)

    merge = Merge.objects.get()
    assert learned_from_a_browser == 0
    assert (merge.kept.customer_id, merge.merged.customer_id) == ("u1", "a1")
    assert Claim.objects.values_list("customer__customer_id", "value").get() == (
        "u1",
        "anne@example.org",
    )
    assert "Anne" not in str(recorded())


def test_a_shared_browser_stays_with_the_first(shop: Client):
    send(shop, "identify", PAGE | {"userId": "u1"})
    send(shop, "identify", PAGE | {"userId": "u2"})

    assert [str(each) for each in Merge.objects.all()] == ["a1 → u1"]


def test_of_a_batch_the_good_messages_are_kept(shop: Client):
    body = {"batch": [PAGE | {"type": "page"}, {"type": "page"}, "nothing"]}

    response = send(shop, "batch", body)

    assert response.status_code == 200
    assert (response.json()["accepted"], response.json()["rejected"]) == (1, 2)
    assert [each["line"] for each in response.json()["problems"]] == [2, 3]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("track", {"anonymousId": "a"}, 400),
        ("batch", {"batch": []}, 400),
        ("track", [], 400),
        ("nothing", PAGE, 404),
    ],
)
def test_what_cannot_be_taken_is_a_problem(shop: Client, kind: str, body, status: int):
    response = send(shop, kind, body)

    assert (response.status_code, response["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_a_batch_has_its_limit(shop: Client):
    response = send(shop, "batch", {"batch": ["x" * 600_000]})

    assert response.status_code == 413

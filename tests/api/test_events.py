"""Events come in as JSON or NDJSON; what is good is kept, what is bad is told by its line."""

import gzip
import json

import pytest
from django.test import Client

from parcours.ledger.domain.reading import events_of
from parcours.ledger.models import OutboxEvent

EVENTS = "/api/v1/events"
LINES = "application/x-ndjson"
PLACED = {
    "event_id": "e1",
    "customer_id": "c1",
    "activity": "order.placed",
    "at": "2026-03-03T10:00:00Z",
    "amount": 59.9,
    "currency": "EUR",
    "properties": {"shop": "Lyon"},
}
NOTHING = {"accepted": 0, "rejected": 0, "event_ids": [], "problems": []}


def send(client: Client, body: object, **headers: str):
    return client.post(EVENTS, body, content_type="application/json", headers=headers)


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_one_event_is_kept(shop: Client):
    response = send(shop, PLACED)

    assert (response.status_code, response.json()) == (
        200,
        NOTHING | {"accepted": 1, "event_ids": ["e1"]},
    )
    [row] = events_of("c1").to_dicts()
    assert row["activity"] == "order.placed"
    assert row["properties"] == '{"shop":"Lyon"}'
    assert row["source"] == "api shop"


def test_sending_twice_is_sending_once(shop: Client):
    send(shop, [PLACED])
    send(shop, [PLACED, PLACED | {"event_id": "e2"}])

    assert events_of("c1")["event_id"].to_list() == ["e1", "e2"]


def test_a_bad_row_is_told_by_its_line_and_the_good_ones_are_kept(shop: Client):
    response = send(shop, [PLACED | {"at": "soon"}, PLACED, "nothing"])

    reason = "not a moment with its offset (write 2026-03-01T12:00:00+01:00)"
    assert response.status_code == 207
    assert response.json() == {
        "accepted": 1,
        "rejected": 2,
        "event_ids": ["e1"],
        "problems": [
            {
                "line": 1,
                "problems": [
                    {
                        "column": "at",
                        "found": "soon",
                        "reason": reason,
                    }
                ],
            },
            {
                "line": 3,
                "problems": [{"column": "", "found": "nothing", "reason": "not an object"}],
            },
        ],
    }


def test_lines_are_streamed_and_their_numbers_count_empty_ones(shop: Client):
    body = lines(PLACED) + b"\n{broken\n" + lines(PLACED | {"event_id": "e2"})

    response = shop.post(EVENTS, body, content_type=LINES)

    assert response.status_code == 207
    assert response.json() == NOTHING | {
        "accepted": 2,
        "rejected": 1,
        "problems": [
            {
                "line": 3,
                "problems": [{"column": "", "found": "{broken", "reason": "no JSON"}],
            }
        ],
    }


@pytest.mark.parametrize("content_type", ["application/json", LINES])
def test_bodies_may_be_packed(shop: Client, content_type: str):
    body = gzip.compress(lines(PLACED))

    response = shop.post(
        EVENTS, body, content_type=content_type, headers={"Content-Encoding": "gzip"}
    )

    assert response.json()["accepted"] == 1


def test_what_says_it_is_packed_and_is_not_is_refused(shop: Client):
    response = send(shop, PLACED, **{"Content-Encoding": "gzip"})

    assert (response.status_code, response.json()["type"]) == (400, "urn:parcours:not-gzip")


def test_an_identity_never_enters_the_log(shop: Client):
    response = send(shop, PLACED | {"customer_id": "anne@example.org"})

    assert response.status_code == 207
    assert response.json()["problems"][0]["problems"][0]["column"] == "customer_id"
    assert not OutboxEvent.objects.exists()


def test_more_than_one_transaction_of_lines(shop: Client):
    rows = [PLACED | {"event_id": f"e{n}", "customer_id": f"c{n % 7}"} for n in range(4_500)]
    rows[2_100]["score"] = 9

    response = shop.post(EVENTS, lines(*rows), content_type=LINES)

    assert response.json()["accepted"] == 4_499
    assert [each["line"] for each in response.json()["problems"]] == [2_101]
    assert OutboxEvent.objects.count() == 4_499


@pytest.mark.parametrize(
    ("body", "kind", "status", "problem"),
    [
        (b" ", "application/json", 400, "not-json"),
        (b"[]", "application/json", 422, "nothing-sent"),
        (b"\n \n", LINES, 422, "nothing-sent"),
        (b"<a/>", "application/xml", 415, "wrong-content-type"),
    ],
)
def test_what_is_no_event_at_all_is_a_problem(
    shop: Client, body: bytes, kind: str, status: int, problem: str
):
    response = shop.post(EVENTS, body, content_type=kind)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == f"urn:parcours:{problem}"


def test_a_body_too_large_for_memory_is_refused(shop: Client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert send(shop, [PLACED, PLACED]).status_code == 413
    assert shop.post(EVENTS, lines(PLACED, PLACED), content_type=LINES).status_code == 200


def test_events_are_read_back_page_by_page(shop: Client):
    days = {"e2": 2, "e3": 1, "e1": 1}
    send(
        shop,
        [
            PLACED | {"event_id": name, "at": f"2026-03-0{day}T00:00:00Z"}
            for name, day in days.items()
        ],
    )
    first = shop.get("/api/v1/customers/c1/events?limit=2").json()
    rest = shop.get(f"/api/v1/customers/c1/events?limit=2&cursor={first['next']}").json()

    assert [each["event_id"] for each in first["events"]] == ["e1", "e3"]
    assert [each["event_id"] for each in rest["events"]] == ["e2"]
    assert rest["next"] is None
    assert first["events"][0]["properties"] == {"shop": "Lyon"}


def test_nobody_has_no_events(shop: Client):
    response = shop.get("/api/v1/customers/nobody/events")

    assert (response.status_code, response.json()["title"]) == (404, "Not Found")

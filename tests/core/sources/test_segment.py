"""Segment's messages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parcours.core.sources import Mapping, frame, plan, preview
from parcours.core.sources.identity import pseudonym
from tests.core.sources.told import told

Write = Callable[..., Path]
TRACK = {
    "type": "track",
    "messageId": "m1",
    "userId": "cust_1",
    "timestamp": "2026-03-03T10:00:00Z",
    "event": "Product Viewed",
}

BASE = {"customer_id": "cust_1", "at": "2026-03-03T10:00:00Z"}


@pytest.fixture
def read(write: Write) -> Callable[..., list[dict[str, Any]]]:
    def read(*messages: dict[str, Any], **mapping: Any) -> list[dict[str, Any]]:
        path = write("f.ndjson", "\n".join(map(json.dumps, messages)))
        return told(frame(path, Mapping(kind="segment", **mapping)))

    return read


Read = Callable[..., list[dict[str, Any]]]


@pytest.mark.shared_data
def test_the_samples_say_what_they_say(payloads: Path) -> None:
    folder = payloads / "analytics"
    names = ["activity", "customer_id", "case_id", "amount", "currency", "channel"]
    files = ["track_product_viewed", "batch", "order_completed", "page", "identify", "alias"]

    found = [
        tuple(each.get(name) for name in names)
        for file in files
        for each in told(frame(folder / f"segment_{file}.json"))
    ]

    visitor = "a3f1c2d4-5b6e-4f70-8a91-aaaaaaaaaaaa"
    assert found == [
        ("product.viewed", visitor, None, 89.0, "EUR", "web"),
        ("product.added", "cust_5120", "c_881", 89.0, "EUR", "web"),
        ("checkout.started", "cust_5120", "10482", 89.0, "EUR", "web"),
        ("order.placed", "cust_5120", "10482", 94.9, "EUR", "web"),
        ("page.viewed", visitor, None, None, None, "web"),
        ("customer.identified", "cust_5120", None, None, None, "web"),
        ("customer.identified", "cust_5120", None, None, None, "web"),
    ]


@pytest.mark.shared_data
def test_every_sample_is_known_for_what_it_is_and_none_names_anybody(payloads: Path) -> None:
    files = sorted((payloads / "analytics").glob("*segment*.json"))

    text = " ".join(frame(path).write_json() for path in files)

    assert {plan(path).kind for path in files} == {"segment"}
    assert len(files) == 9
    for hidden in ("aicha", "Benali", "639980123", "203.0.113", "Mozilla", "utm_source"):
        assert hidden not in text


@pytest.mark.shared_data
def test_a_device_whose_clock_is_years_ahead_is_dated_by_how_long_it_waited(
    payloads: Path,
) -> None:
    (event,) = told(frame(payloads / "analytics/edge_segment_clock_skew.json"))

    assert event["at"] == "2026-03-03T10:04:55Z"
    assert event["recorded_at"] == "2026-03-03T10:05:00Z"


@pytest.mark.shared_data
def test_a_message_that_is_too_large_stays_out_and_the_rest_of_its_batch_enters(
    payloads: Path, write: Write
) -> None:
    large = json.loads((payloads / "analytics/edge_segment_oversized_event.json").read_text())
    path = write("f.json", json.dumps({"batch": [TRACK, large, TRACK | {"messageId": "m2"}]}))

    found = preview(plan(path))

    assert (found.read, found.total, found.rejected) == (3, 2, 1)
    assert found.examples["value"].to_list() == ["ajs-next-0090-7c1d"]
    assert "32768" in found.examples["reason"][0]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Order Completed", "order.placed"),
        ("Order Refunded", "order.refunded"),
        ("Order Cancelled", "order.cancelled"),
        ("Cart Viewed", "cart.viewed"),
        ("Checkout Step Completed", "checkout_step.completed"),
        ("Payment Info Entered", "payment_info.entered"),
        ("Products Searched", "product.searched"),
        ("videoPlayed", "video.played"),
        ("signup", "signup"),
    ],
)
def test_names_become_words_of_the_log(read: Read, name: str, word: str) -> None:
    assert [each["activity"] for each in read(TRACK | {"event": name})] == [word]


def test_a_mapping_gives_words_of_its_own(read: Read) -> None:
    (event,) = read(TRACK, activities={"product.viewed": "page.viewed"}, source="site")

    assert (event["activity"], event["source"]) == ("page.viewed", "site")


def test_when_is_the_best_clock_there_is(read: Read) -> None:
    sent = {"originalTimestamp": "2026-03-03T09:00:00Z", "sentAt": "2026-03-03T09:00:05Z"}
    undated = {name: value for name, value in TRACK.items() if name != "timestamp"}

    def when(message: dict[str, Any]) -> str:
        return str(read(message)[0]["at"])

    assert when(TRACK | sent) == "2026-03-03T10:00:00Z"
    assert when(TRACK | sent | {"receivedAt": "2026-03-03T10:00:05Z"}) == "2026-03-03T10:00:00Z"
    assert when(undated | sent) == "2026-03-03T09:00:00Z"
    assert when(undated | {"receivedAt": "2026-03-03T10:01:00Z"}) == "2026-03-03T10:01:00Z"
    assert when(undated | {"sentAt": "2026-03-03T10:02:00Z"}) == "2026-03-03T10:02:00Z"


def test_nobody_and_nothing_stay_out_with_their_reason(write: Write) -> None:
    messages = [
        TRACK | {"userId": "undefined"},
        TRACK | {"userId": None, "anonymousId": ""},
        TRACK | {"event": None},
        TRACK | {"type": "guess"},
        TRACK | {"timestamp": "soon"},
        TRACK | {"type": "identify", "userId": None, "anonymousId": "a"},
        TRACK | {"properties": {"products": 7}},
        TRACK | {"event": "Product Reviewed", "properties": {"rating": 9}},
    ]
    path = write("f.ndjson", "\n".join(map(json.dumps, messages)))

    found = preview(plan(path, kind="segment"))

    assert found.examples.select("line", "column").rows() == [
        (1, "userId"), (2, "userId"), (3, "event"), (4, "type"), (5, "timestamp"),
        (7, ""), (8, "score"),
    ]  # fmt: skip
    assert found.skipped == {"identify without userId: nobody is identified": 1}


def test_an_address_as_id_becomes_a_pseudonym_and_traits_lose_identities(read: Read) -> None:
    (event,) = read(
        TRACK
        | {
            "type": "identify",
            "userId": "Zoe@courriel.example",
            "anonymousId": "zoe@courriel.example",
            "traits": {"name": "Zoé", "phone": "+33639980654", "plan": "gold", "id": {"x": 1}},
        }
    )

    stand_in = pseudonym("zoe@courriel.example")
    assert event["customer_id"] == stand_in
    assert event["properties"] == {"plan": "gold", "anonymous_id": stand_in}


def test_a_product_is_told_by_its_id_and_its_price_by_how_many(read: Read) -> None:
    properties = {"sku": "S", "price": "2.5", "quantity": 3, "path": "/p?e=a@b"}

    (event,) = read(
        TRACK | {"context": {"library": {"name": "analytics-ios"}}} | {"properties": properties}
    )

    assert event == BASE | {
        "activity": "product.viewed",
        "channel": "app",
        "amount": 7.5,
        "properties": {"sku": "S", "product": "S", "quantity": 3, "page": "/p"},
    }


def test_pages_lose_what_follows_their_path_and_screens_are_pages_of_an_app(
    read: Read,
) -> None:
    address = {"url": "https://a.example/x/y?mail=zoe@b.example", "referrer": "r"}

    page, screen, group = read(
        TRACK | {"messageId": "m1", "type": "page", "properties": address},
        TRACK | {"messageId": "m2", "type": "screen", "name": "Home"},
        TRACK | {"messageId": "m3", "type": "group", "groupId": "org"},
    )

    assert (page["activity"], page["properties"]) == ("page.viewed", {"page": "/x/y"})
    assert (screen["activity"], screen["channel"]) == ("page.viewed", "app")
    assert screen["properties"] == {"page": "Home", "title": "Home"}
    assert (group["activity"], group["properties"]) == ("group.joined", {"group": "org"})


def test_a_review_is_a_score_with_words(read: Read) -> None:
    properties = {"rating": 4, "review_body": "Bien.", "products": [{"sku": "S"}, 7]}

    assert read(TRACK | {"event": "Product Reviewed", "properties": properties}) == [
        BASE
        | {
            "activity": "review.posted",
            "channel": "web",
            "score": 4.0,
            "scale": "stars_1_5",
            "text": "Bien.",
            "properties": {"products": ["S"]},
        }
    ]


def test_a_message_without_id_is_named_by_what_it_says(write: Write) -> None:
    message = {name: value for name, value in TRACK.items() if name != "messageId"}
    path = write("f.ndjson", json.dumps(message))

    assert frame(path)["event_id"].to_list() == frame(path)["event_id"].to_list()
    assert frame(path)["event_id"].null_count() == 0

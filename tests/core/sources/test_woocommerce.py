"""WooCommerce's orders."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parcours.core.sources import Mapping, frame, plan, preview
from parcours.core.sources.identity import pseudonym
from tests.core.sources.told import told

Write = Callable[..., Path]
ORDER: dict[str, Any] = {
    "id": 727,
    "status": "processing",
    "currency": "EUR",
    "total": "94.90",
    "customer_id": 5,
    "date_created_gmt": "2026-03-03T10:20:00",
    "date_modified_gmt": "2026-03-06T08:00:00",
}


def events(write: Write, *orders: dict[str, Any], **mapping: Any) -> list[dict[str, Any]]:
    path = write("f.json", json.dumps(orders))
    return told(frame(path, Mapping(kind="woocommerce", **mapping)))


@pytest.mark.shared_data
def test_the_samples_tell_an_order_of_a_guest(payloads: Path) -> None:
    path = payloads / "commerce/woocommerce_order_updated_completed.json"
    guest = pseudonym("zoe.picard@courriel.example")
    base = {"customer_id": guest, "case_id": "727", "channel": "web"}
    money = {"amount": 94.9, "currency": "EUR"}

    assert plan(path).kind == "woocommerce"
    assert told(frame(path)) == [
        base
        | money
        | {
            "at": "2026-03-03T10:20:00Z",
            "activity": "order.placed",
            "text": "Merci d’emballer en cadeau",
            "properties": {
                "order": "727",
                "products": [901],
                "delivery_fee": 5.9,
                "payment": "stripe",
            },
        },
        base | money | {"at": "2026-03-03T10:20:04Z", "activity": "order.paid"},
        base | {"at": "2026-03-05T08:00:00Z", "activity": "order.shipped"},
    ]


@pytest.mark.shared_data
def test_the_ping_of_a_new_webhook_is_no_order(payloads: Path) -> None:
    found = preview(plan(payloads / "commerce/edge_woocommerce_ping_on_creation.json"))

    assert (found.read, found.total, found.rejected) == (1, 0, 0)
    assert list(found.skipped.values()) == [1]


@pytest.mark.parametrize(
    ("change", "told_"),
    [
        ({}, ["order.placed"]),
        ({"date_paid_gmt": "2026-03-03T10:21:00"}, ["order.placed", "order.paid"]),
        ({"status": "cancelled"}, ["order.placed", "order.cancelled"]),
        ({"status": "refunded"}, ["order.placed", "order.refunded"]),
        ({"refunds": [{"id": 1, "total": "-9.90"}]}, ["order.placed", "order.refunded"]),
        ({"status": "checkout-draft"}, ["checkout.started"]),
        ({"status": "trash"}, []),
        ({"meta_data": [{"key": "_wcpay_mode", "value": "test"}]}, []),
        ({"id": None}, []),
        ({"date_created_gmt": "soon"}, []),
    ],
)
def test_a_status_tells_what_happened(
    write: Write, change: dict[str, Any], told_: list[str]
) -> None:
    assert [each["activity"] for each in events(write, ORDER | change)] == told_


def test_drafts_and_tests_are_counted_apart_from_what_cannot_be_read(write: Write) -> None:
    mode = {"meta_data": [{"key": "_wcpay_mode", "value": "test"}]}
    changes = [{"status": "trash"}, mode, {"date_created_gmt": "soon"}, {"id": None}]
    path = write("f.json", json.dumps([ORDER | each for each in changes]))

    found = preview(plan(path))

    assert found.skipped == {"draft or deleted order": 1, "test order": 1}
    assert found.examples.select("line", "column", "value").rows() == [
        (3, "date_created_gmt", "soon"),
        (4, "id", ""),
    ]


def test_local_dates_are_read_in_the_time_zone_of_the_shop(write: Write) -> None:
    order = {name: value for name, value in ORDER.items() if not name.endswith("_gmt")}

    (event,) = events(
        write, order | {"date_created": "2026-03-03T11:20:00"}, time_zone="Europe/Paris"
    )

    assert event["at"] == "2026-03-03T10:20:00Z"


@pytest.mark.parametrize(
    ("who", "mapping", "customer"),
    [
        ({}, {}, "woocommerce:5"),
        ({}, {"customers": "all"}, pseudonym("woocommerce:5")),
        ({"customer_id": 0}, {}, "anonymous:727"),
        ({"customer_id": 0, "billing": {"phone": "0639980654"}}, {}, pseudonym("0639980654")),
    ],
)
def test_a_buyer_is_known_by_the_best_there_is(
    write: Write, who: dict[str, Any], mapping: dict[str, str], customer: str
) -> None:
    (event,) = events(write, ORDER | who, **mapping)

    assert event["customer_id"] == customer

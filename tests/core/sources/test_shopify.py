"""Shopify's documents."""

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
    "id": 7,
    "created_at": "2026-03-03T11:03:19+01:00",
    "updated_at": "2026-03-04T09:00:00+01:00",
    "financial_status": "pending",
    "total_price": "94.90",
    "currency": "EUR",
    "customer": {"id": 12},
}
LINE = ("activity", "at", "amount")


def test_how_a_buyer_can_be_reached_stays_beside_the_events(write: Write) -> None:
    buyers = [
        {"customer": {"id": 12, "email": "Zoe@b.example"}, "phone": "+33639980123"},
        {"customer": {"id": 12}, "contact_email": "zoe@work.example"},
        {"customer": None, "email": "nobody"},
    ]
    path = write(
        "f.json", json.dumps([ORDER | {"id": n} | who for n, who in enumerate(buyers)])
    )

    [batch] = plan(path, mapping=Mapping(kind="shopify")).batches()

    reached = {"Zoe@b.example", "+33639980123", "zoe@work.example"}
    assert batch.reached == {"shopify:12": reached}
    assert "example" not in str(batch.events.to_dicts())


@pytest.fixture
def read(write: Write) -> Callable[..., list[tuple[Any, ...]]]:
    def read(*orders: dict[str, Any], **mapping: Any) -> list[tuple[Any, ...]]:
        path = write("f.json", json.dumps({"orders": orders}))
        events = frame(path, Mapping(kind="shopify", **mapping))
        return [tuple(each.get(name) for name in LINE) for each in told(events)]

    return read


Read = Callable[..., list[tuple[Any, ...]]]


@pytest.mark.shared_data
def test_the_samples_tell_an_order_from_cart_to_refund(payloads: Path, write: Write) -> None:
    names = ["orders_create", "orders_updated_fulfilled", "refunds_create"]
    captures = [(payloads / f"commerce/shopify_{name}.json").read_text() for name in names]
    path = write("f.ndjson", "\n".join(json.dumps(json.loads(each)) for each in captures))

    assert plan(path).kind == "shopify"
    events = frame(path).unique("event_id", keep="first", maintain_order=True)
    assert told(events, "event_id", "customer_id", "case_id", *LINE) == [
        {
            "event_id": f"shopify:{name}",
            "customer_id": "shopify:6711",
            "case_id": "5550010482",
            "activity": activity,
            "at": at,
        }
        | ({"amount": amount} if amount else {})
        for name, activity, at, amount in [
            ("order:5550010482:placed", "order.placed", "2026-03-03T10:03:19Z", 94.9),
            ("order:5550010482:paid", "order.paid", "2026-03-03T10:03:19Z", 94.9),
            ("fulfillment:71:shipped", "order.shipped", "2026-03-04T08:00:00Z", None),
            ("refund:8801:refunded", "order.refunded", "2026-03-05T09:00:00Z", 89.0),
        ]
    ]


@pytest.mark.shared_data
def test_a_checkout_told_twice_is_one_and_one_of_nobody_is_kept(payloads: Path) -> None:
    folder = payloads / "commerce"
    created, updated, nobody = (
        told(frame(folder / f"{name}.json"), "event_id", "customer_id", *LINE)
        for name in (
            "shopify_checkouts_create",
            "shopify_checkouts_update",
            "edge_shopify_checkout_no_contact",
        )
    )

    assert created == updated
    assert nobody == [
        {
            "event_id": "shopify:checkout:38113:started",
            "customer_id": "anonymous:c1-6a2b",
            "activity": "checkout.started",
            "at": "2026-03-03T09:40:00Z",
            "amount": 64.0,
        }
    ]


@pytest.mark.shared_data
def test_no_sample_names_anybody(payloads: Path) -> None:
    files = sorted((payloads / "commerce").glob("*shopify*.json"))

    text = " ".join(frame(path).write_json() for path in files)

    assert len(files) == 7
    for hidden in ("aicha", "leo.ferrand", "Benali", "63998", "Roubaix", "203.0.113"):
        assert hidden not in text


def test_test_orders_are_counted_and_stay_out(write: Write) -> None:
    path = write("f.json", json.dumps([ORDER | {"test": True}, ORDER]))

    found = preview(plan(path))

    assert (found.read, found.total, found.skipped) == (2, 1, {"test order": 1})


def test_an_order_tells_all_that_happened_to_it(read: Read) -> None:
    sent = {"id": 1, "status": "success", "created_at": "2026-03-04T08:00:00Z"}
    order = ORDER | {
        "financial_status": "refunded",
        "processed_at": "2026-03-03T10:05:00Z",
        "cancelled_at": "2026-03-06T10:00:00Z",
        "cancel_reason": "customer",
        "fulfillments": [
            sent | {"estimated_delivery_at": "2026-03-05T00:00:00Z"},
            {"id": 2, "status": "cancelled"},
            sent
            | {"id": 3, "shipment_status": "delivered", "updated_at": "2026-03-05T08:00:00Z"},
        ],
        "refunds": [{"id": 4, "created_at": "2026-03-07T10:00:00Z"}],
    }

    assert read(order) == [
        ("order.placed", "2026-03-03T10:03:19Z", 94.9),
        ("order.paid", "2026-03-03T10:05:00Z", 94.9),
        ("order.cancelled", "2026-03-06T10:00:00Z", None),
        ("order.shipped", "2026-03-04T08:00:00Z", None),
        ("order.shipped", "2026-03-04T08:00:00Z", None),
        ("order.delivered", "2026-03-05T08:00:00Z", None),
        ("order.refunded", "2026-03-07T10:00:00Z", None),
    ]


@pytest.mark.parametrize(
    ("who", "customer"),
    [
        ({"customer": {"id": 12}}, "shop-a:12"),
        ({"customer": None, "email": "Zoe@b.example"}, pseudonym("zoe@b.example")),
        ({"customer": {"phone": "+33639980123"}}, pseudonym("+33639980123")),
        ({"customer": None, "cart_token": "c1"}, "anonymous:c1"),
        ({"customer": None}, "anonymous:7"),
    ],
)
def test_a_buyer_is_known_by_the_best_there_is(
    write: Write, who: dict[str, Any], customer: str
) -> None:
    path = write("f.json", json.dumps([ORDER | who]))

    events = frame(path, Mapping(kind="shopify", source="shop-a"))

    assert events["customer_id"].to_list() == [customer]


def test_every_buyer_is_a_pseudonym_when_the_mapping_says_so(write: Write) -> None:
    path = write("f.json", json.dumps([ORDER]))

    events = frame(path, Mapping(kind="shopify", customers="all"))

    assert events["customer_id"].to_list() == [pseudonym("shopify:12")]


def test_what_cannot_be_read_stays_out_with_its_reason(write: Write) -> None:
    documents = [
        {
            "refund_line_items": [],
            "id": 1,
            "order_id": 99,
            "created_at": "2026-03-03T10:00:00Z",
        },
        ORDER | {"created_at": "soon"},
        {"financial_status": "paid"},
        ORDER | {"fulfillments": ["?"]},
    ]
    path = write("f.ndjson", "\n".join(map(json.dumps, documents)))

    found = preview(plan(path))

    assert found.total == 0
    assert found.examples.select("line", "column", "value").rows()[:3] == [
        (1, "order_id", "99"),
        (2, "created_at", "soon"),
        (3, "id", ""),
    ]
    assert "shape" in found.examples["reason"][3]

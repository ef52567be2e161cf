"""Shopify's orders, checkouts and refunds: webhooks, captures, exports of the admin API."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from parcours.core.language import _
from parcours.core.sources.identity import pseudonym
from parcours.core.sources.mapping import Mapping
from parcours.core.sources.telling import (
    REACHED,
    LeftOut,
    NotTold,
    Row,
    identities,
    instant,
    number,
    required,
    text,
)

_CHANNELS: Final = {
    "web": "web", "pos": "store", "iphone": "app", "android": "app",
    "instagram": "instagram", "facebook": "web",
}  # fmt: skip
_REACHED: Final = ("email", "contact_email", "phone")
_PAID: Final = frozenset(["paid", "partially_refunded", "refunded"])
_NOT_SENT: Final = frozenset(["pending", "open", "cancelled", "error", "failure"])


@dataclass
class Shopify:
    """Orders and checkouts become events; the case is the order (or the checkout).

    A refund that comes alone names its order but no customer: it is told where that order
    was in the same file before it.
    """

    mapping: Mapping
    secret: bytes = b""
    _customers: dict[str, Row] = field(default_factory=dict)

    def events(self, document: dict[str, Any], topic: str = "") -> list[Row]:
        """Return the events of one document. Test orders tell none."""
        if document.get("test") is True:
            raise NotTold(_("test order"))
        if text(document.get("id")) is None:
            raise LeftOut("id", document.get("id"), _("this is no Shopify order: it has no id"))
        if topic.startswith("refunds/") or "refund_line_items" in document:
            return [self._refund(document, self._customer_of_refund(document))]
        if topic.startswith("checkouts/") or "abandoned_checkout_url" in document:
            return [self._checkout(document)]
        return self._order(document)

    def _order(self, order: dict[str, Any]) -> list[Row]:
        number_ = str(order["id"])
        customer = self._customer(order)
        self._customers[number_] = customer
        about = customer | {"case_id": number_, "channel": _channel(order)}
        rows = [self._placed(order), *self._later(order), *self._sent(order)]
        rows += [self._refund(each, customer) for each in order.get("refunds") or []]
        return [about | row for row in rows]

    def _placed(self, order: dict[str, Any]) -> Row:
        return {
            "event_id": self._id("order", order["id"], "placed"),
            "at": required("created_at", order.get("created_at"), self.mapping.time_zone),
            "activity": "order.placed",
            "amount": number(order.get("total_price")),
            "currency": text(order.get("currency")),
            "text": text(order.get("note")),
            "properties": {
                "order": order.get("name"),
                "checkout": order.get("checkout_token"),
                "cart": order.get("cart_token"),
                "products": [each.get("product_id") for each in order.get("line_items") or []],
                "delivery": _first(order.get("shipping_lines"), "title"),
                "delivery_fee": number(_first(order.get("shipping_lines"), "price")),
            },
        }

    def _later(self, order: dict[str, Any]) -> list[Row]:
        rows: list[Row] = []
        dates = self._at(order, "created_at"), self._at(order, "processed_at")
        paid = max((at for at in dates if at is not None), default=None)
        if order.get("financial_status") in _PAID and paid:
            rows.append(self._row(order, "paid", paid) | _money(order))
        cancelled = self._at(order, "cancelled_at")
        if cancelled:
            reason = {"reason": order.get("cancel_reason")}
            rows.append(self._row(order, "cancelled", cancelled) | {"properties": reason})
        return rows

    def _sent(self, order: dict[str, Any]) -> list[Row]:
        """A fulfilment without its own dates is dated by the order's last change."""
        rows: list[Row] = []
        for each in order.get("fulfillments") or []:
            at = self._at(each, "created_at") or self._at(order, "updated_at")
            if each.get("status") in _NOT_SENT or at is None:
                continue
            about = {"carrier": each.get("tracking_company")}
            due = self._at(each, "estimated_delivery_at")
            shipped = self._row(each, "shipped", at, of="fulfillment")
            rows.append(shipped | {"due_at": due, "properties": about})
            if each.get("shipment_status") == "delivered":
                at = self._at(each, "updated_at") or self._at(order, "updated_at") or at
                delivered = self._row(each, "delivered", at, of="fulfillment")
                rows.append(delivered | {"properties": about})
        return rows

    def _refund(self, refund: dict[str, Any], customer: Row) -> Row:
        moved = [
            each
            for each in refund.get("transactions") or []
            if each.get("kind") == "refund" and each.get("status") in {"success", None}
        ]
        amounts = [number(each.get("amount")) or 0.0 for each in moved]
        at = required("created_at", refund.get("created_at"), self.mapping.time_zone)
        return self._row(refund, "refunded", at, of="refund") | {
            **customer,
            "case_id": text(refund.get("order_id")),
            "amount": sum(amounts) if moved else None,
            "currency": _first(moved, "currency"),
        }

    def _checkout(self, checkout: dict[str, Any]) -> Row:
        at = required("created_at", checkout.get("created_at"), self.mapping.time_zone)
        return {
            **self._row(checkout, "started", at, of="checkout"),
            **_money(checkout),
            "activity": "checkout.started",
            **self._customer(checkout),
            "case_id": text(checkout.get("token")) or str(checkout["id"]),
            "channel": _channel(checkout),
            "properties": {
                "cart": checkout.get("cart_token"),
                "products": [
                    each.get("product_id") for each in checkout.get("line_items") or []
                ],
            },
        }

    def _row(self, thing: dict[str, Any], verb: str, at: datetime, *, of: str = "order") -> Row:
        return {
            "event_id": self._id(of, thing.get("id"), verb),
            "activity": f"order.{verb}",
            "at": at,
        }

    def _id(self, of: str, number_: object, verb: str) -> str:
        return f"{self.mapping.source or 'shopify'}:{of}:{number_}:{verb}"

    def _at(self, thing: dict[str, Any], name: str) -> datetime | None:
        return instant(thing.get(name), self.mapping.time_zone)

    def _customer(self, document: dict[str, Any]) -> Row:
        """Who buys, and how they can be reached."""
        places = (document, document.get("customer") or {})
        reached = [place.get(name) for place in places for name in _REACHED]
        return {"customer_id": self._name(document, reached), REACHED: identities(*reached)}

    def _name(self, document: dict[str, Any], reached: list[object]) -> str:
        """The shop's customer number, else a pseudonym of how they can be reached.

        A buyer who left nothing is known by the cart, so that the visit still counts.
        """
        customer = document.get("customer") or {}
        if number_ := text(customer.get("id")):
            name = f"{self.mapping.source or 'shopify'}:{number_}"
            is_hidden = self.mapping.customers == "all"
            return pseudonym(name, secret=self.secret) if is_hidden else name
        if known := next(filter(None, map(text, reached)), None):
            return pseudonym(known, secret=self.secret)
        return f"anonymous:{document.get('cart_token') or document['id']}"

    def _customer_of_refund(self, refund: dict[str, Any]) -> Row:
        order = text(refund.get("order_id")) or ""
        if order not in self._customers:
            raise LeftOut(
                "order_id",
                order,
                _(
                    "a refund names no customer, and its order is not before it in this file. "
                    "Put both in one file, or import the order again: it carries its refunds."
                ),
            )
        return self._customers[order]


def _money(thing: dict[str, Any]) -> Row:
    amount, currency = number(thing.get("total_price")), text(thing.get("currency"))
    return {"amount": amount, "currency": currency}


def _channel(document: dict[str, Any]) -> str | None:
    return _CHANNELS.get(str(document.get("source_name")).lower())


def _first(things: object, name: str) -> Any:
    first = things[0] if isinstance(things, list) and things else {}
    return first.get(name) if isinstance(first, dict) else None

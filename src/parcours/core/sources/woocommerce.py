"""WooCommerce's orders: webhooks, captures, exports of its REST API."""

from dataclasses import dataclass
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
    text,
)

_DRAFTS: Final = frozenset(["auto-draft", "trash", "draft"])
_TEST_MODES: Final = ("_wcpay_mode", "_payment_mode", "_mode")


@dataclass(frozen=True)
class WooCommerce:
    """Orders become events; the case is the order.

    WooCommerce dates the order, its payment and its completion, which is when a shop ships
    it. Cancelled and refunded have no date of their own: the last change stands for it.
    """

    mapping: Mapping
    secret: bytes = b""

    def events(self, document: dict[str, Any], topic: str = "") -> list[Row]:
        """Return the events of one order. Drafts and test payments tell none."""
        self._check(document)
        status = document.get("status")
        changed = self._at(document, "modified") or self._at(document, "created")
        if status == "checkout-draft":
            return [self._row(document, "checkout.started", changed)]
        rows = [
            self._row(document, "order.placed", self._at(document, "created"))
            | {"text": text(document.get("customer_note")), "properties": _about(document)},
            self._row(document, "order.paid", self._at(document, "paid")),
            self._row(document, "order.shipped", self._at(document, "completed"))
            | {"amount": None, "currency": None},
        ]
        if status == "cancelled":
            rows.append(self._row(document, "order.cancelled", changed))
        rows += self._refunds(document, changed)
        return [row for row in rows if row["at"] is not None]

    def _check(self, order: dict[str, Any]) -> None:
        if text(order.get("id")) is None:
            raise LeftOut(
                "id", order.get("id"), _("this is no WooCommerce order: it has no id")
            )
        if order.get("status") in _DRAFTS:
            raise NotTold(_("draft or deleted order"))
        for each in order.get("meta_data") or []:
            if each.get("key") in _TEST_MODES and each.get("value") == "test":
                raise NotTold(_("test order"))
        if self._at(order, "created") is None:
            found = order.get("date_created_gmt") or order.get("date_created")
            raise LeftOut("date_created_gmt", found, _("the order has no readable date"))

    def _refunds(self, order: dict[str, Any], at: datetime | None) -> list[Row]:
        refunds = order.get("refunds") or []
        if order.get("status") == "refunded" and not refunds:
            refunds = [{"id": "whole", "total": order.get("total")}]
        return [
            self._row(order, "order.refunded", at)
            | {
                "event_id": self._id(order, f"refund:{each.get('id')}"),
                "amount": abs(number(each.get("total")) or 0.0),
                "properties": {"reason": each.get("reason")},
            }
            for each in refunds
        ]

    def _row(self, order: dict[str, Any], activity: str, at: datetime | None) -> Row:
        return {
            "event_id": self._id(order, activity.rpartition(".")[2]),
            **self._customer(order),
            "case_id": str(order["id"]),
            "at": at,
            "activity": activity,
            "channel": "store" if order.get("created_via") == "pos" else "web",
            "amount": number(order.get("total")),
            "currency": text(order.get("currency")),
        }

    def _id(self, order: dict[str, Any], what: str) -> str:
        return f"{self.mapping.source or 'woocommerce'}:order:{order['id']}:{what}"

    def _at(self, order: dict[str, Any], what: str) -> datetime | None:
        gmt = instant(order.get(f"date_{what}_gmt"))
        return gmt or instant(order.get(f"date_{what}"), self.mapping.time_zone)

    def _customer(self, order: dict[str, Any]) -> Row:
        """Who buys, and how they can be reached."""
        billing = order.get("billing") or {}
        reached = identities(billing.get("email"), billing.get("phone"))
        return {"customer_id": self._name(order), REACHED: reached}

    def _name(self, order: dict[str, Any]) -> str:
        """The shop's customer number, else a pseudonym of how to reach the guest."""
        if number_ := number(order.get("customer_id")):
            name = f"{self.mapping.source or 'woocommerce'}:{number_:.0f}"
            is_hidden = self.mapping.customers == "all"
            return pseudonym(name, secret=self.secret) if is_hidden else name
        billing = order.get("billing") or {}
        reached = text(billing.get("email")) or text(billing.get("phone"))
        return pseudonym(reached, secret=self.secret) if reached else f"anonymous:{order['id']}"


def _about(order: dict[str, Any]) -> dict[str, Any]:
    lines = order.get("line_items") or []
    shipping = order.get("shipping_lines") or [{}]
    return {
        "order": order.get("number"),
        "products": [each.get("product_id") for each in lines],
        "delivery": shipping[0].get("method_title"),
        "delivery_fee": number(order.get("shipping_total")),
        "payment": order.get("payment_method"),
    }

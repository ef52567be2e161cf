"""Segment's messages: track, page, screen, identify, alias, group, and ecommerce v2."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from parcours.core.language import _
from parcours.core.sources.identity import (
    PERSONAL,
    key,
    looks_like_identity,
    without_identities,
)
from parcours.core.sources.mapping import Mapping
from parcours.core.sources.telling import (
    REACHED,
    LeftOut,
    NotTold,
    Row,
    identities,
    instant,
    number,
    skew,
    stand_in,
    text,
)
from parcours.core.sources.wording import activity_word

LARGEST: Final = 32 * 1024  # bytes a message, Segment's own limit
_NOBODY: Final = frozenset(["null", "undefined", "none", "nan", "anonymous", "false", "0"])
_WORDS: Final = {
    "order_completed": "order.placed",
    "product_reviewed": "review.posted",
    "products_searched": "product.searched",
    "signed_up": "account.opened",
}
_PLACES: Final = {"page": "web", "screen": "app"}
_CASES: Final = ("order_id", "checkout_id", "cart_id")
_AMOUNTS: Final = ("total", "revenue", "value")
_APPS: Final = ("ios", "android", "react-native", "flutter", "swift", "kotlin", "unity")
_TOLD: Final = frozenset([*_CASES, *_AMOUNTS, "currency", "price", "quantity", "rating"]) | {
    "review_body", "review_id", "product_id", "url", "path", "referrer", "search"
}  # fmt: skip


@dataclass(frozen=True)
class Segment:
    """Messages of the Segment spec, alone or in batches, become events."""

    mapping: Mapping
    secret: bytes = b""

    def events(self, document: dict[str, Any], topic: str = "") -> list[Row]:
        """Return the event of one message; one over 32 KB is left out, as at Segment."""
        size = len(orjson.dumps(document))
        if size > LARGEST:
            reason = _("the message has {size} bytes; at most {most} are accepted")
            name = document.get("messageId")
            raise LeftOut("messageId", name, reason.format(size=size, most=LARGEST))
        kind = str(document.get("type", "")).lower()
        if kind not in _READERS:
            reason = _("this is not a message of the Segment spec; `type` is one of {kinds}")
            raise LeftOut(
                "type", document.get("type"), reason.format(kinds=", ".join(_READERS))
            )
        row = _READERS[kind](document)
        self._hide(row["properties"])
        return [row | self._common(document, kind)]

    def _common(self, document: dict[str, Any], kind: str) -> Row:
        at = occurred(document)
        customer = self._person(document)
        message = text(document.get("messageId"))
        where = _library(document)
        return {
            "event_id": f"segment:{message}" if message else None,
            "customer_id": customer,
            REACHED: _reached(document, kind),
            "at": at,
            "channel": _PLACES.get(kind, "app" if where in _APPS else "web"),
            "recorded_at": instant(document.get("receivedAt")),
        }

    def _hide(self, properties: dict[str, Any]) -> None:
        """Leave out what tells who someone is; keep the id they had before."""
        before = text(properties.pop("anonymous_id", None))
        for name in set(properties) - set(without_identities(properties)):
            del properties[name]
        if before is not None:
            properties["anonymous_id"] = stand_in(before, self.mapping, self.secret)

    def _person(self, document: dict[str, Any]) -> str:
        for name in ("userId", "anonymousId"):
            value = text(document.get(name))
            if value is not None and value.lower() not in _NOBODY:
                return stand_in(value, self.mapping, self.secret)
        raise LeftOut("userId", document.get("userId"), _("neither userId nor anonymousId"))


def _reached(document: dict[str, Any], kind: str) -> list[str]:
    """Return how the person can be reached: what identifies them, and what they are told by."""
    traits = _object(document.get("traits")) if kind == "identify" else {}
    named = map(document.get, ("userId", "anonymousId"))
    known = filter(looks_like_identity, named)
    return identities(*known, traits.get("email"), traits.get("phone"))


def occurred(document: dict[str, Any]) -> datetime:
    """Return when a message's event happened.

    A device's clock may be wrong by years; what it can measure is how long the message
    waited on it. So: receivedAt − (sentAt − originalTimestamp) where all three are given,
    else the first there is of timestamp, originalTimestamp, receivedAt and sentAt.
    """
    original, sent, received = (
        instant(document.get(name)) for name in ("originalTimestamp", "sentAt", "receivedAt")
    )
    if original and sent and received:
        return skew(received, sent, original)
    at = instant(document.get("timestamp")) or original or received or sent
    if at is None:
        reason = _("none of timestamp, originalTimestamp, receivedAt, sentAt is a date")
        raise LeftOut("timestamp", document.get("timestamp"), reason)
    return at


def _track(document: dict[str, Any]) -> Row:
    name = text(document.get("event"))
    if name is None:
        raise LeftOut("event", document.get("event"), _("a track message without `event`"))
    properties = _object(document.get("properties"))
    word = _WORDS.get(key(name)) or activity_word(name)
    price = number(properties.get("price"))
    quantity = number(properties.get("quantity"))
    amounts = [number(properties.get(each)) for each in _AMOUNTS]
    amount = next((each for each in amounts if each is not None), None)
    if amount is None and price is not None:
        amount = price * (quantity if quantity is not None else 1)
    review = _review(properties) if word == "review.posted" else {}
    return review | {
        "activity": word,
        "case_id": next(
            (text(properties[each]) for each in _CASES if properties.get(each)), None
        ),
        "amount": amount,
        "currency": text(properties.get("currency")),
        "properties": _about(properties),
    }


def _review(properties: dict[str, Any]) -> Row:
    score = number(properties.get("rating"))
    return {
        "score": score,
        "scale": "stars_1_5" if score is not None else None,
        "text": text(properties.get("review_body")),
    }


def _about(properties: dict[str, Any]) -> dict[str, Any]:
    """Keep the properties that no column says; a product by its id, several as a list."""
    product = properties.get("product_id") or properties.get("sku")
    products = [
        each.get("product_id") or each.get("sku")
        for each in properties.get("products") or []
        if isinstance(each, dict)
    ]
    kept = {
        key(name): value
        for name, value in properties.items()
        if name not in _TOLD and not isinstance(value, (dict, list))
    }
    return kept | {
        "product": product,
        "products": products,
        "quantity": properties.get("quantity"),
        "page": _path(properties),
    }


def _page(document: dict[str, Any]) -> Row:
    properties = _object(document.get("properties"))
    page = _object(_object(document.get("context")).get("page"))
    campaign = _object(_object(document.get("context")).get("campaign"))
    return {
        "activity": "page.viewed",
        "properties": {
            "page": _path(properties) or _path(page) or text(document.get("name")),
            "title": properties.get("title") or document.get("name"),
            "referrer": _host(properties.get("referrer") or page.get("referrer")),
            "campaign": campaign.get("name"),
        },
    }


def _identify(document: dict[str, Any]) -> Row:
    if not text(document.get("userId")):
        raise NotTold(_("identify without userId: nobody is identified"))
    traits = without_identities(_object(document.get("traits")), names=PERSONAL)
    known = {key(name): value for name, value in traits.items() if not isinstance(value, dict)}
    return {
        "activity": "customer.identified",
        "properties": known | {"anonymous_id": document.get("anonymousId")},
    }


def _alias(document: dict[str, Any]) -> Row:
    return {
        "activity": "customer.identified",
        "properties": {"anonymous_id": document.get("previousId")},
    }


def _group(document: dict[str, Any]) -> Row:
    return {
        "activity": "group.joined",
        "properties": {"group": text(document.get("groupId"))},
    }


_READERS: Final = {
    "track": _track,
    "page": _page,
    "screen": _page,
    "identify": _identify,
    "alias": _alias,
    "group": _group,
}


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _library(document: dict[str, Any]) -> str:
    library = _object(_object(document.get("context")).get("library"))
    name = str(library.get("name", "")).lower()
    return next((each for each in _APPS if each in name), "")


def _path(place: dict[str, Any]) -> str | None:
    """Return the path of a page, without what follows ``?``: addresses hide there."""
    path = text(place.get("path"))
    if path is None and (url := text(place.get("url"))):
        path = urlsplit(url).path
    return path.split("?")[0].split("#")[0] if path else None


def _host(url: object) -> str | None:
    return urlsplit(url).hostname if isinstance(url, str) else None

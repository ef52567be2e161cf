"""What visitors of a site do, without cookies: from the snippet's reports to events."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from parcours.ledger.domain.recording import record
from parcours.measure.models import Salt, Visit, Website

LASTS: Final = timedelta(minutes=30)
"""A silence after which the next page begins a new visit."""
MOST: Final = 50
"""Events in one report; a page that sends more is not ours."""
_OLDEST: Final = timedelta(hours=1)
_PAGES: Final = ("page.viewed", "page.left")
_CART: Final = ("product.viewed", "product.added", "product.removed", "checkout.started")
_BOTS: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|headless|lighthouse|preview|monitor|curl|wget|python-|"
    r"java/|go-http|http-?client|scrap|facebookexternalhit|phantom|^$",
    re.IGNORECASE,
)
_SEARCHING: Final = re.compile(
    r"(^|\.)(google|bing|duckduckgo|qwant|ecosia|yahoo|baidu|yandex|startpage)\.[a-z.]+$"
)
_SOCIAL: Final = re.compile(
    r"(^|\.)(facebook|instagram|twitter|x|t|linkedin|lnkd|pinterest|tiktok|youtube|reddit)\."
    r"(com|co|in)$"
)
_PAID: Final = frozenset({"cpc", "ppc", "paid", "ad", "ads", "display", "paid_social"})


def is_bot(agent: str) -> bool:
    """Return whether a browser says that no person uses it.

    >>> is_bot("Mozilla/5.0 (compatible; Googlebot/2.1)"), is_bot("")
    (True, True)
    """
    return _BOTS.search(agent) is not None


def refuses(headers: Mapping[str, str]) -> bool:
    """Return whether a browser asks not to be followed, by GPC or Do Not Track."""
    return headers.get("Sec-GPC") == "1" or headers.get("DNT") == "1"


def pseudonym(site: Website, *, address: str, agent: str, consented: str = "") -> str:
    """Return who a visitor is: with consent by their own number, else for this day only.

    Without consent it is a hash of the day's secret, the address and the browser. The address
    is not kept, and the secret is thrown away, so that nobody can be found again tomorrow.
    """
    parts = [site.key, consented] if consented else [_salt(), site.key, address, agent]
    return "web-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:28]


@transaction.atomic
def hear(site: Website, visitor: str, events: list[Any]) -> int:
    """Record what a visitor did; return how much of it was understood.

    Args:
        events: objects with ``a`` (activity), ``ago`` (milliseconds), ``page``, and what the
            activity carries; what is none is passed over.
    """
    now = timezone.now()
    known = [each for each in events[:MOST] if isinstance(each, dict)]
    taken = sum(_take(site, visitor, each, now=now) for each in known)
    if taken:
        Website.objects.filter(pk=site.pk, first_at=None).update(first_at=now)
        Website.objects.filter(pk=site.pk).update(last_at=now)
    return taken


def origin_of(event: Mapping[str, Any], own: list[str]) -> str:
    """Return where a visit comes from, in the words of the event log.

    Args:
        event: ``ref``, the address of the page before; ``utm``, the marks of a campaign.
        own: the site's own origins, which nobody comes from.

    >>> origin_of({"ref": "https://www.google.fr/"}, [])
    'search'
    >>> origin_of({"ref": "", "utm": {"medium": "email"}}, [])
    'email'
    """
    marks = event.get("utm")
    medium = _text(marks.get("medium")).lower() if isinstance(marks, dict) else ""
    parts = urlsplit(_text(event.get("ref")))
    host = parts.hostname or ""
    if medium in _PAID:
        return "ad"
    if medium in ("email", "social"):
        return medium
    if not host or f"{parts.scheme}://{parts.netloc}" in own:
        return "direct"
    if _SEARCHING.search(host):
        return "search"
    return "social" if _SOCIAL.search(host) else "referral"


@task()
def forget() -> None:
    """Throw away the secrets of past days and the visits that are over."""
    Salt.objects.filter(day__lt=_today()).delete()
    Visit.objects.filter(seen_at__lt=timezone.now() - LASTS).delete()


def _take(site: Website, visitor: str, event: dict[str, Any], *, now: datetime) -> bool:
    activity = event.get("a")
    if activity not in (*_PAGES, *_CART):
        return False
    ago = min(max(_number(event.get("ago")) or 0.0, 0.0), _OLDEST / timedelta(milliseconds=1))
    at = now - timedelta(milliseconds=ago)
    common = {"customer_id": visitor, "channel": "web", "source": f"site {site.key}"}
    if activity == "page.viewed" and _begins(visitor, at):
        campaign = event.get("utm") if isinstance(event.get("utm"), dict) else {}
        record(
            "visit.started",
            at=at,
            properties=_properties(
                origin=origin_of(event, site.allowed),
                campaign=(campaign or {}).get("campaign"),
                referrer=urlsplit(_text(event.get("ref"))).hostname,
            ),
            **common,
        )
    record(
        activity,
        at=at,
        event_id=_once(site, visitor, event),
        properties=_properties(page=event.get("page"), product=event.get("product")),
        **common,
        **_carried(activity, event, visitor),
    )
    return True


def _begins(visitor: str, at: datetime) -> bool:
    """Return whether a visit begins, and keep when the visitor was seen."""
    seen, is_new = Visit.objects.get_or_create(visitor=visitor, defaults={"seen_at": at})
    if is_new:
        return True
    is_over = at - seen.seen_at > LASTS
    if at > seen.seen_at:
        Visit.objects.filter(pk=seen.pk).update(seen_at=at)
    return is_over


def _carried(activity: str, event: dict[str, Any], visitor: str) -> dict[str, Any]:
    if activity == "page.left":
        seconds = _number(event.get("seconds"))
        return {"seconds": seconds} if seconds is not None and 0 <= seconds < 86_400 else {}
    if activity == "page.viewed":
        return {}
    amount, cart = _number(event.get("amount")), _text(event.get("cart"))[:80]
    found: dict[str, Any] = {"case_id": cart or f"{visitor}-cart"}
    if amount is not None and amount >= 0:
        currency = _text(event.get("currency")).upper()
        found |= {"amount": amount, "currency": currency if len(currency) == 3 else None}
    return found


def _once(site: Website, visitor: str, event: dict[str, Any]) -> str:
    """Return the event's name: a report that is sent twice is the same events."""
    number = _text(event.get("id"))[:40]
    return f"{site.key}-{visitor}-{number}" if number else ""


def _properties(**given: Any) -> str | None:
    known = {name: _text(value)[:200] for name, value in given.items() if _text(value)}
    return json.dumps(known, ensure_ascii=False) if known else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e12 else None


def _salt() -> str:
    made = {"value": secrets.token_hex(32)}
    return Salt.objects.get_or_create(day=_today(), defaults=made)[0].value


def _today() -> date:
    return timezone.now().date()

"""Telling addresses: once for each thing that happened, tried again until it arrives."""

import hashlib
import hmac
import secrets
import time
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, Final

import orjson
import requests
from cryptography.fernet import InvalidToken
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.refusal import Refused
from parcours.people.domain.auditing import note
from parcours.people.models import Member
from parcours.site.models import Delivery, Webhook
from parcours.site.webhooks import reaching
from parcours.site.webhooks.events import CUSTOMER_ERASED, PING
from parcours.site.webhooks.secrets import opened, sealed

PAUSES: Final = tuple(
    timedelta(seconds=each) for each in (10, 60, 300, 1_800, 7_200, 18_000, 36_000)
)
"""How long to wait before the second try, the third…; after the last it is given up."""
MOST_FAILURES: Final = 30
_AT_ONCE: Final = 500
_SPACE: Final = uuid.UUID("0b1f6f0e-9d6a-4f0e-8a57-2f6f0a7c1d11")


def add(url: str, *, events: Iterable[str], by: Member) -> tuple[Webhook, str]:
    """Return a new webhook and the secret that signs what it is told.

    Raises:
        PrivateAddress: the address leads to a private network.
    """
    reaching.allow(url)
    secret = "whsec_" + secrets.token_urlsafe(32)
    with transaction.atomic():
        webhook = Webhook.objects.create(
            url=url, events=list(events), secret=sealed(secret), made_by=by
        )
        note(by, "webhook.added", f"webhook/{webhook.pk}", detail=url)
    return webhook, secret


def tell(
    webhook: Webhook, event: str, key: str, *, data: dict[str, Any], customer_id: str = ""
) -> None:
    """Tell an address of something, once.

    Args:
        key: names what happened among the events of this name.
        data: what there is to know of it; no name, no address.
        customer_id: whom it is about: forgetting them forgets it.
    """
    number = _number(webhook, event, key)
    now = timezone.now()
    body = {"id": str(number), "event": event, "at": now.isoformat(), "data": data}
    with transaction.atomic():
        _delivery, is_new = Delivery.objects.get_or_create(
            pk=number,
            defaults={
                "webhook": webhook,
                "event": event,
                "body": orjson.dumps(body, default=str).decode(),
                "customer_id": customer_id,
                "made_at": now,
            },
        )
        if is_new:
            deliver.enqueue(str(number))


def untold(webhook: Webhook, event: str, keys: Iterable[str]) -> Iterator[str]:
    """Yield those of *keys* of which an address was not told yet, in their order."""
    rest = iter(keys)
    while some := {_number(webhook, event, key): key for key in islice(rest, _AT_ONCE)}:
        told = set(Delivery.objects.filter(pk__in=some).values_list("pk", flat=True))
        yield from (key for number, key in some.items() if number not in told)


def _number(webhook: Webhook, event: str, key: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, f"{webhook.pk} {event} {key}")


def listening(event: str) -> list[Webhook]:
    """Return the webhooks that want to hear of an event, and work."""
    working = Webhook.objects.filter(disabled_at=None)
    return [each for each in working if event in each.events]


def ping(webhook: Webhook) -> None:
    """Tell an address that it is heard, to try it out."""
    tell(webhook, PING, str(uuid.uuid4()), data={})


@transaction.atomic
def send_again(delivery: Delivery) -> None:
    """Try a delivery anew, from the start."""
    Delivery.objects.filter(pk=delivery.pk).update(attempts=0, done_at=None, given_up_at=None)
    deliver.enqueue(str(delivery.pk))


@transaction.atomic
def enable(webhook: Webhook, *, by: Member) -> None:
    """Let a webhook that was disabled work again."""
    Webhook.objects.filter(pk=webhook.pk).update(disabled_at=None, failures=0)
    for delivery in webhook.deliveries.filter(done_at=None, given_up_at=None):
        deliver.enqueue(str(delivery.pk))
    note(by, "webhook.enabled", f"webhook/{webhook.pk}", detail=webhook.url)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return what proves that a body is ours: HMAC-SHA256 over ``timestamp.body``, in hex."""
    told = f"{timestamp}.".encode() + body
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


@task()
def deliver(number: str) -> None:
    """Try to deliver; where it fails, again later. A receiver may hear the same twice."""
    delivery = Delivery.objects.filter(pk=number).select_related("webhook").first()
    if delivery is None or delivery.done_at or delivery.given_up_at:
        return
    if delivery.webhook.disabled_at is not None:
        return
    status, answer = _tried(delivery)
    now, is_done = timezone.now(), status is not None and 200 <= status < 300
    pause = None if is_done else _pause(delivery.attempts)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1,
        tried_at=now,
        status=status,
        answer=answer[:1_000],
        done_at=now if is_done else None,
        given_up_at=None if is_done or pause else now,
    )
    if is_done:
        _forget_who_was_erased(delivery)
        Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)
        return
    if pause is not None:
        deliver.using(run_after=now + pause).enqueue(number)
    _count_failure(delivery.webhook)


def _tried(delivery: Delivery) -> tuple[int | None, str]:
    """Return the status and the answer, or null and why there is none."""
    body, now = delivery.body.encode(), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Parcours-Webhook",
        "Parcours-Delivery": str(delivery.pk),
        "Parcours-Event": delivery.event,
    }
    try:
        signed = signature(opened(delivery.webhook.secret), now, body)
        headers["Parcours-Signature"] = f"t={now},v1={signed}"
        return reaching.post(delivery.webhook.url, body, headers)
    except (requests.RequestException, Refused) as error:
        return None, str(error)
    except InvalidToken:
        return None, _("No key of this site opens the secret: see PARCOURS_OLD_SECRET_KEYS.")


def _forget_who_was_erased(delivery: Delivery) -> None:
    """Once who had to know knows it, the name of whom we forgot goes too."""
    if delivery.event == CUSTOMER_ERASED:
        Delivery.objects.filter(pk=delivery.pk).update(body="{}", customer_id="")


def _pause(attempts: int) -> timedelta | None:
    return PAUSES[attempts] if attempts < len(PAUSES) else None


def _count_failure(webhook: Webhook) -> None:
    """Count a try that failed; disable what fails all the time, and say so to who made it."""
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1)
    failing = Webhook.objects.filter(
        pk=webhook.pk, failures__gte=MOST_FAILURES, disabled_at=None
    )
    if not failing.update(disabled_at=timezone.now()):
        return
    note(None, "webhook.disabled", f"webhook/{webhook.pk}", detail=webhook.url)
    if webhook.made_by is not None:
        _say_disabled(webhook, webhook.made_by)


def _say_disabled(webhook: Webhook, to: Member) -> None:
    with translation.override(to.language or None):
        send_mail(
            _("A webhook was disabled"),
            _(
                "{url} did not take what it was told {n} times in a row. It is told no more, "
                "until you enable it again on the page “Webhooks”."
            ).format(url=webhook.url, n=MOST_FAILURES),
            None,
            [to.email],
            fail_silently=True,
        )

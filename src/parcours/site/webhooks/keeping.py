"""What addresses outside were told of a person: forgotten with them; and they are told so."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from parcours.people.domain.keeping import Keeper
from parcours.site.models import Delivery, KeptAnswer
from parcours.site.webhooks import telling
from parcours.site.webhooks.events import CUSTOMER_ERASED


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    found = Delivery.objects.filter(customer_id__in=customer_ids)
    yield (
        "deliveries.json",
        [
            {"to": each.webhook.url, "told": orjson.loads(each.body), "at": each.done_at}
            for each in found.select_related("webhook")
        ],
    )


def _erase(customer_ids: Collection[str]) -> None:
    told = Delivery.objects.filter(customer_id__in=customer_ids)
    told.exclude(event=CUSTOMER_ERASED).delete()
    for customer_id in customer_ids:
        KeptAnswer.objects.filter(body__contains=customer_id).delete()
        for webhook in telling.listening(CUSTOMER_ERASED):
            telling.tell(
                webhook,
                CUSTOMER_ERASED,
                customer_id,
                data={"customer_id": customer_id},
                customer_id=customer_id,
            )


def _expire(before: datetime) -> int:
    count, _by_kind = Delivery.objects.filter(made_at__lt=before).delete()
    return count


DELIVERIES = Keeper(
    key="deliveries",
    title=_("What webhooks were told"),
    why=_(
        "To try again what did not arrive, and to show what left the house (legitimate "
        "interest)."
    ),
    days=30,
    export=_export,
    erase=_erase,
    expire=_expire,
)

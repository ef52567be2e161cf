"""What this room keeps about customers: their events, and results that may quote them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from parcours.ledger.domain import moving
from parcours.ledger.domain.reading import events_of
from parcours.ledger.models import Result
from parcours.people.domain.keeping import Keeper


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    # Customers who are one person have one history: any of them brings it.
    for customer_id in list(customer_ids)[:1]:
        events = events_of(customer_id)
        yield (
            "events.json",
            [
                {name: value for name, value in row.items() if value is not None}
                for row in events.iter_rows(named=True)
            ],
        )


def _erase(customer_ids: Collection[str]) -> None:
    moving.erase(customer_ids)
    Result.objects.all().delete()


EVENTS = Keeper(
    key="events",
    title=_("Events: what happened to customers, and their own words"),
    why=_(
        "To keep promises, to see which were broken, and to mend them (contract; "
        "legitimate interest in improving the service)."
    ),
    export=_export,
    erase=_erase,
)

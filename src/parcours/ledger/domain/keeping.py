"""What this room keeps about customers: events, results that may quote them, brought files."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parcours.ledger.domain import files, moving
from parcours.ledger.domain.lake import alone, lake
from parcours.ledger.domain.reading import events_of
from parcours.ledger.models import Import, Result
from parcours.people.domain.keeping import Keeper
from parcours.people.models import Claim


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


def _expire(before: datetime) -> int:
    """Forget what happened before a moment."""
    # The outbox holds what was recorded a moment ago; the lake has the past.
    past = lake().scan(["event_id", "at"]).filter(pl.col("at") < before)
    event_ids = past.select("event_id").collect()["event_id"].to_list()
    if event_ids:
        moving.delete(event_ids)
        Result.objects.all().delete()
    return len(event_ids)


def _no_files(_customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Give nothing: a file on its way in holds the same as the log, or nothing of anyone."""
    yield from ()


def _erase_files(customer_ids: Collection[str]) -> None:
    """Delete the files that may name someone, and the lines left of others that do."""
    with alone():
        gone = gettext("The file was deleted: someone was erased. Bring it again without them.")
        for brought in Import.objects.filter(finished_at=None, undone_at=None):
            files.discard_all(brought)
            brought.trial, brought.problem = None, gone
            brought.trying_at, brought.failed_at = None, timezone.now()
            brought.save(update_fields=["trial", "problem", "trying_at", "failed_at"])
        claims = Claim.objects.filter(customer__customer_id__in=customer_ids)
        names = {*customer_ids, *claims.values_list("value", flat=True)}
        for brought in Import.objects.exclude(finished_at=None):
            files.forget(brought, names)


def _expire_files(before: datetime) -> int:
    """Delete files that nobody imported, and the rows that old imports left out."""
    old = Import.objects.filter(at__lt=before)
    with_files = [brought for brought in old if files.folder(brought).exists()]
    for brought in with_files:
        files.discard_all(brought)
    old.filter(recorded_at=None).delete()
    return len(with_files)


EVENTS = Keeper(
    key="events",
    title=_("Events: what happened to customers, and their own words"),
    why=_(
        "To keep promises, to see which were broken, and to mend them (contract; "
        "legitimate interest in improving the service)."
    ),
    export=_export,
    erase=_erase,
    expire=_expire,
)
IMPORTS = Keeper(
    key="imports",
    title=_("Files on their way into the log, and the rows of them that stayed out"),
    why=_("To import what a colleague brought, and to let them correct its faults."),
    export=_no_files,
    erase=_erase_files,
    days=30,
    expire=_expire_files,
)

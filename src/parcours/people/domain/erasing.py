"""Forgetting a person, everywhere: also in what a backup brings back later."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django_tasks import task

from parcours.people.domain.auditing import note
from parcours.people.domain.identity import customers_of
from parcours.people.domain.keeping import keepers
from parcours.people.models import Customer, Erasure, Member

# Lies beside the backups, so that a backup from before cannot bring anyone back.
LIST: Final = "erasures.json"


def erase(person: Customer, *, by: Member) -> None:
    """Forget a person and every customer merged into them. The worker does it at once."""
    customers = customers_of(person)
    note(by, "person.erased", "customer", detail=str(len(customers)))
    # Their numbers, not their pseudonyms: a job is kept for a while.
    forget.enqueue([customer.pk for customer in customers], by.pk)


@task()
def forget(customers: list[int], member: int | None) -> None:
    """Take people out of everything that keeps something about them. May be run again.

    Their profile goes last: until then, a job that was killed finds them again.
    """
    known = Customer.objects.filter(pk__in=customers)
    customer_ids = list(known.values_list("customer_id", flat=True))
    forgotten = _Forgotten(Path(settings.BACKUPS) / LIST)
    forgotten.add(customer_ids)
    for customer_id in customer_ids:
        Erasure.objects.get_or_create(
            digest=forgotten.digest(customer_id), defaults={"by_id": member}
        )
    for keeper in keepers():
        keeper.erase(customer_ids)
    _clear_journal()


def erase_again(beside: Path, known: Iterable[str]) -> list[str]:
    """Forget those of *known* who were forgotten before; return their customer_ids.

    For a restored backup: *beside* is the folder it was in.
    """
    forgotten = _Forgotten(beside / LIST)
    back = [customer_id for customer_id in known if customer_id in forgotten]
    if back:
        for keeper in keepers():
            keeper.erase(back)
    return back


def _clear_journal() -> None:
    """SQLite's journal holds pages as they were: let the file take it in, and empty it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Forgotten:
    """The list of those who were forgotten, as digests with a salt of the list's own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        self._salt: str = kept.get("salt") or secrets.token_hex(16)
        self._digests: set[str] = set(kept.get("digests", []))

    def __contains__(self, customer_id: str) -> bool:
        return self.digest(customer_id) in self._digests

    def digest(self, customer_id: str) -> str:
        """Return what stands for a customer in the list."""
        return hashlib.sha256(f"{self._salt}/{customer_id}".encode()).hexdigest()

    def add(self, customer_ids: Collection[str]) -> None:
        """Add people, so that the file is whole at every moment."""
        self._digests |= {self.digest(customer_id) for customer_id in customer_ids}
        draft = self._path.with_suffix(".draft")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = {"salt": self._salt, "digests": sorted(self._digests)}
        draft.write_text(json.dumps(content, indent=2))
        draft.replace(self._path)

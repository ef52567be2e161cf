"""Forgetting a person, everywhere: also in what a backup brings back later."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django_tasks import task

from parcours.people.domain.auditing import note
from parcours.people.domain.identity import customers_of
from parcours.people.domain.keeping import keepers
from parcours.people.models import Customer, Erasure, Member

# Lies beside the backups, so that a backup from before cannot bring anyone back.
LIST: Final = "erasures.json"


def erase(person: Customer, *, by: Member) -> None:
    """Forget a person and every customer merged into them. The worker does it at once."""
    ids = [customer.customer_id for customer in customers_of(person)]
    note(by, "person.erased", "customer", detail=str(len(ids)))
    forget.enqueue(ids, by.pk)


@task()
def forget(customer_ids: list[str], member: int | None) -> None:
    """Take people out of everything that keeps something about them. May be run again."""
    forgotten = _Forgotten(Path(settings.BACKUPS) / LIST)
    forgotten.add(customer_ids)
    for keeper in keepers():
        keeper.erase(customer_ids)
    for customer_id in customer_ids:
        Erasure.objects.get_or_create(
            digest=forgotten.digest(customer_id), defaults={"by_id": member}
        )


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

"""Names, addresses and cards for the customers of the demo: all invented, always the same."""

import random
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from parcours.people.models import Claim, Consent, Customer

# First names, an empty line, last names.
_NAMES: Final = Path(__file__).with_name("names.txt")
# Numbers and domains set aside for fiction and examples: they reach nobody.
_PHONES: Final = 10_000
_HOUSES: Final = ("example.com", "example.org", "example.net")
_SOURCE: Final = "demo"
_BATCH: Final = 2_000


class _Seen(NamedTuple):
    customer_id: str
    since: datetime
    has_card: bool


def make_customers(seen: pl.DataFrame) -> None:
    """Make the customers of *seen*, with what identifies them and what they agreed to.

    Args:
        seen: ``customer_id``, ``since`` when they are known, ``has_card``.
    """
    rows = [_Seen(**row) for row in seen.iter_rows(named=True)]
    chance = random.Random(1)
    people = list(_customers(rows, chance))
    Customer.objects.bulk_create(people, ignore_conflicts=True, batch_size=_BATCH)
    ids = dict(Customer.objects.values_list("customer_id", "pk"))
    if Claim.objects.filter(source=_SOURCE).exists():
        return
    claims, consents = [], []
    for number, (row, person) in enumerate(zip(rows, people, strict=True)):
        owner = {"customer_id": ids[row.customer_id], "source": _SOURCE, "at": row.since}
        claims += [
            Claim(kind=kind, value=value, **owner)
            for kind, value in _identities(number, row, person.name)
        ]
        consents += [
            Consent(purpose=purpose, is_given=chance.random() < share, **owner)
            for purpose, share in (("surveys", 0.8), ("news", 0.45))
        ]
    Claim.objects.bulk_create(claims, batch_size=_BATCH)
    Consent.objects.bulk_create(consents, batch_size=_BATCH)


def _customers(rows: list[_Seen], chance: random.Random) -> Iterator[Customer]:
    first, last = (part.split() for part in _NAMES.read_text(encoding="utf-8").split("\n\n"))
    for row in rows:
        yield Customer(
            customer_id=row.customer_id,
            name=f"{chance.choice(first)} {chance.choice(last)}",
            language="fr" if chance.random() < 0.93 else "en",
            known_since=row.since,
        )


def _identities(number: int, row: _Seen, name: str) -> Iterator[tuple[str, Any]]:
    yield "email", f"{_plain(name)}.{number}@{_HOUSES[number % len(_HOUSES)]}"
    if number < _PHONES:
        yield "phone", f"+3363998{number:04d}"
    if row.has_card:
        yield "card", f"ML{70_000_000 + number}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().replace(" ", "."))
    return letters.encode("ascii", "ignore").decode()

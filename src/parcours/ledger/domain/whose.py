"""Whose row it is: identities of a file become claims, and only pseudonyms go on."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.sources.identity import EMAIL_LIKE, PHONE_LIKE, pseudonym
from parcours.core.sources.mapping import Mapping as FileMapping
from parcours.core.sources.mapping import Source
from parcours.core.sources.plan import Plan
from parcours.core.sources.reading import Reader, Rejected, Rows
from parcours.core.sources.translating import as_text
from parcours.ledger.domain.lake import alone
from parcours.people.domain import identity
from parcours.people.domain.values import written
from parcours.people.models import Claim, Customer

COLUMN: Final = "parcours customer"
ACCOUNT: Final = "account"
_AT_ONCE: Final = 400
_DECIDES: Final = ("email", "card", ACCOUNT)
_MOSTLY: Final = 0.5
_REASONS: Final[dict[str, Callable[[], str]]] = {
    "email": lambda: _("this is not an e-mail address"),
    "phone": lambda: _("this is not a phone number; write it with its country, +33 6 …"),
    "card": lambda: _("there is no value"),
    ACCOUNT: lambda: _("there is no value"),
}

Identity = tuple[str, str]
"""Kind and value of a claim."""


@dataclass(frozen=True)
class Person:
    """Who a row is of: the number that the log names them by, if any, and their identities."""

    number: str | None
    identities: tuple[Identity, ...]


def kinds_in(sample: pl.DataFrame) -> dict[str, str]:
    """Return which columns of *sample* hold e-mail addresses or phone numbers."""
    found = {}
    for column in sample:
        if column.dtype != pl.String or column.null_count() == len(column):
            continue
        texts = column.drop_nulls().str.strip_chars()
        for kind, form in (("email", EMAIL_LIKE), ("phone", PHONE_LIKE)):
            if texts.str.contains(form).sum() > _MOSTLY * len(texts):
                found[column.name] = kind
    return found


def with_people(
    plan: Plan, kinds: Mapping[str, str], *, source: str = "", is_trial: bool = False
) -> Plan:
    """Return *plan* with customers found by their identities, in place of what names them.

    In a trial nobody is made: who would be found has a stand-in of no meaning.
    """
    if not kinds or plan.reader is None or not plan.mapping.events:
        return plan
    named_by = plan.mapping.events[0].customer_id.column
    number = named_by if named_by not in kinds else None
    if number and plan.mapping.customers == "all":
        kinds, number = {**kinds, number: ACCOUNT}, None
    find = stand_ins if is_trial else partial(customers, source=source)
    reader = Named(plan.reader, kinds, number, find)
    return replace(plan, reader=reader, mapping=_by_pseudonym(plan.mapping, kinds))


def _by_pseudonym(mapping: FileMapping, kinds: Mapping[str, str]) -> FileMapping:
    events = tuple(
        event.model_copy(update={"customer_id": _whose(event.customer_id, kinds)})
        for event in mapping.events
    )
    return mapping.model_copy(update={"events": events, "customers": "identities"})


def _whose(before: Source, kinds: Mapping[str, str]) -> Source:
    """Return the pseudonym; a row without any is of whom the mapping names without them."""
    others = [each for each in before.first if not kinds.keys() & set(each.columns())]
    found = Source(column=COLUMN)
    return Source(first=(found, *others)) if others else found


@dataclass(frozen=True)
class Named:
    """A reader whose rows have one more column: the pseudonym of the person they are of.

    Args:
        reader: the file.
        kinds: column → kind of identity.
        number: the column of a number that the log itself names customers by, if any.
        find: gives the customer_id of each person.
    """

    reader: Reader
    kinds: Mapping[str, str]
    number: str | None
    find: Callable[[Collection[Person]], Mapping[Person, str | None]]

    @property
    def header(self) -> list[str]:
        """The columns of the file, and the pseudonym."""
        return [*self.reader.header, COLUMN]

    @property
    def total(self) -> int:
        """How long the file is."""
        return self.reader.total

    def rows(self) -> Generator[Rows]:
        """Read from the start, a bounded batch at a time."""
        for rows in self.reader.rows():
            yield self._named(rows)

    def _named(self, rows: Rows) -> Rows:
        columns = [self.number, *self.kinds] if self.number else [*self.kinds]
        texts = rows.frame.select(
            as_text(rows.frame[name]).str.strip_chars() for name in columns
        )
        keys = list(texts.iter_rows())
        read = {key: self._read(key) for key in dict.fromkeys(keys)}
        people = {key: each for key, each in read.items() if isinstance(each, Person)}
        problems = {key: each for key, each in read.items() if isinstance(each, tuple)}
        # Two imports that bring the same address at once must not make two customers of it.
        with alone():
            names = self.find(people.values())
        whose = [names.get(people[key]) if key in people else None for key in keys]
        is_good = pl.Series([key in people for key in keys], dtype=pl.Boolean)
        bad = [
            Rejected(line, *problems[key])
            for key, line in zip(keys, rows.lines, strict=True)
            if key in problems
        ]
        frame = rows.frame.with_columns(pl.Series(COLUMN, whose, dtype=pl.String))
        return replace(
            rows,
            frame=frame.filter(is_good),
            lines=rows.lines.filter(is_good),
            rejected=[*rows.rejected, *bad],
        )

    def _read(self, key: Sequence[str | None]) -> Person | tuple[str, str, str]:
        """Return the person a row is of, or the column, value and reason it cannot be told."""
        number, values = (key[0], key[1:]) if self.number else (None, key)
        found = []
        for (column, kind), value in zip(self.kinds.items(), values, strict=True):
            if not value:
                continue
            try:
                found.append((kind, written(kind, value)))
            except Refused:
                # Who has a number is known by it: an address that is none costs no event.
                if not number:
                    return column, value, _REASONS[kind]()
        return Person(number or None, tuple(found))


def stand_ins(people: Collection[Person]) -> dict[Person, str | None]:
    """Return for each person what a trial shows in place of their customer_id."""
    return {
        each: each.number or (pseudonym(str(each.identities)) if each.identities else None)
        for each in people
    }


def customers(people: Collection[Person], *, source: str) -> dict[Person, str | None]:
    """Return the customer_id of each person; who is not known yet is made.

    An identity that is a customer's already leads to that customer. Where a row says that
    those of several are one person's they are merged, but for phones, that families share.
    Nobody is found where a row names nobody.
    """
    found: dict[Person, str | None] = {}
    everyone = list(people)
    for start in range(0, len(everyone), _AT_ONCE):
        with transaction.atomic():
            some = everyone[start : start + _AT_ONCE]
            found |= _Finding(some, source).customers()
    return found


def remember(reached: Mapping[str, Collection[str]], *, source: str) -> None:
    """Keep how the customers of a file can be reached, as claims of theirs.

    Args:
        reached: by customer_id, e-mail addresses and phone numbers; what is none is left out.
    """
    everyone = (Person(name, tuple(_identities(each))) for name, each in reached.items())
    people = [each for each in everyone if each.identities]
    if people:
        # Two imports that bring the same address at once must not make two of it.
        with alone():
            customers(people, source=source)


def _identities(values: Iterable[str]) -> Generator[Identity]:
    for value in sorted(values):
        kind = "email" if "@" in value else "phone"
        with suppress(Refused):
            yield kind, written(kind, value)


class _Finding:
    """A few people, found or made with one question each to the tables they are in."""

    def __init__(self, people: list[Person], source: str) -> None:
        self.people, self.source = people, source
        self.owners = _owners({each for person in people for each in person.identities})
        numbers = [person.number for person in people if person.number]
        self.numbered = {
            each.customer_id: each for each in Customer.objects.filter(customer_id__in=numbers)
        }
        self.claimed = set(self.owners)
        self.new: list[Customer] = []
        self.claims: list[Claim] = []
        self.same: list[tuple[Customer, Customer]] = []

    def customers(self) -> dict[Person, str | None]:
        found = {person: self._customer(person) for person in self.people}
        Customer.objects.bulk_create(self.new)
        Claim.objects.bulk_create(self.claims)
        for one, other in self.same:
            with suppress(identity.SamePerson):
                identity.merge(one, other, evidence=self.source)
        return found

    def _customer(self, person: Person) -> str | None:
        if not person.number and not person.identities:
            return None
        known = [self.owners[each] for each in person.identities if each in self.owners]
        if person.number:
            customer = self.numbered.get(person.number) or self._made(person.number)
        else:
            customer = known[0] if known else self._made()
        for kind, value in person.identities:
            owner = self.owners.setdefault((kind, value), customer)
            if (kind, value) not in self.claimed:
                self.claimed.add((kind, value))
                claim = Claim(customer=customer, kind=kind, value=value, source=self.source)
                self.claims.append(claim)
            elif owner != customer and kind in _DECIDES:
                self.same.append((owner, customer))
        return customer.customer_id

    def _made(self, number: str = "") -> Customer:
        customer = Customer(customer_id=number) if number else Customer()
        self.new.append(customer)
        if number:
            self.numbered[number] = customer
        return customer


def _owners(identities: Iterable[Identity]) -> dict[Identity, Customer]:
    values: dict[str, list[str]] = {}
    for kind, value in identities:
        values.setdefault(kind, []).append(value)
    standing = Claim.objects.filter(withdrawn_at=None).select_related("customer")
    # The surest comes last, and of equals the oldest: it wins.
    return {
        (kind, claim.value): claim.customer
        for kind, some in values.items()
        for claim in standing.filter(kind=kind, value__in=some).order_by("confidence", "-pk")
    }

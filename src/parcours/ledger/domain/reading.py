"""The log as the site reads it: lake and outbox together, a person's customers as one."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from threading import Lock

import polars as pl
from django.db.models import Count, Max, Min

from parcours.core.events import Events
from parcours.core.kernel import with_always
from parcours.core.log import EventLog
from parcours.core.log.bucketing import buckets_of
from parcours.core.schema import CODED, SCHEMA
from parcours.core.table.merging import MERGED_BY, merged
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import read
from parcours.ledger.models import OutboxEvent
from parcours.people.domain import identity
from parcours.people.models import Customer, Merge

Numbers = tuple[int | None, ...]
Aliases = Mapping[str, str]
"""customer_id → the customer_id that stands for the same person."""


class CurrentLog:
    """Everything recorded until a moment, as a log of ``core.kernel``.

    Customers who are one person are read as one, in the bucket of the one who stands for
    them. The lake knows nothing of it: once they are parted, each has their own events again.
    """

    def __init__(self, lake: EventLog, recent: pl.DataFrame, aliases: Aliases) -> None:
        self.lake = lake
        self.recent = recent
        self.aliases = aliases
        self.buckets = lake.buckets
        self.version = 0
        self._mixed: dict[tuple[str, ...], list[pl.DataFrame]] = {}
        self._lock = Lock()

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        """Return one bucket: *columns*, and always customer_id, at and activity."""
        events = self.lake.events(bucket, columns)
        if not self._touched:
            return events
        wanted = with_always(columns)
        untouched = events.frame.filter(~pl.col("customer_id").is_in(self._touched))
        mixed = self._mixed_in(wanted)[bucket]
        return Events(untouched.merge_sorted(mixed, key="customer_id"))

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event; null where there is none."""
        moments = [self.lake.last_at(), self.recent["at"].max()]
        return max((each for each in moments if isinstance(each, datetime)), default=None)

    def events_of(self, customer_id: str) -> pl.DataFrame:
        """Return the events of the person a customer is, sorted by moment: all columns."""
        person = self.aliases.get(customer_id, customer_id)
        own = [person, *(each for each, whose in self.aliases.items() if whose == person)]
        return self._of(own, list(SCHEMA))

    def of(self, customer_ids: Collection[str], columns: Sequence[str] = ()) -> Events:
        """Return the events of some people, as a bucket of them alone.

        Args:
            customer_ids: of any customers; each comes with all who are the same person.
        """
        people = {self.aliases.get(each, each) for each in customer_ids}
        others = [each for each, person in self.aliases.items() if person in people]
        found = self._of([*people, *others], with_always(columns))
        return Events.of(found.cast({"activity": CODED["activity"]}))

    @cached_property
    def _touched(self) -> list[str]:
        """The customers of whom the lake alone does not tell as it should be read."""
        recent = self.recent["customer_id"].unique().to_list()
        return list({*recent, *self.aliases, *self.aliases.values()})

    def _mixed_in(self, wanted: list[str]) -> list[pl.DataFrame]:
        """Return all that is told of those customers, bucket by bucket."""
        with self._lock:
            key = tuple(wanted)
            if key not in self._mixed:
                self._mixed[key] = self._mix(wanted)
            return self._mixed[key]

    def _mix(self, wanted: list[str]) -> list[pl.DataFrame]:
        events = self._of(self._touched, wanted)
        bucket = pl.Series(buckets_of(events["customer_id"], self.buckets))
        coded = events.cast({"activity": CODED["activity"]})
        return [coded.filter(bucket == number) for number in range(self.buckets)]

    def _of(self, customer_ids: list[str], wanted: list[str]) -> pl.DataFrame:
        needed = list(dict.fromkeys((*wanted, *MERGED_BY)))
        of_lake = self.lake.events_of(customer_ids, needed)
        recent = self.recent.filter(pl.col("customer_id").is_in(customer_ids))
        both = pl.concat([of_lake.select(needed), recent.select(needed)])
        person = pl.col("customer_id").replace(dict(self.aliases))
        return merged(both.with_columns(person)).select(wanted)


def current_log() -> CurrentLog:
    """Return everything recorded until now, with the customers that are one person as one."""
    # The outbox first: what is moved meanwhile then is in both, not in none.
    merges = _merges()
    waiting = list(OutboxEvent.objects.values_list("pk", "row"))
    pks = [pk for pk, _row in waiting]
    log = CurrentLog(copy(lake()), read([row for _pk, row in waiting]), identity.aliases())
    outbox = (len(pks), min(pks, default=None), max(pks, default=None))
    log.version = _fingerprint(log.lake.version, outbox, merges)
    return log


def current_version() -> int:
    """Return the version that ``current_log`` would have, without reading a single event."""
    waiting = OutboxEvent.objects.aggregate(count=Count("pk"), first=Min("pk"), last=Max("pk"))
    return _fingerprint(lake().version, tuple(waiting.values()), _merges())


def events_of(customer_id: str) -> pl.DataFrame:
    """Return all events of the person a customer is, sorted by moment: the log's columns.

    A few milliseconds, whatever the size of the log.

    Args:
        customer_id: of any of the customers who are this person; all rows carry the id of
            the one who stands for them.
    """
    customer = Customer.objects.filter(customer_id=customer_id).first()
    known = identity.customers_of(customer) if customer else []
    person, *others = [each.customer_id for each in known] or [customer_id]
    waiting = OutboxEvent.objects.filter(customer_id__in=[person, *others])
    recent = read(list(waiting.values_list("row", flat=True)))
    return CurrentLog(copy(lake()), recent, dict.fromkeys(others, person)).events_of(person)


def waiting(after: int = 0) -> tuple[int, pl.DataFrame]:
    """Return what the lake has not yet, recorded after a number; and the last number.

    A lower number may be committed later: the lake will tell of it.
    """
    rows = list(OutboxEvent.objects.filter(pk__gt=after).values_list("pk", "row"))
    return max((pk for pk, _row in rows), default=after), read([row for _pk, row in rows])


def waiting_keys() -> set[tuple[str, str]]:
    """Return customer_id and event_id of all that the lake has not yet."""
    return set(OutboxEvent.objects.values_list("customer_id", "event_id"))


def _merges() -> Numbers:
    """Return what differs once a merge was made, undone or erased."""
    return tuple(
        Merge.objects.aggregate(
            count=Count("pk"), last=Max("pk"), undone=Count("undone_at")
        ).values()
    )


def _fingerprint(version: int, outbox: Numbers, merges: Numbers) -> int:
    """Return a number that fits every database and differs where any part does."""
    told = json.dumps([version, outbox, merges])
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=7).digest())

"""Carrying recorded events from the outbox into the lake; and out of both."""

import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from django.utils import timezone
from django_tasks import task

from parcours.ledger.domain.announcing import announce
from parcours.ledger.domain.lake import alone, lake
from parcours.ledger.domain.recording import read
from parcours.ledger.models import OutboxEvent

BATCH: Final = 50_000
WORTH_IT: Final = 1_000
PATIENCE: Final = timedelta(seconds=30)
MOST_FILES: Final = 30
# SQLite of some systems takes no more names in one question.
_NAMES: Final = 900

T = TypeVar("T")
_log: Final = logging.getLogger(__name__)


@task()
def move_when_due() -> None:
    """Move what waits, once it is worth a commit of the lake or has waited long.

    Readers see the outbox too, so nobody waits for this; but each commit leaves files.
    """
    waiting = OutboxEvent.objects.all()
    oldest = waiting.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    if oldest is None:
        return
    if oldest < timezone.now() - PATIENCE or waiting.count() >= WORTH_IT:
        move()


def move() -> int:
    """Move everything that waits in the outbox into the lake; return how many events.

    Killed anywhere, it loses nothing: a row leaves the outbox once the lake has it, and one
    that the lake gets twice is the same event.
    """
    moved = 0
    while count := _move_a_batch():
        moved += count
    if moved:
        announce("events", count=moved)
    return moved


def _move_a_batch() -> int:
    with alone():
        batch = list(OutboxEvent.objects.order_by("pk").values_list("pk", "row")[:BATCH])
        if not batch:
            return 0
        appended = lake().append(read([row for _pk, row in batch]))
        if appended.rejected:
            _log.error("recorded events were refused by the lake: %s", appended.rejected)
        # By name, not up to the last: one with a lower number may be committed later.
        for pks in _parts([pk for pk, _row in batch]):
            OutboxEvent.objects.filter(pk__in=pks).delete()
    return len(batch)


@task()
def compact() -> None:
    """Put the lake's files together where there are many."""
    if lake().files > MOST_FILES:
        lake().compact()


def delete(event_ids: Collection[str]) -> None:
    """Take events out of the outbox and the lake, whoever's they are."""
    with alone():
        for names in _parts(list(event_ids)):
            OutboxEvent.objects.filter(event_id__in=names).delete()
        lake().delete(event_ids)


def erase(customer_ids: Collection[str]) -> None:
    """Take customers out of the outbox and of every file of the lake, at once."""
    with alone():
        for names in _parts(list(customer_ids)):
            OutboxEvent.objects.filter(customer_id__in=names).delete()
        lake().erase(customer_ids)


def _parts(names: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(names), _NAMES):
        yield names[start : start + _NAMES]

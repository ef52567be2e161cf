"""The mover: batches, patience, refusals, compaction, erasure while it moves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from parcours.core.log import EventLog
from parcours.ledger.domain import moving
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import record, record_many
from parcours.ledger.models import Announcement, OutboxEvent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def events(number):
    return [
        {"event_id": f"e{n}", "customer_id": f"c{n % 7}", "at": NOON, "activity": "page.viewed"}
        for n in range(number)
    ]


def test_all_that_waits_is_moved_batch_by_batch(monkeypatch):
    monkeypatch.setattr(moving, "BATCH", 1_000)
    record_many(events(2_500))

    moved = moving.move()

    assert (moved, lake().count(), OutboxEvent.objects.count()) == (2_500, 2_500, 0)
    assert lake().version == 3
    assert Announcement.objects.get(topic="events").payload == {"count": 2_500}


def test_moving_nothing_changes_nothing():
    assert moving.move() == 0
    assert Announcement.objects.count() == 0


def test_a_few_events_wait_for_more_but_not_for_long(run_jobs):
    record_many(events(3))
    moving.move_when_due.enqueue()
    run_jobs()
    soon = lake().count()

    OutboxEvent.objects.update(recorded_at=timezone.now() - timedelta(seconds=31))
    moving.move_when_due.enqueue()
    run_jobs()

    assert (soon, lake().count()) == (0, 3)


def test_many_events_do_not_wait(run_jobs):
    record_many(events(moving.WORTH_IT))

    moving.move_when_due.enqueue()
    run_jobs()

    assert OutboxEvent.objects.count() == 0


def test_a_move_killed_before_it_cleared_the_outbox_moves_again_without_doubling():
    record_many(events(10))
    kept = list(OutboxEvent.objects.all())
    moving.move()
    OutboxEvent.objects.bulk_create(kept)

    moving.move()

    assert lake().count() == 10


def test_many_files_are_put_together(run_jobs):
    for n in range(moving.MOST_FILES + 1):
        record("page.viewed", customer_id="c", at=NOON, event_id=str(n))
        moving.move()
    before = lake().files

    moving.compact.enqueue()
    run_jobs()

    assert (before, lake().files) == (moving.MOST_FILES + 1, 1)
    assert lake().count() == moving.MOST_FILES + 1


def test_what_is_deleted_is_gone_from_outbox_and_lake():
    record_many(events(4))
    moving.move()
    record_many(events(6))

    moving.delete(["e1", "e5"])
    moving.move()

    assert sorted(lake().scan(["event_id"]).collect()["event_id"]) == ["e0", "e2", "e3", "e4"]


def test_who_is_erased_is_gone_from_outbox_and_lake():
    record_many(events(7))
    moving.move()
    record_many(events(14)[7:])

    moving.erase(["c0", "c1"])
    moving.move()

    left = set(lake().scan(["customer_id"]).collect()["customer_id"])
    assert left == {"c2", "c3", "c4", "c5", "c6"}


def test_a_lake_changed_by_another_process_is_seen_at_once():
    lake()
    other = EventLog.open(lake().uri)
    record_many(events(1))
    moving.move()

    other.refresh().take_back(NOON)
    other.delete(["e0"])

    assert lake().count() == 0
    assert lake().version == other.version

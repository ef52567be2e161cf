"""What is older than it may be kept is forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from parcours.ledger.domain import moving
from parcours.ledger.domain.reading import events_of
from parcours.ledger.domain.recording import record
from parcours.people.domain import keeping
from parcours.people.domain.auditing import note
from parcours.people.models import AuditEntry, Member, Retention

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lake(settings: Any, tmp_path: Path) -> None:
    settings.LAKE = str(tmp_path / "lake")


def test_old_events_go_once_the_owner_said_how_long_they_stay(lake: None, run_jobs: Any):
    record(
        "order.placed", customer_id="c1", at=datetime(2020, 1, 1, tzinfo=UTC), event_id="old"
    )
    record("order.placed", customer_id="c1", at=timezone.now(), event_id="new")
    moving.move()
    Retention.objects.create(keeper="events", days=365)

    keeping.expire.enqueue()
    run_jobs()

    assert events_of("c1")["event_id"].to_list() == ["new"]


def test_events_stay_where_nobody_said_how_long(lake: None, run_jobs: Any):
    record(
        "order.placed", customer_id="c1", at=datetime(2020, 1, 1, tzinfo=UTC), event_id="old"
    )
    moving.move()

    keeping.expire.enqueue()
    run_jobs()

    assert events_of("c1")["event_id"].to_list() == ["old"]


def test_the_trail_is_kept_for_three_years(lake: None, ana: Member, run_jobs: Any):
    note(ana, "customer.seen", "customer/c1")
    note(ana, "customer.seen", "customer/c2")
    AuditEntry.objects.filter(subject="customer/c1").update(
        at=timezone.now() - timedelta(days=3 * 365 + 1)
    )

    keeping.expire.enqueue()
    run_jobs()

    assert [entry.subject for entry in AuditEntry.objects.all()] == ["customer/c2"]

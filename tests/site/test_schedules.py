"""Regular tasks run as often as their room says, whoever looks and however often."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from parcours.site.jobs import schedules
from parcours.site.models import Job, Schedule

pytestmark = pytest.mark.django_db

TICK = "tests.site.chores.tick"


@pytest.fixture(autouse=True)
def every_minute(monkeypatch):
    for room in apps.get_app_configs():
        monkeypatch.setattr(room, "schedules", {}, raising=False)
    room = apps.get_app_config("site")
    monkeypatch.setattr(room, "schedules", {TICK: timedelta(minutes=1)})
    return room


def test_a_new_regular_task_is_due_at_once_and_then_after_its_time():
    schedules.plan()
    schedules.enqueue_due()
    schedules.enqueue_due()

    assert list(Job.objects.values_list("task", flat=True)) == [TICK]
    pause = Schedule.objects.get().next_at - timezone.now()
    assert timedelta(seconds=55) < pause <= timedelta(minutes=1)


def test_planning_again_changes_nothing():
    schedules.plan()
    schedules.enqueue_due()
    before = Schedule.objects.get().next_at
    schedules.plan()

    assert Schedule.objects.get().next_at == before


def test_missed_times_are_made_up_for_once():
    schedules.plan()
    Schedule.objects.update(next_at=timezone.now() - timedelta(days=1))
    schedules.enqueue_due()

    assert Job.objects.count() == 1
    assert Schedule.objects.get().next_at > timezone.now()


def test_a_shorter_time_counts_at_once(every_minute, monkeypatch):
    schedules.plan()
    schedules.enqueue_due()
    monkeypatch.setattr(every_minute, "schedules", {TICK: timedelta(seconds=1)})
    schedules.plan()

    assert Schedule.objects.get().next_at <= timezone.now()


def test_a_task_that_no_room_wants_any_more_is_forgotten(every_minute, monkeypatch):
    schedules.plan()
    monkeypatch.setattr(every_minute, "schedules", {})
    schedules.plan()

    assert not Schedule.objects.exists()

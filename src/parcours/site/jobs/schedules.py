"""Regular tasks: each room says in its AppConfig what runs how often."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from parcours.site.models import Schedule


def wanted() -> dict[str, timedelta]:
    """Return the dotted name of each regular task, and how often it runs."""
    return {
        task: every
        for room in apps.get_app_configs()
        for task, every in getattr(room, "schedules", {}).items()
    }


def plan() -> None:
    """Make the table hold what the rooms want: new ones are due at once."""
    now = timezone.now()
    Schedule.objects.exclude(task__in=wanted()).delete()
    rows = [Schedule(task=task, next_at=now) for task in wanted()]
    Schedule.objects.bulk_create(rows, ignore_conflicts=True)
    for task, every in wanted().items():
        Schedule.objects.filter(task=task, next_at__gt=now + every).update(next_at=now)


def enqueue_due() -> None:
    """Enqueue the regular tasks that are due, each once, however many workers look."""
    now = timezone.now()
    due = Schedule.objects.filter(next_at__lte=now).values_list("task", flat=True)
    for task in list(due):
        if task in wanted():
            _advance(task, wanted()[task])


def _advance(task: str, every: timedelta) -> None:
    now = timezone.now()
    with transaction.atomic():
        mine = Schedule.objects.filter(task=task, next_at__lte=now)
        if mine.update(next_at=now + every):
            import_string(task).enqueue()

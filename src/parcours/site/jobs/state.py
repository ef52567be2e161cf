"""How the queue is doing: for the doctor, and for whoever runs the site."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.utils import timezone

from parcours.site.models import Job, Schedule

_LATE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Counts of jobs, and how long the oldest that is due has been waiting."""

    waiting: int
    running: int
    failing: int
    dead: int
    oldest: timedelta
    is_worker_late: bool

    @property
    def is_well(self) -> bool:
        """Whether jobs run as they should, and none was given up."""
        return not self.dead and not self.is_worker_late


def queue_state() -> Queue:
    """Return how the queue is doing now.

    ``failing`` are those of the waiting that failed before. The worker is late where a
    regular task or a job has been due for half a minute: it is not running, or overwhelmed.
    """
    now = timezone.now()
    due = Q(state=Job.State.WAITING, run_at__lte=now)
    found = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Job.State.WAITING)),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        failing=Count("pk", filter=Q(state=Job.State.WAITING, attempts__gt=0)),
        dead=Count("pk", filter=Q(state=Job.State.DEAD)),
        since=Min("run_at", filter=due),
    )
    since = found.pop("since")
    oldest = now - since if since else timedelta(0)
    is_late = oldest > _LATE or Schedule.objects.filter(next_at__lt=now - _LATE).exists()
    return Queue(**found, oldest=oldest, is_worker_late=is_late)

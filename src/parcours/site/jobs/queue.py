"""The queue: which job is next, who has it, and what became of it."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from parcours.site.models import Job

LEASE: Final = timedelta(seconds=20)
MOST_ATTEMPTS: Final = 8
_FIRST_PAUSE: Final = 5.0  # seconds; doubled with each attempt
_LONGEST_PROBLEM: Final = 8_000
_WAITING, _RUNNING, _DEAD = Job.State.WAITING, Job.State.RUNNING, Job.State.DEAD


def ready(now: datetime) -> QuerySet[Job]:
    """Return the jobs that may run: due, none like it running; or left by a dead worker."""
    twin = Job.objects.filter(key=OuterRef("key"), state=_RUNNING)
    due = Q(state=_WAITING, run_at__lte=now) & ~Exists(twin)
    left = Q(state=_RUNNING, lease_until__lt=now)
    return Job.objects.filter(due | left).order_by("-priority", "run_at", "pk")


def claim(lease: timedelta = LEASE) -> Job | None:
    """Take the next job, so that nobody else runs it while the lease is extended."""
    now = timezone.now()
    # Reading first: a claim that finds nothing must not queue for SQLite's write lock.
    if not ready(now).exists():
        return None
    attempt = get_random_string(32)
    with transaction.atomic():
        next_one = ready(now).select_for_update(skip_locked=True, of=("self",)).values("pk")
        Job.objects.filter(pk=next_one[:1]).update(
            state=_RUNNING,
            lease_by=attempt,
            lease_until=now + lease,
            attempts=F("attempts") + 1,
        )
    return Job.objects.filter(lease_by=attempt).first()


def extend(attempts: Iterable[str], lease: timedelta = LEASE) -> None:
    """Keep the leases of *attempts* that are still running here."""
    held = Job.objects.filter(lease_by__in=list(attempts), state=_RUNNING)
    held.update(lease_until=timezone.now() + lease)


def finish(job: Job) -> None:
    """Take a job that is done out of the queue."""
    _held(job).delete()


def give_back(job: Job) -> None:
    """Let another worker run a job that this one has no time to end."""
    _held(job).update(lease_until=timezone.now() - LEASE, attempts=F("attempts") - 1)


def put_off(job: Job, problem: str) -> None:
    """Try a job that failed again later, at most MOST_ATTEMPTS times in all."""
    problem = problem[-_LONGEST_PROBLEM:]
    if job.attempts >= MOST_ATTEMPTS:
        _held(job).update(state=_DEAD, lease_by="", problem=problem)
        return
    run_at = timezone.now() + pause_after(job.attempts)
    try:
        with transaction.atomic():
            _held(job).update(state=_WAITING, lease_by="", run_at=run_at, problem=problem)
    except IntegrityError:
        # It was asked for again while it ran: that one goes on, with what this one learned.
        with transaction.atomic():
            Job.objects.filter(key=job.key, state=_WAITING).update(
                attempts=job.attempts, run_at=run_at, problem=problem
            )
            _held(job).delete()


def bury() -> None:
    """Give up jobs whose worker died with them time and again."""
    left = Job.objects.filter(state=_RUNNING, lease_until__lt=timezone.now())
    left.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=_DEAD, lease_by="", problem="Every worker that ran it was killed."
    )


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts, never twice quite the same."""
    return timedelta(seconds=_FIRST_PAUSE * 2 ** (attempts - 1) * random.uniform(0.8, 1.2))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease_by=job.lease_by)

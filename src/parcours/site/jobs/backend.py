"""Where ``task.enqueue()`` puts jobs: into the database, in the caller's transaction."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, When
from django.db.models.functions import Least
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError
from django_tasks.utils import normalize_json

from parcours.site.changes import notify
from parcours.site.models import Job

CHANNEL = "job"
_WAITING = Job.State.WAITING


class DatabaseBackend(BaseTaskBackend):
    """Jobs as rows, so that a job exists exactly if what asked for it was committed."""

    supports_defer = True
    supports_priority = True

    def validate_task(self, task: Task[..., Any]) -> None:
        """Refuse a task that this backend cannot run."""
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("A job has no context: give it what it needs as arguments.")

    def enqueue(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[Any]:
        """Put a job into the queue, unless the same one waits there already."""
        self.validate_task(task)
        now = timezone.now()
        job = Job(
            task=task.module_path,
            args=normalize_json(args),
            kwargs=normalize_json(kwargs),
            priority=task.priority,
            run_at=task.run_after or now,
            asked_at=now,
        )
        job.key = key_of(job)
        ask(job)
        return TaskResult(
            task=task,
            id=job.key,
            status=TaskResultStatus.READY,
            enqueued_at=now,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=job.args,
            kwargs=job.kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def key_of(job: Job) -> str:
    """Return the fingerprint of what a job does and on what."""
    said = json.dumps([job.task, job.args, job.kwargs], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def ask(job: Job) -> None:
    """Make *job* wait, or the one like it that waits already, until the caller commits."""
    waiting = Job.objects.filter(key=job.key, state=_WAITING)
    if not connection.in_atomic_block and waiting.filter(run_at__lte=job.run_at).exists():
        return  # What it needs to see is committed: it may run as it stands.
    # Touching the row that waits keeps a worker from taking it before the caller commits:
    # it would run without seeing what the caller did, and nothing would run afterwards.
    while not waiting.update(asked_at=job.asked_at, run_at=_sooner(job.run_at)):
        Job.objects.bulk_create([job], ignore_conflicts=True)
    notify(CHANNEL)


def _sooner(run_at: datetime) -> Case:
    """Return the earlier moment, but for a job that failed: its pause stays."""
    return Case(When(attempts=0, then=Least(F("run_at"), run_at)), default=F("run_at"))

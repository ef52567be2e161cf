"""Jobs that wait or run, and when the regular ones are due."""

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """Something to do soon, in the worker. One that is done is gone; a dead one stays.

    ``key`` is the fingerprint of the task and its arguments. ``lease_by`` names one attempt:
    only the attempt that holds the lease may say what became of the job.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DEAD = "dead"

    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_by = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "run_at"], name="job_state_run_at"),
            models.Index(fields=["lease_by"], name="job_lease_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="waiting"), name="one_waiting_job"
            )
        ]

    def __str__(self) -> str:
        return self.task


class Schedule(models.Model):
    """When a regular task is due next."""

    task = models.CharField(max_length=200, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task

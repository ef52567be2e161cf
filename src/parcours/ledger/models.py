"""The outbox, what was computed from the log, and what is told to open pages."""

from django.db import models
from django.utils import timezone


class OutboxEvent(models.Model):
    """An event that the database has and the lake not yet.

    ``row`` holds the columns of the event log as JSON, moments as ISO text in UTC.
    """

    event_id = models.CharField(max_length=200, unique=True)
    customer_id = models.CharField(max_length=64, db_index=True)
    row = models.JSONField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.event_id


class Result(models.Model):
    """What a question gave on the log at one version. The newest replaces the one before."""

    question = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    given = models.JSONField()
    payload = models.JSONField()
    lake_version = models.BigIntegerField()
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="one_result")]

    def __str__(self) -> str:
        return f"{self.question} {self.key[:8]}"


class Announcement(models.Model):
    """Something that open pages should hear of at once: a topic, and what to say."""

    topic = models.CharField(max_length=120, db_index=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.topic

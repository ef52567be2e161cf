"""The outbox, what was computed from the log, and what is told to open pages."""

from django.db import models
from django.utils import timezone

# Enough for any source's names, and little enough for every database's indexes.
ID_LENGTH = 200


class OutboxEvent(models.Model):
    """An event that the database has and the lake not yet.

    ``row`` holds the columns of the event log as JSON text, moments as ISO 8601 in UTC: a text,
    since PostgreSQL's own JSON refuses letters that customers may write.
    """

    event_id = models.CharField(max_length=ID_LENGTH)
    customer_id = models.CharField(max_length=ID_LENGTH)
    row = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "event_id"], name="one_event")
        ]

    def __str__(self) -> str:
        return self.event_id


class Result(models.Model):
    """What a question gave on the log at one version. The newest replaces the one before.

    Where the last computation failed, ``problem`` says why; the payload is the one before.
    """

    question = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    given = models.JSONField()
    payload = models.JSONField(null=True)
    lake_version = models.BigIntegerField(null=True)
    until = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    problem = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)

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

"""The outbox, what was computed from the log, what open pages are told, imported files."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.people.models import Member

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


class SavedMapping(models.Model):
    """How files of one kind are read, under the name that someone gave it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    mapping = models.JSONField()
    identities = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    by = models.ForeignKey(Member, models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """A file that someone brought, and how far it is on its way into the log.

    ``recorded_at`` is the moment that all its events carry, and no others: it takes them back.
    ``identities`` tells which columns hold e-mail addresses, phones, cards (column → kind).
    """

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=5)
    mapping = models.JSONField()
    notes = models.JSONField(default=list)
    identities = models.JSONField(default=dict)
    trying_at = models.DateTimeField(null=True)
    trial = models.JSONField(null=True)
    recorded_at = models.DateTimeField(null=True, unique=True)
    confirmed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    share_done = models.FloatField(default=0)
    seen_at = models.DateTimeField(null=True)
    report = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)
    undoing_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def stage(self) -> str:
        """Return how far it is: the last fact that is known of it."""
        facts = (
            ("undone", self.undone_at),
            ("undoing", self.undoing_at),
            ("done", self.finished_at),
            ("failed", self.recorded_at and self.failed_at),
            ("importing", self.recorded_at),
            ("tried", self.trial is not None),
            ("trying", self.trying_at),
        )
        return next((stage for stage, is_so in facts if is_so), "mapping")

    @property
    def is_moving(self) -> bool:
        """Whether the worker is at it, or about to be."""
        return self.stage in {"trying", "importing", "undoing"}

    @property
    def percent_done(self) -> int:
        """How much of the file is read, from 0 to 100."""
        return round(100 * self.share_done)

    @property
    def topic(self) -> str:
        """What is announced when it moves."""
        return f"import/{self.pk}"

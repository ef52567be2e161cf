"""What customers said, in their own words, and what was read in it."""

import uuid

from django.db import models
from django.db.models import Q

from parcours.ledger.models import ID_LENGTH


class Verbatim(models.Model):
    """The words of one event of the log, and their coding by machine.

    People's corrections are rows of their own and win (`Correction`). Sets of drivers and
    flags are bit masks in the order of `codes.DRIVERS` and `codes.FLAGS`. ``words`` is what
    the search looks in: folded, personal data left out. ``places`` says by canvas to which
    touchpoint it belongs today, ``segments`` the properties one can filter by. ``revision``
    grows with every change of any verbatim.

    SQLite makes a table anew where a column changes, and its triggers go: a migration that
    does so has to drop and make ``full_text`` again around it.
    """

    customer_id = models.CharField(max_length=ID_LENGTH)
    event_id = models.CharField(max_length=ID_LENGTH)
    bucket = models.PositiveSmallIntegerField()
    is_waiting = models.BooleanField(default=False)
    at = models.DateTimeField()
    activity = models.CharField(max_length=120)
    channel = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)
    case_id = models.CharField(max_length=ID_LENGTH, blank=True)
    score = models.FloatField(null=True)
    scale = models.CharField(max_length=80, blank=True)
    felt = models.FloatField(null=True)
    properties = models.TextField(blank=True)
    text = models.TextField()
    words = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    sentiment = models.SmallIntegerField(null=True)
    probability = models.FloatField(null=True)
    positivity = models.FloatField(null=True)
    doubt = models.FloatField(null=True)
    present = models.PositiveSmallIntegerField(default=0)
    positive = models.PositiveSmallIntegerField(default=0)
    negative = models.PositiveSmallIntegerField(default=0)
    flags = models.PositiveSmallIntegerField(default=0)
    private = models.TextField(blank=True)
    likeness = models.BigIntegerField(default=0)
    coder = models.CharField(max_length=40, blank=True)
    places = models.TextField(blank=True)
    segments = models.TextField(blank=True)
    revision = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "event_id"], name="one_verbatim")
        ]
        indexes = [
            models.Index(fields=["revision"], name="verbatim_revision"),
            models.Index(fields=["bucket"], name="verbatim_bucket"),
            models.Index(fields=["id"], condition=Q(is_waiting=True), name="verbatim_waiting"),
        ]

    def __str__(self) -> str:
        return self.event_id


class Departure(models.Model):
    """That the verbatim of a number is gone, for those who read the table before.

    Only the newest are kept: see ``Gathering.forgotten``.
    """

    number = models.BigIntegerField()
    revision = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.number)


class Gathering(models.Model):
    """How far the verbatims follow the log: one row.

    ``files`` are the lake's files that were read, ``coder`` the version that everything is
    coded with, ``canvases`` the fingerprint of those that say the touchpoints. ``lineage``
    tells this table from any other that may have left its copy in the same folder;
    ``outbox`` is the number of the last event read while it waited. Of departures up to the
    revision ``forgotten`` nothing is known any more: whoever read the table before reads it
    anew.
    """

    lineage = models.UUIDField(default=uuid.uuid4)
    revision = models.BigIntegerField(default=0)
    forgotten = models.BigIntegerField(default=0)
    log_version = models.BigIntegerField(null=True)
    files = models.JSONField(default=list)
    outbox = models.BigIntegerField(default=0)
    coder = models.CharField(max_length=40, blank=True)
    canvases = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.revision)

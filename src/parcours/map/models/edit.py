"""What was changed on a canvas, by whom, and who has it open."""

from django.db import models
from django.utils import timezone

from parcours.map.models.canvas import Canvas
from parcours.people.models import Member


class Edit(models.Model):
    """One change of one element: what it was *before* and *after*, so that it can be undone.

    ``undoes`` is the edit that this one took back; ``overwrote`` the one of somebody else
    that its author had not seen.
    """

    class Verb(models.TextChoices):
        SET = "set"
        INSERT = "insert"
        MOVE = "move"
        DELETE = "delete"
        REVIVE = "revive"
        RESTORE = "restore"

    canvas = models.ForeignKey(Canvas, models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=8, choices=Verb)
    element = models.CharField(max_length=40)
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undoes = models.ForeignKey("self", models.CASCADE, related_name="undone_by", null=True)
    overwrote = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True)
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["canvas", "number"]
        constraints = [
            models.UniqueConstraint(fields=["canvas", "number"], name="one_edit_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.canvas_id}/{self.number} {self.verb} {self.element}"


class Presence(models.Model):
    """That a member has a canvas open, and which card of it."""

    canvas = models.ForeignKey(Canvas, models.CASCADE, related_name="present")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    element = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canvas", "member"], name="one_presence_a_canvas")
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.element}"

"""What colleagues think customers feel, said before they see the figures."""

from django.db import models
from django.utils import timezone

from parcours.map.models.canvas import Canvas
from parcours.people.models import Member


class Belief(models.Model):
    """What a member thinks of one touchpoint of their team, once a quarter.

    ``quarter`` is its first day. ``felt`` is 1 to 5; without it the question was skipped.
    ``kept_share`` is 0 to 1, null where nothing is promised, or the question was skipped.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="beliefs")
    canvas = models.ForeignKey(Canvas, models.CASCADE, related_name="beliefs")
    touchpoint = models.CharField(max_length=120)
    team = models.CharField(max_length=50)
    quarter = models.DateField()
    felt = models.PositiveSmallIntegerField(null=True, blank=True)
    kept_share = models.FloatField(null=True, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-quarter", "canvas", "touchpoint", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "canvas", "touchpoint", "quarter"],
                name="one_belief_a_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(felt=None) | models.Q(felt__range=(1, 5)),
                name="belief_is_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint} {self.quarter}: {self.felt or '–'}"

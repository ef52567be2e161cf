"""What corrections taught the coder."""

from django.db import models
from django.utils import timezone


class Lesson(models.Model):
    """The workspace's own model, from the corrections that stood at one moment: the newest.

    ``taught`` is what core keeps of it, null where there were too few. ``curve`` says how well
    it read corrections it had not seen, by how many it had; ``crossed`` what it reads in each
    corrected verbatim if it learns from all others.
    """

    at = models.DateTimeField(default=timezone.now)
    corrections = models.PositiveIntegerField()
    newest = models.DateTimeField(null=True)
    taught = models.JSONField(null=True)
    curve = models.JSONField(default=list)
    crossed = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.corrections} corrections"

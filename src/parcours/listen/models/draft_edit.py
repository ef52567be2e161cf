"""What a survey's draft was before each change, so that changes can be taken back."""

from django.db import models
from django.utils import timezone

from parcours.listen.models.survey import Survey
from parcours.people.models import Member


class DraftEdit(models.Model):
    """One change of a draft: the whole of it before and after.

    ``is_undone``: it was taken back, and can be made again until something else is changed.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="edits")
    before = models.JSONField()
    after = models.JSONField()
    is_undone = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.survey} {self.pk}"

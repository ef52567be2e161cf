"""How a survey's results are weighted, and the links by which people outside see them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from parcours.listen.models.survey import Survey
from parcours.people.models import Link, Links, Member


class Weighting(models.Model):
    """Who was to be heard: column → value → share, to which answers are weighted."""

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="weighting")
    margins = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.survey)


class SharedResults(Link):
    """The results of a survey, numbers only, for whoever has the link, until it expires."""

    salt: ClassVar[str] = "listen.results"
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="shared")
    objects = Links["SharedResults"].as_manager()

    class Meta(Link.Meta):
        pass

"""The waves of a survey that is run again and again."""

from datetime import date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.core.survey.waves import Waves
from parcours.listen.models.survey import Survey
from parcours.people.models import Member

_SHARES = (MinValueValidator(0.0), MaxValueValidator(1.0))


class WavePlan(models.Model):
    """When a survey's waves begin, and whether each asks people anew.

    ``rounds`` are those set by hand: first day, last day or null. A trigger of a survey whose
    plan ``is_drawn`` asks at each wave's beginning; ``drawn_at`` is the last beginning for
    which everyone was decided.
    """

    class Every(models.TextChoices):
        WEEK = "week", pgettext_lazy("wave", "Every week")
        MONTH = "month", pgettext_lazy("wave", "Every month")
        QUARTER = "quarter", pgettext_lazy("wave", "Every quarter")
        HALF = "half", pgettext_lazy("wave", "Every half-year")
        YEAR = "year", pgettext_lazy("wave", "Every year")
        BY_HAND = "", pgettext_lazy("wave", "On days set by hand")

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="wave_plan")
    every = models.CharField(_("A wave begins"), max_length=8, choices=Every, blank=True)
    first = models.DateField(_("The first one on"), null=True, blank=True)
    rounds = models.JSONField(default=list, blank=True)
    is_drawn = models.BooleanField(_("Ask people at each wave’s beginning"), default=True)
    reach_days = models.PositiveSmallIntegerField(
        _("Whoever had the event in the days before"), default=365
    )
    panel = models.FloatField(default=0.0, validators=_SHARES)
    drawn_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.survey)

    @property
    def plain(self) -> dict[str, Any]:
        """The plan as core's trigger has it."""
        return {
            "every": self.every or None,
            "first": self.first.isoformat() if self.first else None,
            "rounds": [{"first": first, "last": last} for first, last in self.rounds],
            "reach": f"{self.reach_days} d",
            "panel": self.panel,
        }

    def parsed(self) -> Waves:
        """Return the plan as core reads it."""
        return Waves.model_validate(self.plain)

    def of(self, at: datetime) -> date | None:
        """Return the first day of the wave of a moment, null where it lies in none."""
        return self.parsed().of(timezone.localdate(at))

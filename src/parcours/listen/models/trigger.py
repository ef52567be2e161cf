"""Whom a survey asks, and when: by itself, after something happened."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.core.survey.policy import MAILING, RELATIONSHIP, REVIEW, TRANSACTIONAL
from parcours.core.survey.rehearsal import Plan
from parcours.core.survey.trigger import Trigger as Rule
from parcours.core.survey.trigger import read_trigger, refuse_feelings
from parcours.listen.models.survey import Survey
from parcours.listen.models.waves import WavePlan
from parcours.people.models import Member

_SHARES = (MinValueValidator(0.0), MaxValueValidator(1.0))


class Triggers(models.QuerySet["Trigger"]):
    """Triggers, and which of them ask people now."""

    def running(self) -> "Triggers":
        """Return those that were started, of surveys that can be answered."""
        live = Survey.objects.live()
        found = self.filter(started_at__isnull=False, survey__in=live)
        return found.select_related("survey")


class Trigger(models.Model):
    """When a survey asks by itself. ``rule`` is read by ``core.survey.trigger``.

    ``started_at`` is null where it asks nobody; what happened before it is let be.
    ``expected`` is how many people it may ask a week, before there is experience. Who did not
    answer is reminded ``reminders`` times, ``remind_after`` days after each mail.
    """

    class Kind(models.TextChoices):
        TRANSACTIONAL = TRANSACTIONAL, pgettext_lazy("survey", "About something that happened")
        RELATIONSHIP = RELATIONSHIP, pgettext_lazy("survey", "About all of it")
        REVIEW = REVIEW, pgettext_lazy("survey", "Invitation to a public review")
        MAILING = MAILING, pgettext_lazy("survey", "Mailing")

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="trigger")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=TRANSACTIONAL)
    rule = models.JSONField()
    priority = models.SmallIntegerField(_("priority"), default=0)
    share = models.FloatField(_("share drawn"), default=1.0, validators=_SHARES)
    quota = models.PositiveIntegerField(_("about so many a week"), null=True, blank=True)
    channel = models.CharField(max_length=20, default="email")
    valid_days = models.PositiveSmallIntegerField(_("link valid for (days)"), default=30)
    reminders = models.PositiveSmallIntegerField(
        _("reminders, for who did not answer"), default=0, validators=[MaxValueValidator(3)]
    )
    remind_after = models.PositiveSmallIntegerField(
        _("days between them"), default=5, validators=[MinValueValidator(1)]
    )
    expected = models.FloatField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    objects = Triggers.as_manager()

    class Meta:
        ordering = ["survey__name"]

    def __str__(self) -> str:
        return str(self.survey)

    def parsed(self) -> Rule:
        """Return the rule as core reads it.

        Raises:
            ByFeeling: it invites to reviews, and looks at what people feel.
        """
        rule = read_trigger(self.told)
        if self.kind == REVIEW:
            refuse_feelings(rule)
        return rule

    @property
    def waves(self) -> WavePlan | None:
        """The waves in which it asks, null where it asks after each event."""
        plan = WavePlan.objects.filter(survey=self.survey_id, is_drawn=True).first()
        return plan if self.kind != REVIEW else None

    @property
    def told(self) -> dict[str, Any]:
        """The rule as plain data, with the waves in which it asks."""
        plan = self.waves
        return {**self.rule, **({"waves": plan.plain} if plan else {})}

    @property
    def plan(self) -> Plan:
        """What core wants to know of it. Reviews are asked of everyone: nobody draws."""
        given: dict[str, Any] = {"share": self.share, "quota": self.quota}
        return Plan(
            survey=self.survey.slug,
            kind=self.kind,
            trigger=self.parsed(),
            priority=self.priority,
            **({} if self.kind == REVIEW else given),
        )

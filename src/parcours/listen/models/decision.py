"""Why each person was asked, or was not: every occasion, once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from parcours.core.survey.policy import Rule
from parcours.ledger.models import ID_LENGTH
from parcours.listen.models.invitation import Invitation
from parcours.listen.models.survey import Survey
from parcours.people.models import Member


class Decisions(models.QuerySet["Decision"]):
    """Decisions, whose they are, and who may see them."""

    def visible_to(self, member: Member) -> "Decisions":
        """Return those *member* may see: they are about customers."""
        return self if member.can("see customers") else self.none()

    def eligible(self) -> "Decisions":
        """Return those of people who could have been asked, drawn or not."""
        return self.first_ones().filter(Q(is_asked=True) | Q(reason=Rule.NOT_DRAWN))

    def first_ones(self) -> "Decisions":
        """Return those about asking at all, not about reminding."""
        return self.filter(reminder=0)


class Decision(models.Model):
    """What the policy said of one occasion of one customer, and every rule that spoke.

    ``opened`` is when what one asks about happened, and ``event_id`` its event. ``spoke`` is a
    list of rules, each with the event that made it and until when it holds. ``reminder`` is 0
    where it is about asking, 1 where it is about the first reminder of who was asked.
    """

    REASONS = {
        Rule.STOPPED: pgettext_lazy("not asked", "Asked not to be asked"),
        Rule.NO_CONSENT: pgettext_lazy("not asked", "Never agreed to surveys"),
        Rule.UNREACHABLE: pgettext_lazy("not asked", "No address on this channel"),
        Rule.COMPLAINT: pgettext_lazy("not asked", "A complaint is open"),
        Rule.HELD_OUT: pgettext_lazy("not asked", "Of the few never asked"),
        Rule.SAME_KIND: pgettext_lazy("not asked", "Asked this kind of thing too recently"),
        Rule.RECENT: pgettext_lazy("not asked", "Contacted too recently"),
        Rule.NOT_DRAWN: pgettext_lazy("not asked", "Not drawn"),
    }

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="decisions")
    customer_id = models.CharField(max_length=ID_LENGTH, db_index=True)
    opened = models.DateTimeField()
    reminder = models.PositiveSmallIntegerField(default=0)
    event_id = models.CharField(max_length=ID_LENGTH, blank=True)
    at = models.DateTimeField(db_index=True)
    is_asked = models.BooleanField()
    reason = models.CharField(max_length=16, blank=True)
    spoke = models.JSONField(default=list)
    earliest = models.DateTimeField(null=True)
    probability = models.FloatField()
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, related_name="decisions"
    )
    objects = Decisions.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "customer_id", "opened", "reminder"],
                name="one_decision_an_occasion",
            )
        ]
        indexes = [models.Index(fields=["survey", "-at"], name="decision_by_survey")]

    def __str__(self) -> str:
        return f"{self.survey}: {self.customer_id} {self.reason}"

    @property
    def said(self) -> str:
        """The first reason in words, empty where the person was asked."""
        return str(self.REASONS[Rule(self.reason)]) if self.reason else ""

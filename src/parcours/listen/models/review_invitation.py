"""Invitations to write a public review: to everyone eligible, whatever they feel."""

import uuid

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.core.survey.trigger import Trigger as Rule
from parcours.core.survey.trigger import read_trigger, refuse_feelings
from parcours.ledger.models import ID_LENGTH
from parcours.listen.models.source import Source
from parcours.people.models import Member

_SIGNER = signing.Signer(salt="listen.review", sep=".")


class ReviewInvitation(models.Model):
    """After what, and with which words, customers are asked to write a review at a source.

    ``rule`` is read by ``core.survey.trigger``; ``words`` is language → subject and text.
    ``started_at`` is null where nobody is invited; what happened before it is let be.
    """

    name = models.CharField(_("name"), max_length=80)
    source = models.ForeignKey(Source, models.CASCADE, related_name="invitations")
    rule = models.JSONField()
    words = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the invitation."""
        return reverse("sources:invitation", args=[self.pk])

    def parsed(self) -> Rule:
        """Return the rule as core reads it.

        Raises:
            ByFeeling: it would choose people by what they feel.
        """
        rule = read_trigger(self.rule)
        refuse_feelings(rule)
        return rule


class Invited(models.Model):
    """What the policy said of one occasion of one customer: invited, or why not.

    ``claimed_at`` is set before the mail goes out, so that it never goes out twice.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invitation = models.ForeignKey(ReviewInvitation, models.CASCADE, related_name="invited")
    customer_id = models.CharField(max_length=ID_LENGTH, db_index=True)
    case_id = models.CharField(max_length=ID_LENGTH, blank=True)
    opened = models.DateTimeField()
    at = models.DateTimeField()
    is_asked = models.BooleanField()
    reason = models.CharField(max_length=16, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "customer_id", "opened"], name="one_invitation_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.reason}"

    @property
    def token(self) -> str:
        """What opens the way out of further invitations."""
        return _SIGNER.sign(self.key.hex)

    @classmethod
    def behind(cls, token: str) -> "Invited | None":
        """Return whose way out a token opens, or nobody."""
        try:
            return cls.objects.filter(key=uuid.UUID(_SIGNER.unsign(token))).first()
        except (signing.BadSignature, ValueError):
            return None

"""Invitations: that someone was asked to answer, and what became of it."""

import uuid

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from parcours.ledger.models import ID_LENGTH
from parcours.listen.models.survey import Survey

_SIGNER = signing.Signer(salt="listen.invitation", sep=".")


class Invitations(models.QuerySet["Invitation"]):
    """Invitations, and the one that a link opens."""

    def behind(self, token: str) -> "Invitations":
        """Return the invitation that *token* is the key of, or none."""
        try:
            return self.filter(key=uuid.UUID(_SIGNER.unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


class Invitation(models.Model):
    """One person asked to answer one survey, once.

    ``context`` is what it is about (order, shop, touchpoint…). ``probability`` is the chance
    with which this person was drawn among those who could have been, 0 to 1. ``wave`` is the
    first day of the wave that asks, null where the survey has none. Of an anonymous survey,
    ``answered_at`` is only the day.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    customer_id = models.CharField(max_length=ID_LENGTH, db_index=True)
    channel = models.CharField(max_length=20)
    context = models.JSONField(default=dict)
    probability = models.FloatField(null=True)
    wave = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    objects = Invitations.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.survey}: {self.customer_id}"

    @property
    def token(self) -> str:
        """The end of its link: it cannot be guessed, nor be read from the database."""
        return _SIGNER.sign(self.key.hex)

    @property
    def url(self) -> str:
        """The address where it is answered."""
        return reverse("answering", args=[self.token])

    @property
    def has_expired(self) -> bool:
        """Whether it is too late to answer."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def state(self) -> str:
        """One of waiting, sent, opened, answered, expired."""
        if self.answered_at:
            return "answered"
        if self.has_expired:
            return "expired"
        if self.opened_at:
            return "opened"
        return "sent" if self.sent_at else "waiting"

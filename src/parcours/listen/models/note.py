"""What colleagues wrote down of conversations, and the customers' words in it."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models import Customer, Member


class Note(models.Model):
    """What a colleague wrote of an interview or a visit: who, where, when.

    ``customer`` is who spoke: nobody where they gave no name, or were forgotten.
    The note's own text never enters the log: only what is marked in it as a quote does.
    """

    class Kind(models.TextChoices):
        INTERVIEW = "interview", pgettext_lazy("note", "Interview")
        VISIT = "visit", pgettext_lazy("note", "Store visit")
        CALL = "call", pgettext_lazy("note", "Phone call")

    class Channel(models.TextChoices):
        STORE = "store", pgettext_lazy("channel", "Store")
        PHONE = "phone", pgettext_lazy("channel", "Phone")
        WEB = "web", pgettext_lazy("channel", "Website")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.INTERVIEW)
    title = models.CharField(_("title"), max_length=160)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="+", editable=False
    )
    is_anonymous = models.BooleanField(default=True)
    shop = models.CharField(_("where"), max_length=120, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default="store")
    at = models.DateTimeField(_("when"), default=timezone.now)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", _("English")), ("fr", _("French"))]
    )
    text = models.TextField(_("what was said and seen"))
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of the note."""
        return reverse("sources:note", args=[self.pk])

    @property
    def speaker(self) -> str:
        """Who the event log says it was: the customer, or a pseudonym of this note alone.

        Empty where the customer was forgotten.
        """
        if self.customer is not None:
            return self.customer.customer_id
        return f"note-{self.key.hex}" if self.is_anonymous else ""


class Quote(models.Model):
    """Words of a customer in a note: from where to where, and what they are about.

    ``touchpoint`` is its name on a canvas, ``driver`` one of the seven, ``sentiment`` −1, 0
    or 1 as a person heard it. ``event_id`` names its event in the log.
    """

    note = models.ForeignKey(Note, models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    canvas = models.CharField(max_length=80, blank=True)
    touchpoint = models.CharField(max_length=120, blank=True)
    driver = models.CharField(max_length=20, blank=True)
    sentiment = models.SmallIntegerField(null=True, blank=True)
    event_id = models.CharField(max_length=80, unique=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="quoted")
        ]

    def __str__(self) -> str:
        return self.text[:60]

"""What is said more often than before, who wants to know it, and who was told."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models import Member

TOPIC = "topic"
"""The facet of a rise that is a topic's; the others are a touchpoint's or a segment's."""


class Rises(models.QuerySet["Rise"]):
    """Rises, and which of them last."""

    def lasting(self) -> "Rises":
        """Return those that did not end."""
        return self.filter(ended_at=None)


class Rise(models.Model):
    """That something is said more often than before, from its beginning to its end.

    A driver that is complained of more, at the place that ``facet`` and ``value`` name
    (``touchpoint:3``, ``segment.shop``), or a topic of the driver (``topic`` and its key).
    What ends and comes back is another rise. ``numbers`` are the newest, as `rises` of core
    tells them; ``quotes`` are verbatims by number; ``stood_at`` is when it was last found.
    """

    driver = models.CharField(max_length=20)
    facet = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    numbers = models.JSONField()
    quotes = models.JSONField(default=list)
    began_at = models.DateTimeField()
    stood_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = Rises.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["driver", "facet", "value"],
                condition=Q(ended_at=None),
                name="one_lasting_rise",
            )
        ]

    def __str__(self) -> str:
        return f"{self.driver}/{self.facet}/{self.value}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("verbatims:alert", args=[self.pk])

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about, the same over all times it comes."""
        return self.driver, self.facet, self.value


class Following(models.Model):
    """That a member wants to be told of rises: of one driver or all, at one place or all."""

    class Pace(models.TextChoices):
        AT_ONCE = "at once", pgettext_lazy("pace", "At once")
        WEEKLY = "weekly", pgettext_lazy("pace", "Once a week, on Monday")

    member = models.ForeignKey(Member, models.CASCADE, related_name="followings")
    driver = models.CharField(_("Driver"), max_length=20, blank=True)
    facet = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True)
    pace = models.CharField(_("How often"), max_length=8, choices=Pace, default=Pace.AT_ONCE)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "driver", "facet", "value"], name="followed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.driver}/{self.facet}/{self.value}"

    def wants(self, rise: Rise) -> bool:
        """Return whether it asks for this rise."""
        is_place = not self.facet or (self.facet, self.value) == (rise.facet, rise.value)
        return is_place and self.driver in ("", rise.driver)


class Notice(models.Model):
    """That a member is told of a rise, once: from ``due_at`` on the site, and by mail."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="notices")
    rise = models.ForeignKey(Rise, models.CASCADE, related_name="notices")
    due_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["member", "rise"], name="told_once")]
        indexes = [
            models.Index(fields=["member"], condition=Q(read_at=None), name="notice_unread")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.rise}"

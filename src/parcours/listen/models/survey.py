"""Surveys, the definitions they were published with, the pictures of their look."""

import json
import uuid
from functools import lru_cache

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from parcours.core.survey import Survey as Definition
from parcours.people.models import Member, Team


def new_door() -> str:
    """Return the end of an open link: short enough to type, too long to guess."""
    return get_random_string(10, "abcdefghijkmnpqrstuvwxyz23456789")


class Surveys(models.QuerySet["Survey"]):
    """Surveys, and who may see which."""

    def visible_to(self, member: Member) -> "Surveys":
        """Return those that *member* may see: every survey, for whoever sees answers."""
        return self if member.can("see answers") else self.none()

    def live(self) -> "Surveys":
        """Return those that can be answered now."""
        return self.filter(version__gt=0, closed_at=None)


class Survey(models.Model):
    """What is asked. ``draft`` is what people edit, and may hold what is not valid yet.

    ``version`` is the number of the definition that is answered now, 0 until it is published.
    ``door`` is the end of its open link, which ``is_open`` may shut: then only invitations
    can be answered. ``kiosk_pin`` is what checks the PIN of tablets. ``sites`` are the origins
    of sites that may show it within their pages.
    """

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    door = models.CharField(max_length=16, unique=True, default=new_door, editable=False)
    is_open = models.BooleanField(_("whoever has the link may answer"), default=True)
    sites = models.TextField(_("sites that may show it"), blank=True)
    kiosk_pin = models.CharField(max_length=160, blank=True, editable=False)
    draft = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, blank=True
    )
    objects = Surveys.as_manager()

    class Meta:
        ordering = ["closed_at", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """One of draft, live, closed."""
        if self.closed_at:
            return "closed"
        return "live" if self.version else "draft"

    @property
    def url(self) -> str:
        """The address of the open link."""
        return reverse("answering", args=[self.door])

    def current(self) -> "SurveyVersion | None":
        """Return what is answered now, if it was ever published."""
        return self.versions.filter(number=self.version).first()


class SurveyVersion(models.Model):
    """A definition as it was published: it never changes, answers name its number."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_definition_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

    def parsed(self) -> Definition:
        """Return the definition as core reads it."""
        return _parsed(json.dumps(self.definition))


class Logo(models.Model):
    """A picture at the top of a survey's pages; a definition's theme names its key."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="logos")
    file = models.FileField(upload_to="surveys/logos")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.key)


@lru_cache(maxsize=64)
def _parsed(definition: str) -> Definition:
    return Definition.of(json.loads(definition))

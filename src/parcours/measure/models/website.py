"""Sites whose audience is measured, and what tells their visits apart for a day."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.people.models import Member


def new_key() -> str:
    """Return a key for a site: it is public, and only says whose events these are."""
    return secrets.token_urlsafe(12)


class Website(models.Model):
    """A site that carries the snippet. Events come from its ``origins`` only."""

    name = models.CharField(_("Name"), max_length=80)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    origins = models.TextField(_("Addresses"))
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def allowed(self) -> list[str]:
        """The origins, as browsers write them."""
        return self.origins.split()


class Salt(models.Model):
    """The secret of one day, thrown away the day after: then no visitor can be found again."""

    day = models.DateField(unique=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)


class Visit(models.Model):
    """When a visitor was last seen: after half an hour of silence a new visit begins."""

    visitor = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.visitor

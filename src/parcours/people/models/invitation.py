"""Invitations: the only way in for a colleague."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.people.models.member import Member, Team

VALID_FOR: Final = timedelta(days=7)


class Invitations(models.QuerySet["Invitation"]):
    """Invitations, and which of them still open the door."""

    def open(self) -> "Invitations":
        """Return those neither taken, nor called back, nor too old."""
        since = timezone.now() - VALID_FOR
        return self.filter(taken_at=None, called_back_at=None, at__gt=since)


class Invitation(models.Model):
    """That someone may come in with a role. Only a digest of the link's token is kept."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Member.Role)
    teams = models.ManyToManyField(Team, blank=True, verbose_name=_("teams"))
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    called_back_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.email

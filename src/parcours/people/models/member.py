"""Colleagues and the teams they are in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models import rights


class Team(models.Model):
    """A part of the company that owns touchpoints: stores, logistics, support…

    ``key`` is what a canvas calls it (``owner: stores``).
    """

    key = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Members(BaseUserManager["Member"]):
    """How members are made."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """Return a new member, who cannot sign in with a password where none is given."""
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        """Return the member with this e-mail address, in whichever case it is written."""
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """Someone who can sign in. Without a role they are a stranger: nothing exists for them."""

    class Role(models.TextChoices):
        OWNER = "owner", pgettext_lazy("role", "Owner")
        LEAD = "lead", pgettext_lazy("role", "CX lead")
        COLLEAGUE = "colleague", pgettext_lazy("role", "Colleague")
        AGENT = "agent", pgettext_lazy("role", "Agent")
        VIEWER = "viewer", pgettext_lazy("role", "Viewer")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = Members()

    class Meta:
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """The letters of the avatar: of the first and the last name."""
        words = (self.name or self.email).split()
        return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper()

    def can(self, action: str) -> bool:
        """Return whether the member's role carries the right to *action*."""
        return self.is_active and rights.allows(self.role, action)

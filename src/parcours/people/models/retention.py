"""How long each kind of data is kept, and who was forgotten."""

from django.db import models
from django.utils import timezone

from parcours.people.models.member import Member


class Retention(models.Model):
    """How many days a keeper keeps what it keeps, where the owner decided otherwise."""

    keeper = models.SlugField(unique=True)
    days = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.keeper}: {self.days}"


class Erasure(models.Model):
    """That a person was forgotten: when and by whom, and nothing that says who it was."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.digest[:12]

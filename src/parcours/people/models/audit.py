"""Who saw and changed what."""

from django.db import models
from django.utils import timezone

from parcours.people.models.member import Member


class AuditEntry(models.Model):
    """That someone did something to something. Written once, never changed.

    ``subject`` is a name that outlives what it names, like ``canvas/7`` or ``customer/…``.
    """

    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=160, db_index=True)
    detail = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

"""What people say a verbatim says: it wins over any machine."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from parcours.listen.models.verbatim import Verbatim
from parcours.people.models import Member


class Draw(models.Model):
    """That the label queue gave someone a verbatim, and why that one."""

    class Reason(models.TextChoices):
        CHANCE = "chance", pgettext_lazy("drawn", "by chance")
        DOUBT = "doubt", pgettext_lazy("drawn", "the coder was unsure")
        AGREEMENT = "agreement", pgettext_lazy("drawn", "to compare two people")

    verbatim = models.ForeignKey(Verbatim, models.CASCADE, related_name="draws")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    at = models.DateTimeField(default=timezone.now)
    skipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verbatim", "member"], name="drawn_once_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.verbatim} → {self.member}"


class Corrections(models.QuerySet["Correction"]):
    """Corrections, and which of them stand."""

    def standing(self) -> "Corrections":
        """Return those that nobody undid."""
        return self.filter(undone_at=None)


class Correction(models.Model):
    """The coding of a verbatim by a person. The newest that stands counts.

    ``coded`` is what the machine said at that moment; ``drawn`` why the verbatim was looked
    at, empty where the person came upon it: only those drawn by chance say how often the
    machine errs.
    """

    verbatim = models.ForeignKey(Verbatim, models.CASCADE, related_name="corrections")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sentiment = models.SmallIntegerField()
    present = models.PositiveSmallIntegerField(default=0)
    positive = models.PositiveSmallIntegerField(default=0)
    negative = models.PositiveSmallIntegerField(default=0)
    flags = models.PositiveSmallIntegerField(default=0)
    drawn = models.CharField(max_length=10, choices=Draw.Reason, blank=True)
    coded = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    objects = Corrections.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["verbatim", "-at"], condition=Q(undone_at=None), name="standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verbatim}: {self.sentiment}"

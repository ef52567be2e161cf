"""What identifies a customer, and which customers are one person: both can be undone."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from parcours.people.models.customer import Customer
from parcours.people.models.member import Member


class Claim(models.Model):
    """That an e-mail address, a card, a cookie is a customer's: who says so, and how surely."""

    class Kind(models.TextChoices):
        EMAIL = "email", pgettext_lazy("identity", "E-mail")
        PHONE = "phone", pgettext_lazy("identity", "Phone")
        CARD = "card", pgettext_lazy("identity", "Loyalty card")
        ACCOUNT = "account", pgettext_lazy("identity", "Account number")
        COOKIE = "cookie", pgettext_lazy("identity", "Cookie")
        CHANNEL = "channel", pgettext_lazy("identity", "Channel identifier")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=254)
    source = models.CharField(max_length=120)
    evidence = models.CharField(max_length=254, blank=True)
    confidence = models.FloatField(default=1.0)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["kind", "value"]
        indexes = [models.Index(fields=["kind", "value"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value", "customer"],
                condition=Q(withdrawn_at=None),
                name="one_standing_claim",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Merge(models.Model):
    """That two customers are one person, until it is undone. Neither loses its pseudonym."""

    kept = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Customer, models.CASCADE, related_name="merged_into")
    evidence = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="merged_into_one_only"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"

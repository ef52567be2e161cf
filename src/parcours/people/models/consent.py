"""What customers agreed to, and the segments they are in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models.customer import Customer
from parcours.people.models.member import Member


class Consent(models.Model):
    """A yes or a no for one purpose. The newest counts; the others say how it came to be."""

    class Purpose(models.TextChoices):
        SURVEYS = "surveys", pgettext_lazy("purpose", "Surveys")
        NEWS = "news", pgettext_lazy("purpose", "News and offers")
        TELLING = "telling", pgettext_lazy("purpose", "What changed because of you")
        AUDIENCE = "audience", pgettext_lazy("purpose", "Web audience")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    is_given = models.BooleanField(_("given"))
    source = models.CharField(_("source"), max_length=120)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.is_given}"


class Segment(models.Model):
    """A name for some customers: regulars, professionals, people who moved…"""

    name = models.CharField(_("name"), max_length=80, unique=True)
    customers = models.ManyToManyField(Customer, related_name="segments", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

"""Mystery visits: what is looked at in a shop, and what was found."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models import Member


class Grid(models.Model):
    """What visitors look at: a list of items, the same in every shop."""

    name = models.CharField(_("name"), max_length=120)
    shops = models.TextField(_("shops"), help_text=_("One shop a line."))
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of its results."""
        return reverse("sources:grid", args=[self.pk])

    @property
    def shop_names(self) -> list[str]:
        """The shops, in order."""
        return list(dict.fromkeys(filter(None, map(str.strip, self.shops.splitlines()))))


class Item(models.Model):
    """One thing to look at, and the touchpoint or promise it stands for.

    An item that was marked once is not rewritten: it is left, and another one is made.
    """

    class Scale(models.TextChoices):
        YES_NO = "audit_0_1", pgettext_lazy("scale", "yes or no")
        FIVE = "audit_1_5", pgettext_lazy("scale", "1 to 5")

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    scale = models.CharField(max_length=12, choices=Scale, default=Scale.YES_NO)
    canvas = models.CharField(max_length=80, blank=True)
    touchpoint = models.CharField(max_length=120, blank=True)
    promise = models.CharField(max_length=120, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Visit(models.Model):
    """A visit of a shop with a grid. What was found enters the log when it is finished."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="visits")
    shop = models.CharField(_("shop"), max_length=120)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.grid}, {self.shop}"

    def get_absolute_url(self) -> str:
        """Return the page where it is filled in."""
        return reverse("sources:visit", args=[self.pk])


class Mark(models.Model):
    """What was found of one item in one visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="marks")
    item = models.ForeignKey(Item, models.PROTECT, related_name="marks")
    score = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="one_mark_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.score}"

"""Canvases and their versions."""

from functools import lru_cache

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.core.canvas import Canvas as Drawing
from parcours.people.models import Member


class Canvases(models.QuerySet["Canvas"]):
    """Canvases, and who may see which."""

    def visible_to(self, member: Member) -> "Canvases":
        """Return those that *member* may see: every canvas, for whoever sees figures."""
        return self if member.can("see figures") else self.none()

    def current(self) -> "Canvases":
        """Return those that are not archived."""
        return self.filter(archived_at=None)


class Canvas(models.Model):
    """A designed journey. ``text`` always reads as a canvas; ``draft`` is what people draw.

    ``draft`` is null until someone edits it, and may hold what is not valid yet. ``edits``
    counts the edits made, ``version`` is the number of the newest version.
    """

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    text = models.TextField()
    draft = models.JSONField(null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, blank=True
    )
    objects = Canvases.as_manager()

    class Meta:
        ordering = ["archived_at", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the living canvas."""
        return reverse("map:living", args=[self.slug])

    def parsed(self) -> Drawing:
        """Return the canvas as core reads it."""
        return drawing_of(self.text)


class CanvasVersion(models.Model):
    """What a canvas was at one moment. ``summary`` is its name, where someone gave it one."""

    canvas = models.ForeignKey(Canvas, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    draft = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    summary = models.CharField(_("name"), max_length=200, blank=True)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["canvas", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return self.summary or str(self.number)

    def parsed(self) -> Drawing:
        """Return the canvas as it was."""
        return drawing_of(self.text)


@lru_cache(maxsize=64)
def drawing_of(text: str) -> Drawing:
    """Return the canvas that *text* is; what was read a moment ago is not read again."""
    return Drawing.parse(text)

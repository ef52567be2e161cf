"""Pictures of key moments."""

import uuid

from django.db import models
from django.utils import timezone

from parcours.map.models.canvas import Canvas
from parcours.people.models import Member


class Picture(models.Model):
    """A key moment's picture, without metadata; who sees its canvas sees it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    canvas = models.ForeignKey(Canvas, models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="pictures/")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.key)

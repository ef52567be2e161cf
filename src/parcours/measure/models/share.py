"""Links by which people outside see a dashboard."""

from typing import ClassVar

from django.db import models

from parcours.people.models import Link, Links


class Share(Link):
    """One dashboard, its period and segment fixed, for whoever has the link, until it expires.

    ``where`` are the values of columns or properties that count.
    """

    salt: ClassVar[str] = "measure.share"
    canvas = models.SlugField(max_length=80, blank=True)
    period = models.CharField(max_length=24)
    where = models.JSONField(default=dict)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    objects = Links["Share"].as_manager()

    class Meta(Link.Meta):
        pass

"""What people talk about within a driver."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """Words that come together in what is said of a driver; it stays the same over time.

    ``found`` is how `core.text.topics` keeps it. ``name`` is people's; without one its words
    name it. What was ``merged_into`` another is found as before and counts there. ``months``
    has how many verbatims it has by month, ``members`` the newest of them, ``quotes`` those
    that say it best; ``rise`` how much more often it was said in the last week, as `rises` of
    core tells it, null where that may be chance.
    """

    driver = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    name = models.CharField(_("name"), max_length=80, blank=True)
    found = models.JSONField()
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    count = models.PositiveIntegerField(default=0)
    months = models.JSONField(default=dict)
    members = models.JSONField(default=list)
    quotes = models.JSONField(default=list)
    rise = models.JSONField(null=True, blank=True)
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["driver", "-count", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["driver", "key"], name="one_topic_a_key")
        ]

    def __str__(self) -> str:
        return self.name or ", ".join(self.words[:3])

    @property
    def risen(self) -> float | None:
        """How many times as often it was said in the last week; null where it may be chance."""
        return self.rise["times"] if self.rise else None

    @property
    def words(self) -> list[str]:
        """The words that name it as people write them, the heaviest first."""
        spelt: list[str] = self.found.get("spelt", [])
        return spelt or list(self.found["weights"])[:8]

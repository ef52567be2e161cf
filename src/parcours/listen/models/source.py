"""Places where customers write reviews, and how their words come here."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models import Member


class Sources(models.QuerySet["Source"]):
    """Sources, as those who pull them ask for them."""

    def connected(self) -> "Sources":
        """Those that may reach the network: connected, and not paused."""
        return self.exclude(Q(secrets="") | Q(paused_at__isnull=False))


class Source(models.Model):
    """A site of reviews that is connected, or a shelf for files of reviews.

    ``settings`` holds what is no secret, ``secrets`` the rest, encrypted. ``places`` are the
    shops or apps that are read there: their number at the source and our name for them.
    ``position`` is where a pull stands, so that one that was stopped goes on from there.
    ``problem`` is a word of ``domain.sources.problems``, ``detail`` what the source said.
    """

    class Kind(models.TextChoices):
        GOOGLE = "google", "Google Business Profile"
        TRUSTPILOT = "trustpilot", "Trustpilot"
        APP_STORE = "appstore", "App Store"
        PLAY = "play", "Google Play"
        FILE = "file", pgettext_lazy("review site", "Files of reviews")

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    settings = models.JSONField(default=dict)
    secrets = models.TextField(blank=True)
    places = models.JSONField(default=list)
    write_url = models.URLField(_("page where reviews are written"), max_length=500, blank=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    testing_at = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    position = models.JSONField(default=dict)
    pulled_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)
    next_pull_at = models.DateTimeField(null=True, blank=True, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)

    objects = Sources.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        """What open pages listen to."""
        return f"source/{self.pk}"

    @property
    def is_file(self) -> bool:
        """Whether its reviews are brought by people."""
        return self.kind == self.Kind.FILE

    @property
    def is_connected(self) -> bool:
        """Whether we hold what opens it."""
        return self.is_file or bool(self.secrets)

    @property
    def sends_replies(self) -> bool:
        """Whether replies go out from here; else people copy and post them."""
        return self.is_connected and not self.is_file

    def place_name(self, place: str) -> str:
        """Return our name for a place, else its number there."""
        return next((each["name"] for each in self.places if each["id"] == place), place)

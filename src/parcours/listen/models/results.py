"""How a survey's results are weighted, and the links by which people outside see them."""

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.listen.models.survey import Survey
from parcours.people.models import Member

_SIGNER = signing.Signer(salt="listen.results")


class Weighting(models.Model):
    """Who was to be heard: column → value → share, to which answers are weighted."""

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="weighting")
    margins = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.survey)


class SharedResultsQuery(models.QuerySet["SharedResults"]):
    """Links, and which still open."""

    def behind(self, token: str) -> "SharedResultsQuery":
        """Return the open link that *token* is the key of, or none."""
        now = timezone.now()
        try:
            key = int(_SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return self.none()
        return self.filter(pk=key, revoked_at=None, expires_at__gt=now)


class SharedResults(models.Model):
    """The results of a survey, numbers only, for whoever has the link, until it expires."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="shared")
    title = models.CharField(_("Who is it for?"), max_length=80)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    objects = SharedResultsQuery.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def token(self) -> str:
        """The key in the link: it cannot be guessed, nor be read from the database."""
        return _SIGNER.sign(str(self.pk))

    @property
    def is_open(self) -> bool:
        """Whether the link still shows something."""
        return self.revoked_at is None and self.expires_at > timezone.now()

"""Links by which people outside see a dashboard."""

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.people.models import Member

_SIGNER = signing.Signer(salt="measure.share")


class Shares(models.QuerySet["Share"]):
    """Shares, and which still open."""

    def open(self) -> "Shares":
        """Return those neither expired nor revoked."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def behind(self, token: str) -> "Shares":
        """Return the open share that *token* is the key of, or none."""
        try:
            return self.open().filter(pk=int(_SIGNER.unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


class Share(models.Model):
    """One dashboard, its period and segment fixed, for whoever has the link, until it expires.

    ``where`` are the values of columns or properties that count.
    """

    title = models.CharField(_("Who is it for?"), max_length=80)
    canvas = models.SlugField(max_length=80, blank=True)
    period = models.CharField(max_length=24)
    where = models.JSONField(default=dict)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Member, models.SET_NULL, related_name="+", null=True, blank=True
    )
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    objects = Shares.as_manager()

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

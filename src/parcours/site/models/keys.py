"""Keys that let programs in, and the answers they were given."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.people.models import Member


class ApiKeys(models.QuerySet["ApiKey"]):
    """Keys, and which of them still open the door."""

    def open(self) -> "ApiKeys":
        """Return those that are neither revoked nor expired."""
        is_lasting = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return self.filter(is_lasting, revoked_at=None)


class ApiKey(models.Model):
    """That whoever holds a secret may do what its scopes say. Only a digest of it is kept.

    ``start`` is how the secret begins, so that people can tell keys apart.
    """

    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    scopes = models.JSONField(_("may"), default=list)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeys.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still opens the door."""
        is_over = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not is_over


class KeptAnswer(models.Model):
    """What a request with an ``Idempotency-Key`` was answered; no status while it runs."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="answers")
    name = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "name"], name="one_answer_a_name")
        ]

    def __str__(self) -> str:
        return self.name

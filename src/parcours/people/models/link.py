"""Links by which people outside see something, until they expire or are taken back."""

from typing import Any, ClassVar, Self, TypeVar

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.people.models.member import Member

_Kind = TypeVar("_Kind", bound="Link", covariant=True)


class Links(models.QuerySet[_Kind]):
    """Links, and which still open."""

    def open(self) -> Self:
        """Return those neither expired nor revoked."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def behind(self, token: str) -> Self:
        """Return the open link that *token* is the key of, or none."""
        kind: Any = self.model
        try:
            return self.open().filter(pk=int(kind.signer().unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


class Link(models.Model):
    """What whoever has the link may see. Each kind has a ``salt``: none opens another."""

    salt: ClassVar[str]
    title = models.CharField(_("Who is it for?"), max_length=80)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Member, models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def signer(cls) -> signing.Signer:
        """Return what signs and reads the keys of this kind of link."""
        return signing.Signer(salt=cls.salt)

    @property
    def token(self) -> str:
        """The key in the link: it cannot be guessed, nor be read from the database."""
        return self.signer().sign(str(self.pk))

    @property
    def is_open(self) -> bool:
        """Whether the link still shows something."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self, by: Member) -> bool:
        """Let it open nothing any more; say whether it did until now."""
        mine = type(self)._default_manager.filter(pk=self.pk, revoked_at=None)
        return bool(mine.update(revoked_at=timezone.now(), revoked_by=by))

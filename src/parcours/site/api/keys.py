"""Keys: made once, known by their digest, revoked at any time."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.people.domain.auditing import note
from parcours.people.models import Member
from parcours.site.api.problems import Problem
from parcours.site.models import ApiKey

PREFIX: Final = "parcours_"
_SHOWN: Final = 12
_USED_EVERY: Final = timedelta(minutes=1)


class KeyRequest(HttpRequest):
    """A request of a program, as everything behind `door` gets it."""

    key: ApiKey


@transaction.atomic
def make(
    name: str, *, scopes: Iterable[str], by: Member, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """Return a new key and its secret, which nobody can read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name,
        digest=_digest(secret),
        start=secret[:_SHOWN],
        scopes=list(scopes),
        made_by=by,
        expires_at=expires_at,
    )
    note(by, "key.made", f"key/{key.pk}", detail=f"{name}: {', '.join(key.scopes)}")
    return key, secret


@transaction.atomic
def revoke(key: ApiKey, *, by: Member) -> None:
    """Shut the door that a key opens, at once. Revoking twice is revoking once."""
    open_keys = ApiKey.objects.filter(pk=key.pk, revoked_at=None)
    if open_keys.update(revoked_at=timezone.now(), revoked_by=by):
        note(by, "key.revoked", f"key/{key.pk}", detail=key.name)


def known(secret: str) -> ApiKey | None:
    """Return the open key with this secret, and note that it was used."""
    key = ApiKey.objects.open().filter(digest=_digest(secret)).first() if secret else None
    if key is not None:
        now = timezone.now()
        is_old = Q(used_at=None) | Q(used_at__lt=now - _USED_EVERY)
        if key.used_at is None or key.used_at < now - _USED_EVERY:
            ApiKey.objects.filter(is_old, pk=key.pk).update(used_at=now)
    return key


def of(request: HttpRequest, *, otherwise: str = "") -> ApiKey:
    """Return the key that a request shows: as a bearer's, or as the user of Basic.

    Args:
        otherwise: the secret where the request shows none.

    Raises:
        Problem: none, or one that opens nothing.
    """
    key = known(_shown(request.headers.get("Authorization", "")) or otherwise)
    if key is None:
        raise Problem(
            401,
            "unknown-key",
            _("Send a key that is neither revoked nor expired: `Authorization: Bearer …`."),
            headers={"WWW-Authenticate": 'Bearer realm="Parcours"'},
        )
    return key


def needs(key: ApiKey, scope: str) -> None:
    """Let only a key pass that has the scope.

    Raises:
        Problem: it has not.
    """
    if scope not in key.scopes:
        raise Problem(
            403,
            "missing-scope",
            _("This key lacks the scope “{scope}”.").format(scope=scope),
            scope=scope,
        )


def _shown(header: str) -> str:
    scheme, _space, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _digest(secret: str) -> str:
    # The secret is long and random: nobody can try them all, and a slow hash would be paid
    # with every request.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

"""Secrets that must be read again: encrypted with the site's keys, the newest first."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def sealed(text: str) -> str:
    """Return *text* encrypted with the newest key."""
    return _keys().encrypt(text.encode()).decode()


def opened(token: str) -> str:
    """Return what `sealed` encrypted, with this key or an older one.

    Raises:
        InvalidToken: none of the keys opens it.
    """
    return _keys().decrypt(token.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(f"webhooks {key}".encode()).digest())
            )
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )

"""Secrets that must be read again: encrypted with the site's keys, the newest first."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def sealed(text: str, *, purpose: str) -> str:
    """Return *text* encrypted with the newest key; each purpose has keys of its own."""
    return _keys(purpose).encrypt(text.encode()).decode()


def opened(token: str, *, purpose: str) -> str:
    """Return what `sealed` encrypted, with this key or an older one.

    Raises:
        InvalidToken: none of the keys opens it.
    """
    return _keys(purpose).decrypt(token.encode()).decode()


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(f"{purpose} {key}".encode()).digest())
            )
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )

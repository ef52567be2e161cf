"""How often one address may ask something of a door that is open to all."""

import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_SECONDS: Final = 60


def allows(request: HttpRequest, door: str, *, times: int) -> bool:
    """Return whether this address has come to *door* at most *times* this minute.

    The address itself is not kept: only what a secret made of it, for two minutes.
    """
    minute = int(time.time()) // _SECONDS
    who = salted_hmac("people.pacing", f"{address(request)} {minute}").hexdigest()[:20]
    key = f"pacing/{door}/{who}"
    if cache.add(key, 1, timeout=2 * _SECONDS):
        return True
    try:
        return cache.incr(key) <= times
    except ValueError:
        # It was swept between the two: then it was not much used.
        return True


def address(request: HttpRequest) -> str:
    """Return where a request comes from; behind our own proxy, what the proxy says."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))

"""How much one key may ask for in a minute."""

import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from parcours.site.api.problems import Problem
from parcours.site.models import ApiKey

_MINUTE: Final = 60


def count(key: ApiKey, what: str, many: int = 1) -> None:
    """Count *many* more of something in this minute.

    Args:
        what: ``requests`` or ``events``.

    Raises:
        Problem: it would be more than the setting allows; they are not counted.
    """
    most = {"requests": settings.API_REQUESTS, "events": settings.API_EVENTS}[what]
    now = time.time()
    name = f"api/{what}/{key.pk}/{int(now) // _MINUTE}"
    cache.add(name, 0, timeout=2 * _MINUTE)
    if (cache.get(name) or 0) + many > most:
        wait = _MINUTE - int(now) % _MINUTE
        raise Problem(
            429,
            "too-many",
            _("More than {most} {what} in a minute: go on in {wait} seconds.").format(
                most=most, what=what, wait=wait
            ),
            headers={"Retry-After": str(wait)},
        )
    try:
        cache.incr(name, many)
    except ValueError:
        # It was swept between the two: then it was not much used.
        cache.set(name, many, timeout=2 * _MINUTE)

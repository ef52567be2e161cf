"""The lake behind the site, made at first need."""

from functools import cache

from django.conf import settings

from parcours.core.log import EventLog
from parcours.core.log.lake import LogExists


def lake() -> EventLog:
    """Return the site's event log at its newest version."""
    return _opened(settings.LAKE).refresh()


@cache
def _opened(uri: str) -> EventLog:
    try:
        return EventLog.create(uri)
    except LogExists:
        return EventLog.open(uri)

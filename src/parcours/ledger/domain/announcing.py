"""Telling open pages that something changed."""

from typing import Any

from django.db import connection

from parcours.ledger.models import Announcement


def announce(topic: str, **payload: Any) -> None:
    """Tell the pages that listen to *topic*, once the caller's transaction is committed.

    Args:
        topic: what changed, like ``canvas/7`` or ``import/3``.
        payload: a few plain values; a page that needs more asks for it.
    """
    Announcement.objects.create(topic=topic, payload=payload)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY announcement")

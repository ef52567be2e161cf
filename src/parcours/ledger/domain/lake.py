"""The lake behind the site, made at first need."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from parcours.core.log import EventLog, disk
from parcours.core.log.lake import LogExists

_TICK: Final = 50_000_000  # ns; two changes within one may leave the same time on a folder
_seen: Final[dict[str, int]] = {}


def lake() -> EventLog:
    """Return the site's event log at its newest version."""
    log = _opened(settings.LAKE)
    changed_at = _changed_at(settings.LAKE)
    if changed_at is None or _seen.get(log.uri) != changed_at:
        log.refresh()
        if changed_at is not None and time.time_ns() - changed_at > _TICK:
            _seen[log.uri] = changed_at
    return log


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one, on any machine, who carries events into the lake or out of it.

    Otherwise a move that read someone's events before an erasure would bring them back after.
    Whoever holds it and is killed lets go.
    """
    with _on_this_machine() if connection.vendor == "sqlite" else _in_the_database():
        yield


def _on_this_machine() -> AbstractContextManager[None]:
    folder = Path(settings.DATA) / "locks"
    folder.mkdir(exist_ok=True)
    return disk.lock(folder, alone=True)


@contextmanager
def _in_the_database() -> Iterator[None]:
    key = 7_278_217  # any number that nothing else locks
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@cache
def _opened(uri: str) -> EventLog:
    try:
        return EventLog.create(uri, buckets=settings.LAKE_BUCKETS)
    except LogExists:
        return EventLog.open(uri)


def _changed_at(uri: str) -> int | None:
    """Return when a lake on this machine last changed, which takes no time to ask."""
    if "://" in uri:
        return None
    return (Path(uri) / "_delta_log").stat().st_mtime_ns

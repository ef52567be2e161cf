"""The menu at the side: each room says in its AppConfig what it brings."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu. ``action`` is the right that a reader needs to see it."""

    label: Any  # a lazy translation
    icon: str
    url_name: str
    order: int
    action: str = ""


@dataclass(frozen=True)
class Line:
    """An entry as one reader sees it."""

    entry: Entry
    url: str
    is_current: bool


def menu_for(user: Any, path: str) -> list[Line]:
    """Return the lines that *user* may see, the one of *path* marked as current."""
    shown = [
        (entry, reverse(entry.url_name))
        for entry in _entries()
        if not entry.action or user.can(entry.action)
    ]
    inside = [url for _entry, url in shown if path.startswith(url)]
    current = max(inside, key=len, default=None)
    return [Line(entry, url, url == current) for entry, url in shown]


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(sorted(_declared(), key=lambda entry: entry.order))


def _declared() -> Iterator[Entry]:
    for config in apps.get_app_configs():
        yield from getattr(config, "menu", ())

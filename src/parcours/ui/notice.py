"""What a member was told and has not read yet: each room says it, the bell shows it.

``notices = ("dotted.name",)`` in an AppConfig: a function from a member to what it told them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to know, and where more of it stands."""

    title: str
    url: str
    at: datetime


def notices(member: Any) -> list[Notice]:
    """Return what *member* has not read yet, whichever room tells it, the newest first."""
    names = [name for each in apps.get_app_configs() for name in getattr(each, "notices", ())]
    found = [notice for name in names for notice in import_string(name)(member)]
    return sorted(found, key=lambda each: each.at, reverse=True)

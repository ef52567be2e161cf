"""What rooms know of a customer, a line each, beside the customer's story.

``lines = ("dotted.name",)`` in an AppConfig: a function from a member and a customer_id to
lines that this member may see.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something to know of someone, and where more of it stands."""

    icon: str
    words: str
    url: str


def lines(member: Any, customer_id: str) -> list[Line]:
    """Return what *member* may know of a customer, whichever room knows it."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "lines", ())]
    return [line for name in names for line in import_string(name)(member, customer_id)]

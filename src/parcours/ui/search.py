"""Searching the whole site: each room says in its AppConfig where it looks.

``searches = ("dotted.name",)``: a function from a member, words and a number to at most so
many things found, only what that member may see.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found: what it is called, what it is, and where."""

    kind: Any  # a lazy translation
    icon: str
    title: str
    url: str
    note: str = ""


def search(member: Any, words: str, *, most: int) -> list[Found]:
    """Return what *words* name, at most so many of each kind; nothing without words."""
    if not words.strip():
        return []
    return [each for look in _searches() for each in look(member, words, most)]


def _searches() -> Iterator[Any]:
    for config in apps.get_app_configs():
        yield from map(import_string, getattr(config, "searches", ()))

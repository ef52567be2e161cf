"""Every address of the site, from its URL configuration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# What stands in an address where it names something that need not exist.
STAND_INS = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "path": "x",
}
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern: its route, its view, its name with the room in front."""

    route: str
    view: Any
    name: str

    @property
    def is_public(self) -> bool:
        return bool(getattr(self.view, "is_public", False))

    @property
    def is_for_programs(self) -> bool:
        """Whether it answers only who shows a key."""
        return bool(getattr(self.view, "is_for_programs", False))

    @property
    def url(self) -> str:
        """The address with stand-ins in its places."""
        return "/" + PLACE.sub(lambda place: STAND_INS[place[1] or "str"], self.route)


def addresses() -> Iterator[Address]:
    """Every address of our own rooms; the door belongs to allauth."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, route: str, room: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if here.startswith(("accounts/", "^")):
            continue
        if isinstance(pattern, URLPattern):
            yield Address(here, pattern.callback, f"{room}{pattern.name}")
        else:
            yield from _below(
                pattern, here, f"{pattern.namespace}:" if pattern.namespace else room
            )

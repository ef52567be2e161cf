"""What review sites answer, kept as a file: the JSON of their own interfaces."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from parcours.listen.domain.sources import app_store, google, play, trustpilot
from parcours.listen.domain.sources.posted import Posted
from parcours.listen.models import Source

Reader = Callable[[dict[str, Any]], list[Posted]]

# By what only their reviews have.
_SITES: Final[Mapping[str, tuple[str, Reader]]] = {
    "starRating": (Source.Kind.GOOGLE, lambda told: google.page_of(told, "").reviews),
    "comments": (Source.Kind.PLAY, lambda told: play.page_of(told, "").reviews),
    "stars": (Source.Kind.TRUSTPILOT, trustpilot.page_of),
    "attributes": (Source.Kind.APP_STORE, lambda told: app_store.page_of(told, "").reviews),
}


def reviews(text: str) -> list[Posted]:
    """Return the reviews in an answer of Google, Google Play, Trustpilot or the App Store.

    Each names its site, so that a pull of that site knows it again. None where it is no such
    answer, or not a whole one.
    """
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        return []
    rows = (told.get("reviews") or told.get("data")) if isinstance(told, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict):
        return []
    site, reader = next((_SITES[name] for name in _SITES if name in first), ("", None))
    try:
        return [replace(each, site=site) for each in reader(told)] if reader else []
    except (LookupError, TypeError, ValueError, AttributeError):
        return []

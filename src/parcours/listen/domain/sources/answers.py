"""What review sites answer, kept as a file: the JSON of their own interfaces."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from parcours.listen.domain.sources import app_store, google, play, trustpilot
from parcours.listen.domain.sources.posted import Posted

Reader = Callable[[dict[str, Any]], list[Posted]]

# By what only their reviews have.
_SITES: Final[Mapping[str, Reader]] = {
    "starRating": lambda told: google.page_of(told, "").reviews,
    "comments": lambda told: play.page_of(told, "").reviews,
    "stars": trustpilot.page_of,
    "attributes": lambda told: app_store.page_of(told, "").reviews,
}


def reviews(text: str) -> list[Posted]:
    """Return the reviews in an answer of Google, Google Play, Trustpilot or the App Store.

    None where it is no such answer, or not a whole one.
    """
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        return []
    rows = (told.get("reviews") or told.get("data")) if isinstance(told, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict):
        return []
    reader = next((_SITES[name] for name in _SITES if name in first), None)
    try:
        return reader(told) if reader else []
    except (LookupError, TypeError, ValueError, AttributeError):
        return []

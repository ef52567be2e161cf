"""Reviews in the markup of web pages: schema.org's JSON-LD, in HTML or alone."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, Final
from zoneinfo import ZoneInfo

from parcours.listen.domain.sources.posted import Posted, clean

_LD: Final = "application/ld+json"


def reviews(text: str, *, zone: str) -> list[Posted]:
    """Return the reviews that a page, or JSON-LD alone, speaks of; each once.

    Args:
        text: HTML, or JSON.
        zone: of dates without one.
    """
    found: dict[str, Posted] = {}
    for document in _documents(text):
        for given, about in _walk(document, ""):
            if posted := _review(given, about, zone):
                found.setdefault(posted.review_id, posted)
    return list(found.values())


def is_markup(text: str) -> bool:
    """Whether a text looks like a page or JSON, whatever it holds."""
    return text.lstrip("\ufeff \t\r\n").startswith(("<", "{", "["))


class _Scripts(HTMLParser):
    """Collects what stands in the scripts of JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and _LD in str(dict(attrs).get("type")).lower():
            self._is_inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.texts[-1] += data


def _documents(text: str) -> Iterator[Any]:
    bare = text.lstrip("\ufeff \t\r\n")
    texts = [bare]
    if bare.startswith("<"):
        parser = _Scripts()
        parser.feed(bare)
        texts = parser.texts
    for each in texts:
        try:
            # Shops write line ends into their texts as they are.
            yield json.loads(each, strict=False)
        except json.JSONDecodeError:
            continue


def _walk(node: Any, about: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Go through a document, and say of each review what it is a review of."""
    if isinstance(node, list):
        for each in node:
            yield from _walk(each, about)
    elif isinstance(node, dict):
        if "Review" in _types(node):
            yield node, about
            return
        here = clean(node.get("name")) or about
        for each in node.values():
            yield from _walk(each, here)


def _types(node: dict[str, Any]) -> set[str]:
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {str(name).rstrip("/").rpartition("/")[2].rpartition(":")[2] for name in names}


def _review(given: dict[str, Any], about: str, zone: str) -> Posted | None:
    rating = _rating(given.get("reviewRating"))
    text = clean(given.get("reviewBody") or given.get("description"))
    at = _at(given.get("datePublished") or given.get("dateCreated"), zone)
    if at is None or (rating is None and not text):
        return None
    reviewed = given.get("itemReviewed")
    place = (clean(reviewed.get("name")) if isinstance(reviewed, dict) else "") or about
    author, title = (
        _author(given.get("author")),
        clean(given.get("name") or given.get("headline")),
    )
    told = f"{place}\n{author}\n{at.isoformat()}\n{title}\n{text}"
    return Posted(
        review_id=clean(given.get("@id"))[:200] or hashlib.sha256(told.encode()).hexdigest(),
        at=at,
        rating=rating,
        title=title,
        text=text,
        language=clean(given.get("inLanguage"))[:12],
        author=author,
        place=place,
        url=clean(given.get("url")),
    )


def _author(given: Any) -> str:
    if isinstance(given, list):
        given = given[0] if given else ""
    return clean(given.get("name")) if isinstance(given, dict) else clean(given)


def _at(given: Any, zone: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(clean(given))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def _rating(given: Any) -> float | None:
    """Return a rating as stars: 8 of 1 to 10 is 4.1."""
    if isinstance(given, list):
        given = given[0] if given else None
    if not isinstance(given, dict):
        return None
    value = _number(given.get("ratingValue"))
    best, worst = _number(given.get("bestRating")) or 5.0, _number(given.get("worstRating"))
    worst = 1.0 if worst is None else worst
    if value is None or best <= worst or not worst <= value <= best:
        return None
    return round(1 + 4 * (value - worst) / (best - worst), 2)


def _number(given: Any) -> float | None:
    try:
        return float(clean(given).replace(",", "."))
    except ValueError:
        return None

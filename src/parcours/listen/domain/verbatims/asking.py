"""Which verbatims are asked for: filters, as the address of the page writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import polars as pl
from django.utils import timezone

from parcours.listen.domain.verbatims import codes
from parcours.listen.domain.verbatims.table import Table, valued

SENTIMENTS: Final = {"negative": -1, "neutral": 0, "positive": 1, "unsure": None}
ORDERS: Final = ("newest", "oldest", "worst", "best", "unsure")
PLAIN: Final = ("source", "channel", "language", "activity")
YES_OR_NO: Final = ("is_corrected", "is_private")
FACETS: Final = ("sentiment", "driver", "flag", "touchpoint", *PLAIN, *YES_OR_NO)
SEGMENT: Final = "segment."
_SEPARATOR: Final = ":"
_LONGEST: Final = 200
_DIGITS: Final = 18  # a number of a verbatim has no more


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Filters: within one any value counts, all filters must hold.

    ``driver`` holds a driver, or a driver and its polarity (``time:negative``);
    ``touchpoint`` a canvas and a touchpoint (``3:delivery``); ``segments`` values by property.
    Days are the site's, ``until`` is included. ``like`` is the number of a verbatim: it and
    all that say nearly the same words.
    """

    words: str = ""
    sentiment: tuple[str, ...] = ()
    driver: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    touchpoint: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    segments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    felt_least: float | None = None
    felt_most: float | None = None
    like: int | None = None
    is_corrected: tuple[str, ...] = ()
    is_private: tuple[str, ...] = ()
    order: str = "newest"

    @classmethod
    def of(cls, given: Any) -> "Asked":
        """Return what the parameters of an address ask for; what cannot be is left out.

        Args:
            given: a QueryDict.
        """
        several = {
            name: tuple(dict.fromkeys(each[:_LONGEST] for each in given.getlist(name) if each))
            for name in FACETS
        }
        segments = {
            name.removeprefix(SEGMENT): tuple(given.getlist(name))
            for name in given
            if name.startswith(SEGMENT)
        }
        order = given.get("order", "newest")
        return cls(
            words=given.get("q", "").strip()[:_LONGEST],
            **several,
            segments=segments,
            since=_day(given.get("since")),
            until=_day(given.get("until")),
            felt_least=_number(given.get("felt_least")),
            felt_most=_number(given.get("felt_most")),
            like=_whole(given.get("like")),
            order=order if order in ORDERS else "newest",
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the address, in a fixed order."""
        found = [("q", self.words)] if self.words else []
        found += [(name, each) for name in FACETS for each in getattr(self, name)]
        found += [
            (SEGMENT + name, each) for name, values in self.segments.items() for each in values
        ]
        for name in ("since", "until", "felt_least", "felt_most", "like"):
            if (value := getattr(self, name)) is not None:
                found.append((name, f"{value:g}" if isinstance(value, float) else f"{value}"))
        return [*found, *([("order", self.order)] if self.order != "newest" else [])]

    @property
    def query(self) -> str:
        """The end of the address: empty, or a question mark and all that is asked."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def is_period_backwards(self) -> bool:
        """Whether the period ends before it begins."""
        return bool(self.since and self.until and self.since > self.until)

    @property
    def is_felt_backwards(self) -> bool:
        """Whether the least that was felt is above the most."""
        return (self.felt_least or 1) > (self.felt_most or 5)

    @property
    def turned(self) -> "Asked | None":
        """The same with the ends that stand the wrong way round exchanged; null if none do."""
        ends: dict[str, Any] = {}
        if self.is_period_backwards:
            ends |= {"since": self.until, "until": self.since}
        if self.is_felt_backwards:
            ends |= {"felt_least": self.felt_most, "felt_most": self.felt_least}
        return replace(self, **ends) if ends else None

    def with_value(self, name: str, value: str) -> "Asked":
        """Return the same with a value of a facet or segment added, or taken away."""
        if name.startswith(SEGMENT):
            key = name.removeprefix(SEGMENT)
            values = _toggled(self.segments.get(key, ()), value)
            rest = {each: kept for each, kept in self.segments.items() if each != key}
            return replace(self, segments=rest | ({key: values} if values else {}))
        changed: Any = {name: _toggled(getattr(self, name), value)}
        return replace(self, **changed)

    def without(self, name: str) -> "Asked":
        """Return the same without a filter."""
        if name.startswith(SEGMENT):
            key = name.removeprefix(SEGMENT)
            kept = {each: values for each, values in self.segments.items() if each != key}
            return replace(self, segments=kept)
        return replace(self, **{name: getattr(Asked(), name)})


def conditions(asked: Asked, table: Table, *, but: str = "") -> list[pl.Expr]:
    """Return what must hold, beside the words.

    Args:
        but: the filter to leave out, for how many there would be with other values.
    """
    return [expression for name, expression in _conditions(asked, table) if name != but]


def _conditions(asked: Asked, table: Table) -> Iterator[tuple[str, pl.Expr]]:
    if asked.sentiment:
        yield "sentiment", _any(_is_sentiment(each) for each in asked.sentiment)
    if asked.driver:
        yield "driver", _any(_has_driver(each) for each in asked.driver)
    if asked.flag:
        yield "flag", _any(_has_flag(each) for each in asked.flag)
    if asked.touchpoint:
        wanted = [each.partition(_SEPARATOR)[::2] for each in asked.touchpoint]
        texts = [
            text
            for text, told in table.places.items()
            if any(told.get(canvas) == name for canvas, name in wanted)
        ]
        yield "touchpoint", pl.col("places").is_in(texts)
    for name in PLAIN:
        if values := getattr(asked, name):
            yield name, pl.col(name).is_in(list(values))
    for name in YES_OR_NO:
        if values := getattr(asked, name):
            yield name, pl.col(name).is_in([each == "yes" for each in values])
    for name, values in asked.segments.items():
        texts = [
            text
            for text, told in table.segments.items()
            if set(valued(told, name)) & set(values)
        ]
        yield SEGMENT + name, pl.col("segments").is_in(texts)
    yield from _same(asked, table)
    yield from _bounds(asked)


def _same(asked: Asked, table: Table) -> Iterator[tuple[str, pl.Expr]]:
    if asked.like is not None:
        said = table.frame.filter(pl.col("id") == asked.like)["likeness"]
        yield "like", pl.col("likeness").is_in(said.to_list())


def _bounds(asked: Asked) -> Iterator[tuple[str, pl.Expr]]:
    if asked.since:
        yield "since", pl.col("at") >= _begins(asked.since)
    if asked.until:
        yield "until", pl.col("at") < _begins(asked.until + timedelta(days=1))
    if asked.felt_least is not None:
        yield "felt_least", pl.col("felt") >= asked.felt_least
    if asked.felt_most is not None:
        yield "felt_most", pl.col("felt") <= asked.felt_most


def _is_sentiment(name: str) -> pl.Expr:
    value = SENTIMENTS.get(name, 2)
    return pl.col("sentiment").is_null() if value is None else pl.col("sentiment") == value


def _has_driver(said: str) -> pl.Expr:
    name, _separator, polarity = said.partition(_SEPARATOR)
    if name not in codes.DRIVERS:
        return pl.lit(value=False)
    place = codes.DRIVERS.index(name)
    if polarity in ("positive", "negative"):
        return codes.has(polarity, place)
    return codes.has("present", place)


def _has_flag(name: str) -> pl.Expr:
    is_known = name in codes.FLAGS
    return codes.has("flags", codes.FLAGS.index(name)) if is_known else pl.lit(value=False)


def _any(expressions: Iterator[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(*expressions).fill_null(value=False)


def _toggled(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    kept = tuple(each for each in values if each != value)
    return kept if value in values else (*kept, value)


def _begins(day: date) -> datetime:
    local = datetime.combine(day, time(), timezone.get_current_timezone())
    return local.astimezone(UTC)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _whole(text: str | None) -> int | None:
    is_one = text and text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if text and is_one else None


def _number(text: str | None) -> float | None:
    try:
        value = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return value if 1 <= value <= 5 else None

"""What a list of verbatims can be narrowed to, with counts, and what it is narrowed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parcours.core.report import numbers
from parcours.listen.domain.verbatims import codes, naming
from parcours.listen.domain.verbatims.asking import FACETS, SEGMENT, Asked
from parcours.listen.domain.verbatims.table import Counts

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value of a filter: how many verbatims have it, and where a click on it leads."""

    key: str
    title: str
    count: int
    query: str
    is_chosen: bool
    signs: Sequence["Value"] = ()

    @property
    def told(self) -> str:
        """The count in words."""
        return numbers.count(self.count)


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter and its values; ``more`` are those that a click unfolds."""

    name: str
    title: str
    values: list[Value] = field(default_factory=list)
    more: list[Value] = field(default_factory=list)

    @property
    def is_chosen(self) -> bool:
        """Whether the list is narrowed by it."""
        return any(each.is_chosen for each in [*self.values, *self.more])


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter that is on, and where a click that takes it off leads."""

    title: str
    query: str


def facets(asked: Asked, counts: Counts, places: dict[str, str]) -> list[Facet]:
    """Return the filters that can tell verbatims apart, those in use always.

    Args:
        asked: what is filtered now.
        counts: how many verbatims have each value.
        places: titles of touchpoints that the reader may see.
    """
    maker = _Maker(asked, counts, places)
    found = [maker.facet(name) for name in counts]
    return [each for each in found if len(each.values) > 1 or each.is_chosen]


def chips(asked: Asked, places: dict[str, str]) -> list[Chip]:
    """Return the filters that are on, one by one."""
    return list(_chips(asked, places))


@dataclass(frozen=True)
class _Maker:
    asked: Asked
    counts: Counts
    places: dict[str, str]

    def facet(self, name: str) -> Facet:
        counts, chosen = self.counts[name], _chosen(self.asked, name)
        keys = [key for key, count in counts.items() if count and _is_own(name, key)]
        keys += [key for key in chosen if key not in keys and _is_own(name, key)]
        if name == "touchpoint":
            keys = [key for key in keys if key in self.places]
        values = [self._value(name, key) for key in keys]
        return Facet(
            name=name, title=naming.facet(name), values=values[:SHOWN], more=values[SHOWN:]
        )

    def _value(self, name: str, key: str) -> Value:
        is_driver = name == "driver" and _is_own(name, key)
        signs = [f"{key}:{sign}" for sign in ("negative", "positive") if is_driver]
        return Value(
            key=key,
            title=naming.value(name, key, self.places),
            count=self.counts[name].get(key, 0),
            query=self.asked.with_value(name, key).query or "?",
            is_chosen=key in _chosen(self.asked, name),
            signs=[self._value(name, each) for each in signs],
        )


def _is_own(name: str, key: str) -> bool:
    """Whether a key has a line of its own: polarities stand beside their driver."""
    return name != "driver" or key in codes.DRIVERS


def _chosen(asked: Asked, name: str) -> tuple[str, ...]:
    if name.startswith(SEGMENT):
        return asked.segments.get(name.removeprefix(SEGMENT), ())
    chosen: tuple[str, ...] = getattr(asked, name)
    return chosen


def _chips(asked: Asked, places: dict[str, str]) -> Iterator[Chip]:
    if asked.words:
        title = _("“%(words)s”") % {"words": asked.words}
        yield Chip(title=title, query=asked.without("words").query or "?")
    for name in [*FACETS, *(SEGMENT + each for each in asked.segments)]:
        for key in _chosen(asked, name):
            title = _titled(name, naming.value(name, key, places))
            yield Chip(title=title, query=asked.with_value(name, key).query or "?")
    if asked.like is not None:
        yield Chip(title=_("Nearly the same words"), query=asked.without("like").query or "?")
    for name in ("since", "until", "felt_least", "felt_most"):
        if (value := getattr(asked, name)) is not None:
            title = _titled(name, _told(value))
            yield Chip(title=title, query=asked.without(name).query or "?")


def _titled(name: str, value: str) -> str:
    return _("%(filter)s: %(value)s") % {"filter": naming.facet(name), "value": value}


def _told(value: date | float) -> str:
    if isinstance(value, date):
        return str(date_format(value, "DATE_FORMAT"))
    return numbers.decimal(value)

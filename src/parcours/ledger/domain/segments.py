"""Segments of customers as something that figures can be restricted to.

A page names one by its number. A question names it together with what tells one membership
from another, so that a segment that changed is another question, with another answer.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl
from django.db.models import Count, Max, Sum

from parcours.core.kernel import Log, LogOf
from parcours.people.domain import identity
from parcours.people.models import Customer, Segment

PEOPLE: Final = "people"
"""Under this name segments stand among the columns and properties of a condition."""
_SEPARATOR: Final = "-"

Where = Mapping[str, Iterable[str]]


def known() -> dict[str, str]:
    """Return the names of the segments that somebody is in, by number."""
    used = Segment.objects.filter(customers__isnull=False).distinct()
    return {str(pk): name for pk, name in used.values_list("pk", "name")}


def choices(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return *found*, values by column or property, and the segments among them."""
    numbers = list(known())
    return {**found, PEOPLE: numbers} if numbers else dict(found)


def as_asked(where: Where) -> dict[str, list[str]]:
    """Return *where* as a question takes it: segments with what they are now."""
    return {
        name: [_as_it_is(each) for each in values] if name == PEOPLE else list(values)
        for name, values in where.items()
    }


def narrowed(log: Log, where: Where | None) -> tuple[Log, dict[str, tuple[str, ...]]]:
    """Return a log of the people in the segments of *where*, and its other conditions.

    Whoever is one person with somebody of a segment is in it.

    Args:
        where: as `as_asked` gives it.
    """
    rest = {name: tuple(values) for name, values in (where or {}).items()}
    numbers = [each.partition(_SEPARATOR)[0] for each in rest.pop(PEOPLE, ())]
    return (LogOf(log, customers(numbers)) if numbers else log), rest


def customers(numbers: Iterable[str]) -> pl.Series:
    """Return the customer_id of each person in any of these segments, as the log has them."""
    inside = Customer.objects.filter(segments__in=[int(each) for each in numbers])
    person = identity.aliases()
    ids = {person.get(each, each) for each in inside.values_list("customer_id", flat=True)}
    return pl.Series(sorted(ids), dtype=pl.String)


def _as_it_is(number: str) -> str:
    """Return a segment's number with a fingerprint of who is in it."""
    links = Segment.customers.through.objects.filter(segment_id=int(number))
    found = links.aggregate(count=Count("pk"), last=Max("pk"), total=Sum("pk"))
    return _SEPARATOR.join([number, *(str(each or 0) for each in found.values())])

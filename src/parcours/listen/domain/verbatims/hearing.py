"""What verbatims tell of a canvas: how many, what was read in them, what was felt."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date
from typing import Any, Final

import polars as pl
from django.urls import reverse

from parcours.core.kernel import Log
from parcours.core.selection import PROPERTY
from parcours.ledger.domain.segments import PEOPLE
from parcours.listen.domain.verbatims import inferring
from parcours.listen.domain.verbatims.asking import SENTIMENTS, Asked
from parcours.listen.domain.verbatims.finding import search
from parcours.listen.domain.verbatims.showing import Shown, shown
from parcours.listen.domain.verbatims.table import valued
from parcours.listen.models import Verbatim
from parcours.map.domain.choosing import Choice
from parcours.map.domain.hearing import Event, Heard, Reading
from parcours.map.models import Canvas
from parcours.people.domain import identity
from parcours.people.models import Member

_COUNTS: Final = [
    pl.col("sentiment").eq_missing(pl.lit(value, pl.Int8)).sum().alias(name)
    for name, value in SENTIMENTS.items()
]


class Verbatims:
    """The ear of the canvas."""

    def inferred(self, log: Log) -> pl.DataFrame:
        """Return felt as inferred from words without a score."""
        return inferring.inferred(log)

    def heard(self, canvas: Canvas, choice: Choice) -> dict[str, Heard]:
        """Return what was said at each touchpoint.

        Nothing where segments of customers were chosen: verbatims cannot be filtered by them.
        """
        if PEOPLE in choice.where:
            return {}
        asked = _asked(choice)
        found = search(asked)
        counts: dict[str, dict[str, int]] = {}
        told = found.all.group_by("places").agg(_COUNTS).cast({"places": pl.String})
        for row in told.iter_rows(named=True):
            here = found.table.places.get(row.pop("places") or "", {})
            for place in valued(here, str(canvas.pk)):
                before = counts.setdefault(place, dict.fromkeys(SENTIMENTS, 0))
                counts[place] = {kind: before[kind] + n for kind, n in row.items()}
        return {
            name: Heard(**kinds, url=_url(asked, f"{canvas.pk}:{name}"))
            for name, kinds in counts.items()
        }

    def readings(self, member: Member, events: Collection[Event]) -> dict[Event, Reading]:
        """Return what was read in the words of some events."""
        people = {customer_id for customer_id, _event_id in events}
        person = {a: whose for a, whose in identity.aliases().items() if whose in people}
        rows = Verbatim.objects.filter(
            customer_id__in={*people, *person}, event_id__in={name for _whose, name in events}
        )
        found = {
            (person.get(each.verbatim.customer_id, each.verbatim.customer_id),
             each.verbatim.event_id): _reading(each)
            for each in shown(list(rows.values_list("pk", flat=True)), member)
        }  # fmt: skip
        return {event: found[event] for event in events if event in found}


VERBATIMS: Final = Verbatims()


def _asked(choice: Choice) -> Asked:
    """Return the filters of the explorer that say what was chosen on the canvas."""
    given: dict[str, Any] = {}
    if choice.since:
        given["since"] = date.fromisoformat(f"{choice.since}-01")
    if choice.until:
        first = date.fromisoformat(f"{choice.until}-01")
        given["until"] = first.replace(day=monthrange(first.year, first.month)[1])
    where = {name: tuple(values) for name, values in choice.where.items()}
    return Asked(
        channel=where.pop("channel", ()),
        segments={name.removeprefix(PROPERTY): values for name, values in where.items()},
        **given,
    )


def _url(asked: Asked, touchpoint: str) -> str:
    return reverse("verbatims:verbatims") + asked.with_value("touchpoint", touchpoint).query


def _reading(each: Shown) -> Reading:
    return Reading(
        text=each.text,
        tags=[each.sentiment, *each.drivers, *each.flags],
        url=reverse("verbatims:verbatim", args=[each.verbatim.pk]),
    )

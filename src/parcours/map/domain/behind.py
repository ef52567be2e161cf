"""The people behind the figures: cases, words and customers of a touchpoint, page by page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.gap.spread import unit_of
from parcours.core.report import numbers
from parcours.ledger.domain import results
from parcours.ledger.domain.segments import PEOPLE
from parcours.ledger.domain.segments import customers as customers_in
from parcours.map.domain import hearing, lists
from parcours.map.domain.hearing import Reading
from parcours.map.domain.living import between
from parcours.map.domain.looking import Look
from parcours.people.models import Customer

_QUESTION: Final = f"{lists.behind.__module__}.{lists.behind.__qualname__}"
COLOURS: Final = {"kept": "good", "broken": "bad", "pending": "doubt", "void": ""}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a list: a case, a verbatim or a customer, as a page shows it.

    ``at`` is local; ``more`` is the row as the list has it, ``reading`` what was read in words.
    """

    more: Mapping[str, Any]
    at: datetime
    promise: str = ""
    state: str = ""
    missed_by: str = ""
    colour: str = ""
    felt: str = ""
    reading: Reading | None = None


def cases(look: Look, touchpoint: str, **wanted: Any) -> lists.Page | None:
    """Return a page of the cases that were chosen, null while they are computed.

    Args:
        touchpoint: its id.
        wanted: as `lists.cases` takes it.
    """
    choice = look.choice
    where = {name: each for name, each in choice.where.items() if name != PEOPLE}
    numbers = choice.where.get(PEOPLE)
    whose = customers_in(numbers) if numbers else None
    within = between(choice.since, choice.until, ZoneInfo(look.drawn.time_zone))
    return _page(
        look,
        touchpoint,
        lambda text: lists.cases(
            text, touchpoint, within=within, where=where, whose=whose, **wanted
        ),
    )


def words(look: Look, touchpoint: str, *, order: str, number: int) -> lists.Page | None:
    """Return a page of verbatims, null while they are gathered."""
    return _page(
        look,
        touchpoint,
        lambda text: lists.words(text, touchpoint, order=order, number=number),
    )


def customers(look: Look, touchpoint: str, *, number: int) -> lists.Page | None:
    """Return a page of customers, those with most broken promises first."""
    return _page(
        look, touchpoint, lambda text: lists.customers(text, touchpoint, number=number)
    )


def worst_words(look: Look, touchpoint: str, promise: str) -> list[dict[str, Any]]:
    """Return what customers said of their broken promise, the worst felt first."""
    page = cases(look, touchpoint, promise=promise, state="broken", has_words=True)
    return page.rows if page else []


def _page(look: Look, touchpoint: str, read: Callable[[str], lists.Page]) -> lists.Page | None:
    text = look.canvas.text
    kept = results.answer(lists.behind, canvas=text, touchpoint=touchpoint)
    if kept is None:
        return None
    try:
        return named(read(text))
    except FileNotFoundError:
        # Someone was erased, or a backup came back without its files.
        list_again.enqueue(text, touchpoint)
        return None


def shown(page: lists.Page, titles: Mapping[str, str], look: Look) -> list[Row]:
    """Return the rows of a page: moments in the canvas's time zone, numbers in words.

    Args:
        titles: of the promises, by id.
    """
    zone = ZoneInfo(look.drawn.time_zone)
    made = {promise.promise: promise for _point, promise in look.drawn.promises()}
    spoken = [(row["customer_id"], row["event_id"]) for row in page.rows if "event_id" in row]
    read = hearing.readings(look.member, spoken) if spoken else {}
    units = {name: unit_of(promise) for name, promise in made.items()}
    return [
        Row(
            more=row,
            at=(row.get("opened") or row.get("at") or row["last"]).astimezone(zone),
            promise=titles.get(row.get("promise", ""), ""),
            state=state_name(row.get("state", "")),
            missed_by=missed_by(row.get("breach"), units.get(row.get("promise", ""), "")),
            colour=COLOURS.get(row.get("state", ""), ""),
            felt="" if row["felt"] is None else numbers.decimal(row["felt"]),
            reading=read.get((row["customer_id"], row.get("event_id", ""))),
        )
        for row in page.rows
    ]


def states() -> dict[str, str]:
    """Return the states of a case in words."""
    return {
        "broken": _("broken"),
        "kept": _("kept"),
        "pending": _("pending"),
        "void": _("void"),
    }


def state_name(state: str) -> str:
    """Return a state of a case in words."""
    return states().get(state, "")


def missed_by(breach: float | None, unit: str) -> str:
    """Return by how much a promise was missed, or what there was to spare, in words."""
    if breach is None:
        return ""
    size = numbers.duration(abs(breach)) if unit == "seconds" else numbers.decimal(abs(breach))
    over, spare = _("%(size)s over"), _("%(size)s to spare")
    return (over if breach > 0 else spare) % {"size": size}


def named(page: lists.Page) -> lists.Page:
    """Give each row its customer's name, where we know it."""
    ids = {row["customer_id"] for row in page.rows}
    names = dict(
        Customer.objects.filter(customer_id__in=ids)
        .exclude(name="")
        .values_list("customer_id", "name")
    )
    for row in page.rows:
        row["customer"] = names.get(row["customer_id"], row["customer_id"])
    return page


@task()
def list_again(canvas: str, touchpoint: str) -> None:
    """Write the lists behind a touchpoint again, although the log has not moved."""
    results.compute(_QUESTION, {"canvas": canvas, "touchpoint": touchpoint})

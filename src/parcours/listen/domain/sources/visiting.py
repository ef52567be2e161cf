"""Mystery visits: a grid is filled in at a shop, and what was found is told to the log."""

from collections.abc import Mapping
from datetime import datetime
from statistics import fmean, stdev
from typing import Final

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.interval import mean_interval, wilson
from parcours.core.refusal import Refused
from parcours.ledger.domain.recording import record
from parcours.listen.domain.sources.noting import take_back
from parcours.listen.domain.sources.touchpoints import Place
from parcours.listen.models import Grid, Item, Mark, Visit
from parcours.people.models import Member

DEFINITION: Final = "found on visits/1"


class NotFilled(Refused):
    """A visit cannot be finished: nothing was looked at."""


def add_item(grid: Grid, text: str, *, scale: str, place: Place) -> Item:
    """Put one more thing to look at at the end of a grid."""
    last = grid.items.aggregate(last=Max("position"))["last"] or 0
    return grid.items.create(
        position=last + 1,
        text=text,
        scale=scale,
        canvas=place.canvas,
        touchpoint=place.touchpoint,
        promise=place.promise,
    )


def leave(item: Item) -> None:
    """Look at something no more; what was found of it stays."""
    if item.marks.exists():
        Item.objects.filter(pk=item.pk, left_at=None).update(left_at=timezone.now())
    else:
        item.delete()


def start(grid: Grid, *, shop: str, at: datetime, by: Member) -> Visit:
    """Return a visit to fill in; one that was begun there and not finished goes on."""
    known = Visit.objects.filter(grid=grid, shop=shop, by=by, finished_at=None).first()
    return known or Visit.objects.create(grid=grid, shop=shop, at=at, by=by)


@transaction.atomic
def fill(visit: Visit, marks: Mapping[Item, tuple[int | None, str]]) -> None:
    """Keep what was found so far: for each item a score, and a comment."""
    for item, (score, comment) in marks.items():
        Mark.objects.update_or_create(
            visit=visit, item=item, defaults={"score": score, "comment": comment}
        )


@transaction.atomic
def finish(visit: Visit) -> None:
    """Tell the log what a visit found, one event an item. Finishing twice is finishing once.

    Raises:
        NotFilled: no item has a score.
    """
    marks = list(visit.marks.exclude(score=None).select_related("item"))
    if not marks:
        raise NotFilled(_("Nothing has been noted yet."))
    here = Visit.objects.filter(pk=visit.pk, finished_at=None)
    if here.update(finished_at=timezone.now(), times=F("times") + 1):
        visit.refresh_from_db()
        for mark in marks:
            _record(visit, mark)


@transaction.atomic
def reopen(visit: Visit) -> None:
    """Go back to a finished visit: what it told is taken out of the log."""
    told = [_name(visit, mark) for mark in visit.marks.all()]
    if Visit.objects.filter(pk=visit.pk).exclude(finished_at=None).update(finished_at=None):
        take_back.enqueue(told)


def results(grid: Grid) -> list[tuple[Item, list[Figure]]]:
    """Return what was found of each item: over all shops first, then shop by shop.

    It is the share of yes, or the mean of 1 to 5, of as many visits as ``n`` says.
    """
    shops = grid.shop_names
    scores: dict[tuple[int, str], list[int]] = {}
    marks = Mark.objects.filter(visit__grid=grid, score__isnull=False)
    for item, shop, score in marks.exclude(visit__finished_at=None).values_list(
        "item", "visit__shop", "score"
    ):
        scores.setdefault((item, shop), []).append(int(score or 0))
        scores.setdefault((item, ""), []).append(int(score or 0))
    return [
        (item, [_found(item, scores.get((item.pk, shop), [])) for shop in ("", *shops)])
        for item in grid.items.all()
        if item.left_at is None or (item.pk, "") in scores
    ]


def _found(item: Item, scores: list[int]) -> Figure:
    n, is_share = len(scores), item.scale == Item.Scale.YES_NO
    value, low, high = None, None, None
    if n:
        value = fmean(scores)
        spread = stdev(scores) if n > 1 else 0.0
        low, high = (
            wilson(sum(scores), n)
            if is_share
            else mean_interval(value, spread, n, within=(1, 5))
        )
    return Figure(
        value=value, low=low, high=high, n=n, unit="share" if is_share else "score",
        definition=DEFINITION,
    )  # fmt: skip


def _name(visit: Visit, mark: Mark) -> str:
    return f"visit:{visit.key.hex}:{mark.item_id}:{visit.times}"


def _record(visit: Visit, mark: Mark) -> None:
    item = mark.item
    about = {
        "grid": visit.grid.name,
        "item": item.text,
        "shop": visit.shop,
        "touchpoint": item.touchpoint,
        "promise": item.promise,
        "comment": mark.comment,
    }
    record(
        "visit.audited",
        customer_id=f"visit-{visit.key.hex}",
        case_id=visit.key.hex,
        at=visit.at,
        event_id=_name(visit, mark),
        channel="store",
        source="visits",
        score=float(mark.score or 0),
        scale=item.scale,
        properties={name: value for name, value in about.items() if value},
    )

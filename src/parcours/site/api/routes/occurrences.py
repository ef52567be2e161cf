"""Occurrences: each time a promise applied to a customer."""

from typing import Any

import polars as pl
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from parcours.ledger.domain.results import answer
from parcours.map.domain import behind, lists
from parcours.map.models import Canvas
from parcours.people.domain.identity import person_of
from parcours.people.models import Customer
from parcours.site.api import cursors
from parcours.site.api.answers import NotYet, told
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import not_found
from parcours.site.api.routes.asking import Key, canvas_needed
from parcours.site.api.schemas.asked import OccurrencesAsked
from parcours.site.api.schemas.occurrences import Occurrence, OccurrencesOut

router = Router(tags=["occurrences"])


@router.get("/occurrences", response=OccurrencesOut, auth=Key("occurrences:read"))
def list_occurrences(
    request: KeyRequest,
    response: HttpResponse,
    asked: Query[OccurrencesAsked],
) -> OccurrencesOut:
    """The cases behind a gap, the newest first. 202 while they are gathered."""
    place = cursors.place(asked.cursor, int, str, str, str, int)
    table = _table(_points(canvas_needed(asked.canvas), asked.promise), request, response)
    ordered = table.filter(*_wanted(asked, place)).sort(
        "opened", "customer_id", "promise", "case", descending=[True, False, False, False]
    )
    skipped = place[4] if place else 0
    rows = ordered.slice(skipped, asked.limit + 1).collect().to_dicts()
    page = rows[: asked.limit]
    return OccurrencesOut(
        occurrences=[Occurrence(**row) for row in page],
        next=_next(page, place) if len(rows) > asked.limit else None,
    )


def _points(canvas: Canvas, promise: str) -> list[tuple[str, str]]:
    """Return the touchpoints that make the promise, or any, each with its canvas."""
    made = {p.promise: t.touchpoint for t, p in canvas.parsed().promises()}
    if promise and promise not in made:
        raise not_found(_("There is no promise {promise!r}.").format(promise=promise))
    names = [made[promise]] if promise else list(dict.fromkeys(made.values()))
    if not names:
        raise not_found(_("This canvas makes no promise."))
    return [(canvas.text, name) for name in names]


def _table(
    points: list[tuple[str, str]], request: KeyRequest, response: HttpResponse
) -> pl.LazyFrame:
    """Return the cases of touchpoints, once they are all listed."""
    found = [answer(lists.behind, canvas=text, touchpoint=each) for text, each in points]
    told(request, response, *found)
    parts = []
    for text, each in points:
        part = lists.table(text, each)
        if part is None:
            # Someone was erased, or a backup came back without its files.
            behind.list_again.enqueue(text, each)
            raise NotYet
        parts.append(part.with_columns(touchpoint=pl.lit(each)))
    return pl.concat(parts, how="diagonal").with_columns(case=pl.col("case_id").fill_null(""))


def _wanted(asked: OccurrencesAsked, place: list[Any]) -> list[pl.Expr]:
    """Return the conditions of who asks, and of the page."""
    person = _person(asked.customer_id) if asked.customer_id else ""
    named = {"promise": asked.promise, "state": asked.state, "customer_id": person}
    found = [pl.col(name) == value for name, value in named.items() if value]
    return [*found, _not_before(*place[:4])] if place else found


def _person(customer_id: str) -> str:
    """Return the pseudonym that stands for a customer in the lists."""
    customer = Customer.objects.filter(customer_id=customer_id).first()
    return person_of(customer).customer_id if customer else customer_id


def _not_before(opened: int, customer_id: str, *rest: str) -> pl.Expr:
    """Whether a row comes at this place of the order, or after."""
    promise, case = rest
    moment = pl.col("opened").dt.epoch("us")
    by_case = (pl.col("promise") == promise) & (pl.col("case") >= case)
    by_promise = (pl.col("customer_id") == customer_id) & (
        (pl.col("promise") > promise) | by_case
    )
    by_customer = (moment == opened) & ((pl.col("customer_id") > customer_id) | by_promise)
    return (moment < opened) | by_customer


def _next(page: list[dict[str, Any]], before: list[Any]) -> str:
    """Return the cursor after a page: its last row, and how many like it were given."""
    place = _place(page[-1])
    alike = sum(_place(row) == place for row in page)
    earlier = before[4] if before and before[:4] == place else 0
    return cursors.written(*place, alike + earlier)


def _place(row: dict[str, Any]) -> list[Any]:
    opened = pl.Series([row["opened"]], dtype=pl.Datetime("us", "UTC")).dt.epoch("us")[0]
    return [opened, row["customer_id"], row["promise"], row["case"]]

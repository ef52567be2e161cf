"""Gaps: what is promised against what is lived."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from parcours.ledger.domain import segments
from parcours.ledger.domain.results import answer
from parcours.map.domain import living
from parcours.map.domain.plain import gap_of
from parcours.site.api.answers import told
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import Problem
from parcours.site.api.routes.asking import Key, canvas_needed, where
from parcours.site.api.schemas.asked import GapAsked
from parcours.site.api.schemas.gaps import GapOut

router = Router(tags=["gaps"])


@router.get("/gaps", response=GapOut, auth=Key("figures:read"))
def read_gap(
    request: KeyRequest,
    response: HttpResponse,
    asked: Query[GapAsked],
) -> GapOut:
    """Each promise and touchpoint of a canvas, with 95 % intervals.

    202 while it is computed for the first time.
    """
    drawn = canvas_needed(asked.canvas)
    condition = None
    if asked.since or asked.until or asked.segment:
        [known] = told(request, response, answer(living.choices, canvas=drawn.text))
        for month in filter(None, (asked.since, asked.until)):
            _known(month, known.payload["months"])
        offered = segments.choices(known.payload["segments"])
        condition = segments.as_asked(where(asked.segment, offered)) or None
    [found] = told(
        request,
        response,
        answer(
            living.lived,
            canvas=drawn.text,
            since=asked.since or None,
            until=asked.until or None,
            where=condition,
        ),
    )
    gap = gap_of(found.payload, drawn.parsed()) if found.payload else None
    return GapOut.of(
        drawn.slug, gap, computed_at=found.computed_at, is_current=found.is_current
    )


def _known(month: str, months: list[str]) -> None:
    if month not in months:
        detail = _("{month!r} is no month of the log.").format(month=month)
        raise Problem(422, "unknown-month", detail, known=months)

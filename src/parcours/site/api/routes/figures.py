"""Figures: every metric of a period, and what each means."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from parcours.ledger.domain.results import answer
from parcours.ledger.domain.segments import choices
from parcours.map.domain import living
from parcours.measure.domain import periods
from parcours.measure.domain.asking import Asked
from parcours.measure.domain.definitions import BY_NAME, LIFETIME, definition
from parcours.site.api.answers import told
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import Problem
from parcours.site.api.routes.asking import Key, canvas_called, where
from parcours.site.api.schemas.asked import FiguresAsked
from parcours.site.api.schemas.figures import Definition, Definitions, Figures
from parcours.site.api.telling import metrics_of

router = Router(tags=["figures"])


@router.get("/figures", response=Figures, auth=Key("figures:read"))
def list_figures(
    request: KeyRequest,
    response: HttpResponse,
    asked: Query[FiguresAsked],
) -> Figures:
    """Every metric of a period, with its interval, its weeks, and the period before.

    Answers are kept and refreshed in the background; the first time it is 202, and
    Retry-After says when to ask again.
    """
    drawn = canvas_called(asked.canvas)
    if not periods.is_period(asked.period):
        detail = _("{period!r} is no period: 30d, 90d, 12m, or 2026-01-01..2026-03-31.")
        raise Problem(422, "unknown-period", detail.format(period=asked.period))
    segments = {}
    if asked.segment and drawn is not None:
        known = told(request, response, answer(living.choices, canvas=drawn.text))
        segments = choices(known[0].payload["segments"])
    board = Asked(canvas=drawn, period=asked.period, where=where(asked.segment, segments))
    [found] = told(request, response, board.figures())
    payload = found.payload or {}
    return Figures(
        canvas=drawn.slug if drawn else None,
        period=asked.period,
        since=payload.get("since"),
        until=payload.get("until"),
        computed_at=found.computed_at,
        is_current=found.is_current,
        is_comparable=payload.get("is_comparable", False),
        metrics=metrics_of(payload),
    )


@router.get("/definitions", response=Definitions, auth=Key("figures:read"))
def list_definitions(request: KeyRequest) -> Definitions:
    """What each metric counts, its version, its interval and its source."""
    found = [definition(name) for name in (*BY_NAME, LIFETIME)]
    return Definitions(
        definitions=[Definition.model_validate(each) for each in found if each is not None]
    )

"""The dashboard, what each figure of it means, and the same as files."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from parcours.core.language import language
from parcours.map.domain.canvases import in_use
from parcours.measure.domain import asking, first, periods, tables, touchpoints, words
from parcours.measure.domain.board import Board, board, period_name
from parcours.measure.domain.definitions import LIFETIME, definition
from parcours.measure.models import Context
from parcours.people.http import MemberRequest


def dashboard(request: MemberRequest) -> HttpResponse:
    found = _asked(request)
    contexts = Context.objects.visible_to(request.user)
    return render(
        request,
        "measure/dashboard.html",
        {**shown(found, contexts), **_pickers(request, found.asked), "is_mine": True},
    )


def metric(request: MemberRequest, name: str) -> HttpResponse:
    meaning = definition(name)
    if meaning is None:
        raise Http404
    found = _asked(request)
    contexts = Context.objects.visible_to(request.user)
    is_model = name == LIFETIME
    is_told = bool(found.told) and not is_model
    return render(
        request,
        "measure/metric.html",
        {
            "meaning": meaning,
            "board": found,
            "line": found.lifetime_line if is_model else found.line(name) if is_told else None,
            "charts": found.charts(contexts, [name]) if is_told else [],
            "warnings": found.value.payload["warnings"][language()]
            if is_model and found.value
            else [],
            "contexts": found.within(contexts),
            **_pickers(request, found.asked),
        },
    )


def phases_file(request: MemberRequest) -> HttpResponse:
    return _csv("figures", tables.phases(_asked(request)))


def touchpoints_file(request: MemberRequest) -> HttpResponse:
    return _csv("touchpoints", tables.touchpoints(touchpoints.rows(_asked(request))))


def shown(found: Board, contexts: Any) -> dict[str, Any]:
    """Return what the template of a dashboard shows of a board."""
    rows = touchpoints.rows(found)
    changed = first.changed(found)
    due = first.due(found)
    return {
        "board": found,
        "rows": rows,
        "worst": first.worst(rows),
        "changed": changed[: first.SHOWN],
        "changed_more": len(changed[first.SHOWN :]),
        "due": due[: first.SHOWN],
        "due_more": len(due[first.SHOWN :]),
        "weights": words.weights(found),
        "charts": found.charts(contexts),
        "contexts": found.within(contexts),
    }


def _asked(request: MemberRequest) -> Board:
    return board(asking.asked(request.GET, in_use(request.user)), request.user)


def _pickers(request: MemberRequest, found: asking.Asked) -> dict[str, Any]:
    return {
        "canvases": in_use(request.user),
        "periods": [
            {"name": period_name(key), "query": found.query(period=key), "key": key}
            for key in periods.DAYS
        ],
        "segments": asking.options(found),
        "query": found.query(),
        "dates": periods.dates(found.period),
    }


def _csv(name: str, rows: Sequence[Sequence[str]]) -> HttpResponse:
    response = HttpResponse(tables.written(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

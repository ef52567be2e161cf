"""The living canvas: what customers lived, laid over what was drawn."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from parcours.map.domain import cards, charts, filters, headlines, monthly
from parcours.map.domain.looking import Look, look
from parcours.map.models import Canvas
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_GET
def living(request: MemberRequest, slug: str) -> HttpResponse:
    seen = looking(request, slug)
    context = around(seen)
    if seen.gap is not None:
        context["headlines"] = headlines.headlines(seen)
        context["chart"] = charts.experience(seen.gap, list(cards.all_cards(seen)))
    context["columns"] = cards.columns(seen)
    return render(request, "map/living.html", context)


def looking(request: MemberRequest, slug: str) -> Look:
    """Return the member looking at the canvas of an address; 404 where there is none."""
    canvas = get_object_or_404(Canvas.objects.visible_to(request.user), slug=slug)
    return look(canvas, request.user, request.GET)


def around(seen: Look) -> dict[str, Any]:
    """Return what every page of a canvas as lived shows around its own part."""
    return {
        "canvas": seen.canvas,
        "look": seen,
        "choice": seen.choice,
        "filters": filters.filters(seen.choice),
        "months": [(month, monthly.month_of(month)) for month in seen.choice.months],
        "is_asked": bool(seen.hidden),
        "may_see_customers": seen.member.can("see customers"),
        "may_edit": seen.member.can("edit canvases"),
        "may_import": seen.member.can("import events"),
    }

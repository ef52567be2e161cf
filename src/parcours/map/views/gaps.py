"""The matrix of gaps, and their list by value at stake."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from parcours.map.domain import charts, panels
from parcours.map.models import Canvas
from parcours.map.views.living import around, looking
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_GET
def of_the_first_canvas(request: MemberRequest) -> HttpResponse:
    canvas = Canvas.objects.visible_to(request.user).current().first()
    if canvas is None:
        return redirect("map:canvases")
    return redirect("map:gaps", canvas.slug)


@may("see figures")
@require_GET
def gaps(request: MemberRequest, slug: str) -> HttpResponse:
    seen = looking(request, slug)
    context = around(seen)
    context["canvases"] = Canvas.objects.visible_to(request.user).current()
    if seen.gap is not None:
        found = panels.panels(seen)
        chosen = request.GET.get("promise", "")
        panel = next((each for each in found if each.name == chosen), None)
        if chosen and panel is None:
            raise Http404
        context |= {
            "panels": found,
            "panel": panel or next(iter(found), None),
            "words": panels.words(seen, panel or next(iter(found), None)),
            "guide": panels.guide(),
            "chart": charts.quadrants(seen.gap, {each.name: each.beside for each in found}),
        }
    return render(request, "map/gaps.html", context)

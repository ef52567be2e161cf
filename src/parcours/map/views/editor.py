"""The editor: the board, and the form of each element."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from parcours.ledger.domain.overview import overview
from parcours.ledger.domain.results import answer
from parcours.map.domain import board, boxes, history, labels, undoing
from parcours.map.domain.drafting import ROOT, Draft, is_alive
from parcours.map.domain.editing import draft
from parcours.map.domain.settling import Fault, faults
from parcours.map.domain.sheet import languages
from parcours.map.models import Canvas
from parcours.people.http import MemberRequest, may


def found(request: MemberRequest, slug: str) -> Canvas:
    """Return the canvas of an address that the member may see, or 404."""
    return get_object_or_404(Canvas.objects.visible_to(request.user), slug=slug)


@may("edit canvases")
@require_GET
def editor(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    kept = answer(overview)
    seen = [each["name"] for each in kept.payload["activities"]] if kept else []
    context = shown(request, canvas)
    context |= {"activities": boxes.activities(seen)}
    return render(request, "map/editor.html", context)


@may("edit canvases")
@require_GET
def columns(request: MemberRequest, slug: str) -> HttpResponse:
    return render(request, "map/_board.html", shown(request, found(request, slug)))


@may("edit canvases")
@require_GET
def element(request: MemberRequest, slug: str, element: str) -> HttpResponse:
    canvas = found(request, slug)
    drawn = draft(canvas)
    if element not in drawn["elements"]:
        return HttpResponse(status=404)
    wrong = faults(drawn)
    context = shown(request, canvas) | sheet(request, drawn, element, wrong=wrong)
    context["history"] = history.of_element(canvas, drawn, element)
    is_part = request.headers.get("X-Requested-With") == "editor"
    return render(request, "map/_drawer.html" if is_part else "map/element.html", context)


def shown(request: MemberRequest, canvas: Canvas) -> dict[str, Any]:
    """Return what the board and every form of a canvas show."""
    drawn = draft(canvas)
    language = texts_in(request, drawn)
    return {
        "canvas": canvas,
        "columns": board.columns(drawn, found=faults(drawn), language=language),
        "languages_of_texts": languages(drawn),
        "texts": language,
        "can_undo": undoing.can_undo(canvas, request.user),
        "can_redo": undoing.can_redo(canvas, request.user),
    }


def sheet(
    request: MemberRequest, drawn: Draft, element: str, *, wrong: list[Fault]
) -> dict[str, Any]:
    """Return the forms of an element and of what stands on it."""
    language = texts_in(request, drawn)
    kind = drawn["elements"][element]["kind"]
    context: dict[str, Any] = {
        "form": boxes.form(drawn, element, found=wrong, language=language),
        "element": element,
        "kind": kind,
        "is_gone": not is_alive(drawn, element),
        "is_settings": element == ROOT,
        "kinds": labels.kinds(),
    }
    if kind == "touchpoint":
        for name, inside in (("moments", "moment"), ("promises", "promise")):
            context[name] = boxes.inside(drawn, element, inside, found=wrong, language=language)
    return context


def texts_in(request: MemberRequest, drawn: Draft) -> str:
    """Return the language that texts are shown and written in."""
    known = languages(drawn)
    wanted = request.GET.get("texts") or request.POST.get("texts") or ""
    if wanted in ("en", "fr"):
        return wanted
    reader = str(request.LANGUAGE_CODE)
    return reader if reader in known else known[0]

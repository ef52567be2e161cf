"""Versions of a canvas: what changed from one to the next, and back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.canvas import Canvas as Drawing
from parcours.map.domain import differing
from parcours.map.domain import versions as keeping
from parcours.map.views.editor import found
from parcours.people.http import MemberRequest, may


@may("edit canvases")
@require_http_methods(["GET", "POST"])
def versions(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:200]
        kept = keeping.name(canvas, name or _("Unnamed"), by=request.user)
        messages.success(request, _("Version %(number)s is kept.") % {"number": kept.number})
        return redirect("map:versions", slug)
    kept_versions = list(canvas.versions.select_related("by"))
    newest = kept_versions[0]
    return render(
        request,
        "map/versions.html",
        {
            "canvas": canvas,
            "versions": kept_versions,
            "since": _differences(newest.parsed(), canvas.parsed()),
        },
    )


@may("edit canvases")
@require_GET
def version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    canvas = found(request, slug)
    shown = get_object_or_404(canvas.versions.select_related("by"), number=number)
    before = canvas.versions.filter(number__lt=number).first()
    return render(
        request,
        "map/version.html",
        {
            "canvas": canvas,
            "version": shown,
            "before": before,
            "changed": _differences(before.parsed(), shown.parsed()) if before else [],
            "since": _differences(shown.parsed(), canvas.parsed()),
        },
    )


def _differences(old: Drawing, new: Drawing) -> list[str]:
    return differing.differences(old, new)


@may("edit canvases")
@require_POST
def restore(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    canvas = found(request, slug)
    keeping.restore(get_object_or_404(canvas.versions, number=number), by=request.user)
    messages.success(request, _("The canvas is as in version %(number)s.") % {"number": number})
    return redirect("map:editor", slug)

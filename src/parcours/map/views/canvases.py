"""The list of canvases, new ones, copies, and what is put away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.canvas import InvalidCanvas
from parcours.core.written.problem import Problem
from parcours.core.written.reading import decode
from parcours.map.domain import canvases as making
from parcours.map.domain import starting
from parcours.map.models import Canvas
from parcours.map.views.editor import found
from parcours.people.http import MemberRequest, may

_LARGEST = 2_000_000  # bytes of YAML


@may("see figures")
@require_GET
def canvases(request: MemberRequest) -> HttpResponse:
    every = Canvas.objects.visible_to(request.user).select_related("changed_by")
    return render(
        request,
        "map/canvases.html",
        {
            "canvases": [each for each in every if each.archived_at is None],
            "archived": [each for each in every if each.archived_at is not None],
            "may_edit": request.user.can("edit canvases"),
        },
    )


@may("edit canvases")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    if request.method == "GET":
        return _choices(request)
    name = request.POST.get("name", "").strip()
    language = request.POST.get("language", "en")
    try:
        if file := request.FILES.get("file"):
            file_name = file.name or "canvas.yaml"
            text = decode(file.read(_LARGEST), file_name)
            canvas = making.bring_in(text, file_name=file_name, name=name, by=request.user)
        elif not name:
            return _choices(request, fault=_("Give the canvas a name."))
        else:
            text = starting.text(request.POST.get("template", ""), name, language=language)
            canvas = making.create(name, text, request.user)
    except InvalidCanvas as error:
        return _choices(request, problems=error.problems)
    return redirect("map:editor", canvas.slug)


def _choices(
    request: MemberRequest, *, fault: str = "", problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "templates": starting.templates(),
        "fault": fault,
        "problems": problems,
        "name": request.POST.get("name", ""),
        "language": request.LANGUAGE_CODE,
    }
    status = 422 if fault or problems else 200
    return render(request, "map/new.html", context, status=status)


@may("edit canvases")
@require_POST
def copy(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    name = _("%(name)s (copy)") % {"name": canvas.name}
    return redirect("map:editor", making.copy(canvas, name=name, by=request.user).slug)


@may("edit canvases")
@require_POST
def archive(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    if canvas.archived_at is None:
        making.archive(canvas, by=request.user)
        messages.success(request, _("“%(name)s” is archived.") % {"name": canvas.name})
    else:
        making.unarchive(canvas)
        messages.success(request, _("“%(name)s” is back.") % {"name": canvas.name})
    return redirect("map:canvases")

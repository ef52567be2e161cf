"""The label queue: one verbatim after the other, by keyboard."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from parcours.listen.domain.endpoint import suggesting
from parcours.listen.domain.endpoint.problems import WORDS
from parcours.listen.domain.verbatims import queue as drawing
from parcours.listen.domain.verbatims import showing
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.forms.verbatims import CodingForm
from parcours.listen.models import Draw, Suggestion
from parcours.people.http import MemberRequest, may


@may("code verbatims")
@require_http_methods(["GET", "POST"])
def queue(request: MemberRequest) -> HttpResponse:
    form = CodingForm(request.POST or None)
    draw: Draw | None
    if request.method == "POST":
        mine = Draw.objects.filter(member=request.user).select_related("verbatim")
        if skipped := request.POST.get("skip"):
            drawing.skip(get_object_or_404(mine, pk=_number(skipped)))
            return redirect("verbatims:queue")
        draw = given = get_object_or_404(mine, pk=_number(request.POST.get("draw", "")))
        if form.is_valid():
            drawing.label(given, form.coding(), by=request.user)
            return redirect("verbatims:queue")
    else:
        draw = drawing.next_for(request.user)
    return _page(request, draw, form)


@may("code verbatims")
@require_POST
def taking_over(request: MemberRequest, pk: int) -> HttpResponse:
    draw = get_object_or_404(
        Draw, member=request.user, pk=_number(request.POST.get("draw", ""))
    )
    written = Suggestion.objects.exclude(written_at=None)
    suggestion = get_object_or_404(written, pk=pk, verbatim=draw.verbatim_id)
    suggesting.taken_over(suggestion, draw, by=request.user)
    return redirect("verbatims:queue")


def _page(request: MemberRequest, draw: Draw | None, form: CodingForm) -> HttpResponse:
    shown = showing.shown([draw.verbatim_id], request.user) if draw else []
    suggestion = suggesting.of(draw, by=request.user) if draw else None
    if suggestion and suggestion.written_at and "suggested" in request.GET:
        form = CodingForm(coding=Coding.of(suggestion))
    return render(
        request,
        "listen/verbatims/queue.html",
        {
            "draw": draw,
            "row": shown[0] if shown else None,
            "form": form,
            "done": drawing.done(request.user),
            "suggested": _suggested(request, suggestion) if suggestion else None,
        },
    )


def _suggested(request: MemberRequest, suggestion: Suggestion) -> dict[str, Any]:
    """What is suggested beside what our own coder reads."""
    verbatim = suggestion.verbatim
    readings = (Coding.of(suggestion), Coding.of(verbatim))
    theirs, ours = (
        showing.Shown(verbatim, coding, request.user, "", "") for coding in readings
    )
    return {
        "suggestion": suggestion,
        "theirs": theirs,
        "ours": ours,
        "problem": WORDS.get(suggestion.problem, ""),
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0

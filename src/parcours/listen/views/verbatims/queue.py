"""The label queue: one verbatim after the other, by keyboard."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from parcours.listen.domain.verbatims import queue as drawing
from parcours.listen.domain.verbatims import showing
from parcours.listen.forms.verbatims import CodingForm
from parcours.listen.models import Draw
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
    shown = showing.shown([draw.verbatim_id], request.user) if draw else []
    return render(
        request,
        "listen/verbatims/queue.html",
        {
            "draw": draw,
            "row": shown[0] if shown else None,
            "form": form,
            "done": drawing.done(request.user),
        },
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0

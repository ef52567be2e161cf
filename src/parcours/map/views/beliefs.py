"""What teams believe: asked blind, then held against what customers lived."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parcours.map.domain import blind, comparing
from parcours.map.forms.beliefs import BeliefForm
from parcours.map.views.living import around, looking
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_http_methods(["GET", "POST"])
def beliefs(request: MemberRequest, slug: str) -> HttpResponse:
    seen = looking(request, slug)
    asked = blind.asked(seen.canvas, request.user)
    form = BeliefForm(request.POST if request.method == "POST" else None, points=asked)
    if request.method == "POST" and "skip" in request.POST:
        blind.say(seen.canvas, request.user, {})
        return redirect("map:living", slug)
    if request.method == "POST" and form.is_valid():
        blind.say(seen.canvas, request.user, form.answers())
        messages.success(request, _("Thank you. Here is what your customers lived."))
        return redirect("map:beliefs", slug)
    context = around(seen) | {
        "form": form,
        "asked": asked,
        "quarter": blind.this_quarter(),
        "teams": comparing.teams(seen),
        "history": comparing.history(seen),
    }
    return render(request, "map/beliefs.html", context)

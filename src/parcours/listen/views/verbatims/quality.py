"""How well the machine reads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parcours.listen.domain.verbatims import curve
from parcours.listen.domain.verbatims import quality as measured
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_safe
def quality(request: MemberRequest) -> HttpResponse:
    shown = {"quality": measured.quality(), "curve": curve.chart()}
    return render(request, "listen/verbatims/quality.html", shown)

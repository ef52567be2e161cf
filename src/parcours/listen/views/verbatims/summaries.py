"""Summaries by a language model: the part of a page that asks for one and shows it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from parcours.core.refusal import Refused
from parcours.listen.domain.endpoint import summarising
from parcours.people.http import MemberRequest, may

_LONGEST = 4_000


@may("see figures")
@require_http_methods(["GET", "POST"])
def summary(request: MemberRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    about = summarising.cleaned(given.get("about", "")[:_LONGEST])
    language = get_language() or "en"
    if request.method == "POST":
        if not request.user.can("code verbatims"):
            raise Http404
        try:
            summarising.ask(about, language, by=request.user)
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(f"{_page(about)}#summary")
    told = summarising.told(about, language)
    return render(request, "listen/verbatims/_summary.html", {"summary": told})


def _page(about: str) -> str:
    if about.startswith(summarising.TOPIC):
        return reverse("verbatims:topic", args=[about.removeprefix(summarising.TOPIC)])
    return reverse("verbatims:verbatims") + about

"""The search in the bar on top: as one types, and as a page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parcours.people.http import MemberRequest
from parcours.ui.search import search as find

_AT_ONCE, _ON_A_PAGE = 5, 50


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    most = _AT_ONCE if request.htmx else _ON_A_PAGE
    template = "ui/_found.html" if request.htmx else "ui/search.html"
    found = find(request.user, words, most=most)
    return render(request, template, {"words": words, "found": found})

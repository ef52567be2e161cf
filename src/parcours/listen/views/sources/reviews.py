"""Reviews: the list, one of them, and the reply to it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from parcours.core.refusal import Refused
from parcours.listen.domain.sources import opening, problems, replying
from parcours.listen.domain.sources.drafting import drafts
from parcours.listen.domain.sources.listing import listed, overview
from parcours.listen.domain.sources.words import verbatims_of
from parcours.listen.forms.reviews import ReplyForm, ReviewsForm
from parcours.listen.models import Review, Source
from parcours.people.http import MemberRequest, may

_PER_PAGE = 30


@may("see customers")
@require_GET
def reviews(request: MemberRequest) -> HttpResponse:
    form = ReviewsForm(request.GET or None)
    # What a form does not know is left out, not refused.
    asked: dict[str, Any] = {}
    if form.is_bound:
        form.is_valid()
        asked = form.cleaned_data
    found = listed(asked)
    told = overview(found)
    pages = Paginator(found, _PER_PAGE)
    # It would be counted once more for each page.
    pages.count = told.n
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "overview": told,
        "is_filtered": any(asked.values()),
        "has_sources": Source.objects.exists(),
    }
    template = "listen/reviews/_list.html" if request.htmx else "listen/reviews/list.html"
    return render(request, template, context)


@may("see customers")
@require_GET
def review(request: MemberRequest, pk: int) -> HttpResponse:
    found = _review(pk)
    template = "listen/reviews/_answer.html" if request.htmx else "listen/reviews/review.html"
    return render(request, template, _shown(request, found))


@may("answer reviews")
@require_POST
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _review(pk), ReplyForm(request.POST)
    if form.is_valid():
        written = replying.write(found, form.cleaned_data["text"], by=request.user)
        try:
            if "send" in request.POST:
                replying.send(written, by=request.user)
            elif "copied" in request.POST:
                replying.copied(written, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("sources:review", pk)


def _review(pk: int) -> Review:
    known = Review.objects.select_related("source", "customer").filter(forgotten_at=None)
    return get_object_or_404(known, pk=pk)


def _shown(request: MemberRequest, found: Review) -> dict[str, Any]:
    standing = list(found.replies.select_related("by"))
    current = next((each for each in standing if each.sent_at is None), None)
    offered = drafts(found) if request.user.can("answer reviews") else []
    chosen = request.GET.get("draft", "")
    place = int(chosen) if chosen.isdecimal() and int(chosen) < len(offered) else 0
    drafted = offered[place].text if offered else ""
    is_chosen = bool(chosen) or current is None
    return {
        "review": found,
        "verbatims": verbatims_of(found),
        "sent": [each for each in standing if each.sent_at],
        "current": current,
        "problem": problems.WORDS.get(current.problem, "") if current else "",
        "drafts": offered,
        "form": ReplyForm(
            initial={"text": drafted if is_chosen else current.text if current else ""}
        ),
        "longest": replying.longest(found),
        "is_in_bytes": found.source.kind in opening.IN_BYTES,
    }

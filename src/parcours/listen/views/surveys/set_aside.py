"""Answers that were put aside as a robot's: seen, and counted after all."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parcours.listen.domain.surveys import answering, showing
from parcours.listen.models import Response
from parcours.listen.views.surveys.frame import found, show
from parcours.people.http import MemberRequest, may

_A_PAGE = 25


@may("edit surveys")
@require_GET
def aside(request: MemberRequest, slug: str) -> HttpResponse:
    survey = found(request, slug)
    kept = survey.responses.filter(state=Response.State.ASIDE).select_related("version")
    page = Paginator(kept, _A_PAGE).get_page(request.GET.get("page"))
    told = [{"response": each, "said": showing.said(each)} for each in page]
    return show(
        request, "listen/surveys/aside.html", survey, tab="results", page=page, told=told
    )


@may("edit surveys")
@require_POST
def counting(request: MemberRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Let a response count: it was a person."""
    survey = found(request, slug)
    response = get_object_or_404(Response, key=key, survey=survey)
    answering.count_after_all(response, by=request.user)
    messages.success(request, _("This answer counts now."))
    return redirect("surveys:aside", slug)

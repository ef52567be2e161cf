"""What the pages of one survey share: finding it, and its head."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from parcours.listen.models import Survey
from parcours.people.http import MemberRequest


def found(request: MemberRequest, slug: str) -> Survey:
    """Return the survey called *slug*, where the member may see it; else 404."""
    survey = Survey.objects.visible_to(request.user).filter(slug=slug).first()
    if survey is None:
        raise Http404
    return survey


def show(request: MemberRequest, template: str, survey: Survey, **context: Any) -> HttpResponse:
    """Show a page of *survey*; ``tab`` says which, ``status`` is that of the answer."""
    status = context.pop("status", 200)
    shared = {"survey": survey, "may_edit": request.user.can("edit surveys")}
    return render(request, template, shared | context, status=status)

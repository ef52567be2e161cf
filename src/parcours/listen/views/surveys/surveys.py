"""The list of surveys, new ones, and the life of one: published, closed, deleted."""

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.survey import TEMPLATES, InvalidSurvey, template
from parcours.core.survey import Survey as Definition
from parcours.core.written.problem import Problem
from parcours.listen.domain.surveys import publishing
from parcours.listen.models import Response, Survey
from parcours.listen.views.surveys.frame import found
from parcours.people.http import MemberRequest, may

_LARGEST = 500_000  # bytes of YAML


@may("see answers")
@require_GET
def surveys(request: MemberRequest) -> HttpResponse:
    counted = Q(responses__state__in=(Response.State.COMPLETE, Response.State.PARTIAL))
    every = Survey.objects.visible_to(request.user).annotate(
        answered=Count("responses", filter=counted),
        last=Max("responses__completed_at"),
    )
    context = {
        "surveys": [each for each in every if each.state != "closed"],
        "closed": [each for each in every if each.state == "closed"],
        "may_edit": request.user.can("edit surveys"),
    }
    return render(request, "listen/surveys/list.html", context)


@may("edit surveys")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    if request.method == "GET":
        return _choices(request)
    try:
        definition = _chosen(request)
    except InvalidSurvey as error:
        return _choices(request, problems=error.problems)
    if definition is None:
        return _choices(request, fault=_("Choose a survey to start from, or give a file."))
    survey = publishing.start(definition, by=request.user, language=get_language() or "")
    return redirect("surveys:build", survey.slug)


@may("edit surveys")
@require_POST
def publication(request: MemberRequest, slug: str) -> HttpResponse:
    survey = found(request, slug)
    before = survey.version
    try:
        version = publishing.publish(survey, request.user)
    except InvalidSurvey as error:
        count = len(error.problems)
        told = ngettext(
            "Put %(n)s thing right first: it is marked below.",
            "Put %(n)s things right first: they are marked below.",
            count,
        )
        messages.error(request, told % {"n": count})
    except publishing.Unpublishable as error:
        messages.error(request, str(error))
    else:
        told = _("Published: version %(n)s is answered from now on.") % {"n": version.number}
        unchanged = _("Nothing changed since version %(n)s.") % {"n": version.number}
        messages.success(request, told if version.number != before else unchanged)
    return redirect("surveys:build", slug)


@may("edit surveys")
@require_POST
def closing(request: MemberRequest, slug: str) -> HttpResponse:
    """Close a survey that takes answers; open one that is closed."""
    survey = found(request, slug)
    if survey.closed_at is None:
        publishing.close(survey, by=request.user)
        messages.success(request, _("“%(name)s” is closed.") % {"name": survey.name})
    else:
        publishing.reopen(survey, by=request.user)
        messages.success(request, _("“%(name)s” takes answers again.") % {"name": survey.name})
    return redirect("surveys:build", slug)


@may("edit surveys")
@require_POST
def removal(request: MemberRequest, slug: str) -> HttpResponse:
    """Delete a survey that was never published: nobody can have answered it."""
    survey = found(request, slug)
    if survey.version:
        messages.error(request, _("This survey was published: close it instead."))
        return redirect("surveys:build", slug)
    survey.delete()
    messages.success(request, _("“%(name)s” is deleted.") % {"name": survey.name})
    return redirect("surveys:surveys")


def _chosen(request: MemberRequest) -> Definition | None:
    """Return what the new survey begins as: a file's, a template's, an empty one."""
    if file := request.FILES.get("file"):
        text = file.read(_LARGEST).decode("utf-8", errors="replace")
        return Definition.parse(text, name=file.name or "survey.yaml")
    name = request.POST.get("template", "")
    if name in TEMPLATES:
        return template(name)
    if name == "blank":
        other = "en" if request.LANGUAGE_CODE == "fr" else "fr"
        return Definition.of(
            {
                "survey": "survey",
                "title": {request.LANGUAGE_CODE: _("New survey")},
                "languages": [request.LANGUAGE_CODE, other],
            }
        )
    return None


def _choices(
    request: MemberRequest, *, fault: str = "", problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = request.LANGUAGE_CODE
    context = {
        "templates": [
            {
                "name": name,
                "title": template(name).say(template(name).title, said),
                "questions": len(template(name).questions),
                "stage": template(name).stage,
            }
            for name in TEMPLATES
        ],
        "fault": fault,
        "problems": problems,
    }
    status = 422 if fault or problems else 200
    return render(request, "listen/surveys/new.html", context, status=status)

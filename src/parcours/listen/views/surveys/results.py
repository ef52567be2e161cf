"""The results of a survey: on a page, as files, for people outside."""

from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from parcours.ledger.domain import results as kept
from parcours.listen.domain.surveys import exporting, margins, reporting
from parcours.listen.domain.surveys.reading import answers_of
from parcours.listen.domain.surveys.resulting import SEGMENTS, narrowed, results_of
from parcours.listen.domain.surveys.segments import segments, values
from parcours.listen.models import SharedResults, Survey, Weighting
from parcours.listen.views.surveys.frame import found, show
from parcours.people.domain.auditing import note
from parcours.people.http import MemberRequest, may, paced, public

PERIODS: Final = {"30d": 30, "90d": 90, "12m": 365, "all": 0}
_KINDS: Final = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "parquet": ("application/vnd.apache.parquet", exporting.as_parquet),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exporting.as_xlsx,
    ),
}
_DAYS_SHARED: Final = 90


@may("see answers")
@require_GET
def results(request: MemberRequest, slug: str) -> HttpResponse:
    survey = found(request, slug)
    asked = _asked(request.GET, survey)
    shown = _shown(survey, asked)
    context = {
        **shown,
        "periods": _periods(request),
        "segments": _segments(request, shown.get("told", {})),
        "margins": margins.shown(shown["told"], asked["margins"]) if "told" in shown else [],
        "weighted": bool(asked["margins"]),
        "may_share": request.user.can("share figures"),
        "shared": _links(request, survey),
        "query": request.GET.urlencode(),
    }
    return show(request, "listen/surveys/results.html", survey, tab="results", **context)


@may("see answers")
@require_GET
def file(request: MemberRequest, slug: str, kind: str) -> HttpResponse:
    """Every answer, a row a response."""
    survey = found(request, slug)
    version = survey.current()
    if version is None or kind not in _KINDS:
        raise Http404
    content_type, written = _KINDS[kind]
    table = exporting.table(
        version.parsed(),
        narrowed(answers_of(survey), _where(request.GET)),
        names_people=request.user.can("see customers"),
    )
    note(request.user, "survey.exported", f"survey/{survey.pk}", detail=f"{survey} {kind}")
    response = HttpResponse(written(table), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{kind}"'
    return response


@may("edit surveys")
@require_POST
def weighting(request: MemberRequest, slug: str) -> HttpResponse:
    """Keep who was to be heard."""
    survey = found(request, slug)
    try:
        read = {} if "clear" in request.POST else margins.read(request.POST.dict())
    except margins.NotMargins as problem:
        messages.error(request, str(problem))
        return redirect("surveys:results", slug)
    Weighting.objects.update_or_create(
        survey=survey,
        defaults={
            "margins": read,
            "changed_by": request.user,
            "changed_at": timezone.now(),
        },
    )
    done = _("The results are weighted anew.") if read else _("The results are as answered.")
    messages.success(request, done)
    return redirect("surveys:results", slug)


@may("share figures")
@require_POST
def sharing(request: MemberRequest, slug: str) -> HttpResponse:
    """Make a link for people outside, or take one back."""
    survey = found(request, slug)
    if pk := request.POST.get("revoke"):
        made = get_object_or_404(SharedResults, pk=pk, survey=survey)
        if made.revoke(request.user):
            note(request.user, "survey.unshared", f"survey/{survey.pk}", detail=made.title)
        return redirect("surveys:results", slug)
    title = request.POST.get("title", "").strip()[:80] or survey.name
    ends = timezone.now() + timedelta(days=_DAYS_SHARED)
    SharedResults.objects.create(survey=survey, title=title, by=request.user, expires_at=ends)
    note(request.user, "survey.shared", f"survey/{survey.pk}", detail=title)
    messages.success(request, _("The link works for %(n)s days.") % {"n": _DAYS_SHARED})
    return redirect("surveys:results", slug)


@public
@require_safe
@never_cache
@paced("shared", times=60)
def shared(request: HttpRequest, token: str) -> HttpResponse:
    made = SharedResults.objects.behind(token).select_related("survey").first()
    if made is None:
        raise Http404
    context = {
        "survey": made.survey,
        "share": made,
        **_shown(made.survey, _asked(QueryDict(), made.survey)),
    }
    response = render(request, "listen/surveys/shared.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _asked(given: QueryDict, survey: Survey) -> dict[str, Any]:
    """Return what the parameters of an address ask of the results: nothing unknown."""
    version = survey.current()
    by = given.get("by", "")
    is_known = by in SEGMENTS or (version is not None and version.parsed().question(by))
    days = PERIODS.get(given.get("period", "all"), 0)
    today = timezone.localdate()
    weighting = Weighting.objects.filter(survey=survey).first()
    since = (today - timedelta(days=days)).isoformat() if days else None
    return {
        "since": since,
        "until": today.isoformat() if days else None,
        "where": _where(given),
        "by": by if is_known else "",
        "margins": weighting.margins if weighting else {},
    }


def _where(given: QueryDict) -> dict[str, str]:
    return {name: str(given[name]) for name in SEGMENTS if given.get(name)}


def _shown(survey: Survey, asked: dict[str, Any]) -> dict[str, Any]:
    answer = kept.answer(results_of, survey=survey.pk, **asked)
    version = survey.current()
    if answer is None or answer.payload is None or version is None:
        return {"answer": answer, "is_waiting": version is not None}
    definition, payload = version.parsed(), answer.payload
    return {
        "answer": answer,
        "told": payload,
        "hindrance": reporting.hindrance(payload),
        "cards": reporting.cards(definition, payload),
        "splits": reporting.splits(definition, payload),
        "by": asked["by"],
        "headings": reporting.headings(definition, payload),
        "parts": reporting.parts(definition, payload, asked["by"]),
        "since": date.fromisoformat(asked["since"]) if asked["since"] else None,
    }


def _periods(request: HttpRequest) -> list[dict[str, Any]]:
    names = {"30d": _("30 days"), "90d": _("90 days"), "12m": _("12 months"), "all": _("All")}
    current = request.GET.get("period", "all")
    return [
        {"name": name, "query": _query(request, period=key), "is_current": key == current}
        for key, name in names.items()
    ]


def _segments(request: HttpRequest, told: dict[str, Any]) -> list[dict[str, Any]]:
    titles = segments()
    return [
        {
            "name": name,
            "title": titles[name],
            "values": values(name, keys).items(),
            "chosen": request.GET.get(name, ""),
        }
        for name, keys in told.get("segments", {}).items()
        if len(keys) > 1 or request.GET.get(name)
    ]


def _query(request: HttpRequest, **changed: str) -> str:
    given = request.GET.copy()
    for name, value in changed.items():
        given[name] = value
    return f"?{given.urlencode()}"


def _links(request: MemberRequest, survey: Survey) -> list[dict[str, Any]]:
    return [
        {
            "share": each,
            "url": request.build_absolute_uri(reverse("shared-results", args=[each.token])),
        }
        for each in survey.shared.filter(revoked_at=None)
        if each.is_open
    ]

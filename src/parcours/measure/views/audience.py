"""The audience of sites: the snippet, its reports, and the page that explains both."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parcours.measure.domain import audience
from parcours.measure.domain.snippet import source
from parcours.measure.forms.websites import WebsiteForm
from parcours.measure.models import Website
from parcours.people.domain import pacing
from parcours.people.domain.auditing import note
from parcours.people.http import MemberRequest, may, paced, public

_MOST_BYTES = 32 * 1024


@may("import events")
@require_http_methods(["GET", "POST"])
def websites(request: MemberRequest) -> HttpResponse:
    form = WebsiteForm(request.POST or None, instance=Website(by=request.user))
    if request.method == "POST" and form.is_valid():
        site = form.save()
        note(request.user, "website.added", f"website/{site.pk}", detail=site.name)
        return redirect("measure:website", site.pk)
    return render(
        request, "measure/websites.html", {"form": form, "sites": Website.objects.all()}
    )


@may("import events")
@require_http_methods(["GET", "POST"])
def website(request: MemberRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Website, pk=pk)
    form = WebsiteForm(request.POST or None, instance=site)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("measure:website", pk)
    return render(
        request,
        "measure/website.html",
        {"site": site, "form": form, "snippet": _tag(request, site)},
    )


@may("import events")
@require_safe
def check(request: MemberRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Website, pk=pk)
    return render(request, "measure/_first_event.html", {"site": site})


@may("import events")
@require_POST
def deletion(request: MemberRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Website, pk=pk)
    note(request.user, "website.removed", f"website/{site.pk}", detail=site.name)
    site.delete()
    return redirect("measure:websites")


@public
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(source(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public
@csrf_exempt
@require_POST
@paced("audience", times=240)
def heard(request: HttpRequest) -> HttpResponse:
    report = _report(request)
    site = Website.objects.filter(key=str(report.get("k", ""))[:32]).first()
    origin = request.headers.get("Origin", "").lower()
    if site is None or origin not in site.allowed:
        raise Http404
    agent, events = request.headers.get("User-Agent", ""), report.get("e")
    if (
        isinstance(events, list)
        and not audience.is_bot(agent)
        and not audience.refuses(request.headers)
    ):
        visitor = audience.pseudonym(
            site,
            address=pacing.address(request),
            agent=agent,
            consented=str(report.get("v") or "")[:64],
        )
        audience.hear(site, visitor, events)
    return HttpResponse(
        status=204, headers={"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
    )


def _report(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > _MOST_BYTES:
        return {}
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _tag(request: HttpRequest, site: Website) -> str:
    address = request.build_absolute_uri(reverse("snippet"))
    return f'<script defer src="{address}" data-key="{site.key}"></script>'

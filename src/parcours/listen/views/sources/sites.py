"""Sources of reviews: connected, tested, pulled, paused, let go; and files brought to one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.refusal import Refused
from parcours.listen.domain.sources import connecting, problems
from parcours.listen.domain.sources.bringing import bring
from parcours.listen.forms.sources import ConnectForm, ReviewsFileForm
from parcours.listen.models import Source
from parcours.people.http import MemberRequest, may


@may("manage sources")
@require_GET
def sites(request: MemberRequest) -> HttpResponse:
    found = Source.objects.annotate(n=Count("reviews")).order_by("name", "pk")
    rows = [(each, problems.WORDS.get(each.problem, "")) for each in found]
    return render(
        request, "listen/sources/sites.html", {"sources": rows, "kinds": Source.Kind.choices}
    )


@may("manage sources")
@require_http_methods(["GET", "POST"])
def connection(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in Source.Kind.values:
        raise Http404
    form = ConnectForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        source = connecting.connect(kind, form.connection, by=request.user)
        return redirect("sources:site", source.pk)
    context = {"form": form, "kind": kind, "title": Source.Kind(kind).label}
    return render(request, "listen/sources/connection.html", context)


@may("manage sources")
@require_http_methods(["GET", "POST"])
def site(request: MemberRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    form = ConnectForm(request.POST or None, kind=source.kind, source=source)
    if request.method == "POST" and form.is_valid():
        connecting.change(source, form.connection, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("sources:site", pk)
    return _page(request, source, form=form)


@may("manage sources")
@require_GET
def state(request: MemberRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    return render(request, "listen/sources/_state.html", _shown(request, source))


@may("manage sources")
@require_POST
def trial(_request: MemberRequest, pk: int) -> HttpResponse:
    connecting.begin(get_object_or_404(Source, pk=pk))
    return redirect("sources:site", pk)


@may("manage sources")
@require_POST
def pausing(request: MemberRequest, pk: int) -> HttpResponse:
    connecting.pause(get_object_or_404(Source, pk=pk), by=request.user)
    return redirect("sources:site", pk)


@may("manage sources")
@require_POST
def resuming(request: MemberRequest, pk: int) -> HttpResponse:
    connecting.resume(get_object_or_404(Source, pk=pk), by=request.user)
    return redirect("sources:site", pk)


@may("manage sources")
@require_POST
def disconnection(request: MemberRequest, pk: int) -> HttpResponse:
    connecting.disconnect(get_object_or_404(Source, pk=pk), by=request.user)
    messages.success(request, _("Its keys were forgotten. Its reviews stay."))
    return redirect("sources:site", pk)


@may("manage sources")
@require_POST
def file(request: MemberRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk, kind=Source.Kind.FILE)
    form = ReviewsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, source, status=422, file=form)
    try:
        brought = bring(source, form.cleaned_data["file"], by=request.user)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _page(request, source, status=422, file=form)
    messages.success(
        request,
        _("{new} new reviews, {edited} changed, {same} known. Not read: {left_out}.").format(
            new=brought.new, edited=brought.edited, same=brought.same, left_out=brought.left_out
        ),
    )
    return redirect("sources:site", pk)


def _page(
    request: MemberRequest, source: Source, *, status: int = 200, **forms: Any
) -> HttpResponse:
    shown = {
        "form": ConnectForm(kind=source.kind, source=source),
        "file": ReviewsFileForm(),
    }
    context = _shown(request, source) | shown | forms
    return render(request, "listen/sources/site.html", context, status=status)


def _shown(request: MemberRequest, source: Source) -> dict[str, Any]:
    path = reverse("review-notice", args=[connecting.door_token(source)])
    return {
        "source": source,
        "problem": problems.WORDS.get(source.problem, ""),
        "count": source.reviews.filter(deleted_at=None, forgotten_at=None).count(),
        "door": request.build_absolute_uri(path) if source.kind == Source.Kind.GOOGLE else "",
    }

"""How a survey reaches people: its link, codes, posters, the widget for sites, the tablet."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from parcours.listen.domain.surveys import linking, locking, posters, qr_code
from parcours.listen.forms.sharing import PinForm, PlaceForm, PosterForm, SitesForm, WidgetForm
from parcours.listen.models import Survey
from parcours.listen.views.surveys.frame import found, show
from parcours.people.http import MemberRequest, may, public

_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}


@may("see answers")
@require_GET
def share(request: MemberRequest, slug: str) -> HttpResponse:
    return _page(request, found(request, slug))


@may("see answers")
@require_GET
def code(request: MemberRequest, slug: str, form: str) -> HttpResponse:
    """The code of a link, to print or to put in a drawing."""
    survey, about = found(request, slug), PlaceForm(request.GET)
    if form not in _TYPES:
        raise Http404
    address = linking.link(survey, channel="qr", **about.context)
    content = qr_code.svg(address) if form == "svg" else qr_code.png(address)
    response = HttpResponse(content, content_type=_TYPES[form])
    if request.GET.get("save"):
        _to_save(response, "-".join([slug, *about.context.values()]), form)
    return response


@may("see answers")
@require_POST
def prints(request: MemberRequest, slug: str) -> HttpResponse:
    """Posters, a page a place, as a PDF."""
    survey, form = found(request, slug), PosterForm(request.POST, auto_id="poster-%s")
    if not form.is_valid():
        return _page(request, survey, prints=form, status=422)
    given = dict(form.cleaned_data)
    places = given.pop("places")
    pdf = posters.printed(posters.Poster(survey=survey, **given), places)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slug}-{given["format"]}.pdf"'
    )
    return response


@may("edit surveys")
@require_POST
def sites(request: MemberRequest, slug: str) -> HttpResponse:
    """Say which sites may show the survey within their pages."""
    survey = found(request, slug)
    form = SitesForm(request.POST, instance=survey, auto_id="sites-%s")
    if not form.is_valid():
        return _page(request, survey, sites=form, status=422)
    Survey.objects.filter(pk=survey.pk).update(sites=form.cleaned_data["sites"])
    messages.success(request, _("Saved."))
    return redirect(reverse("surveys:share", args=[slug]) + "#widget")


@may("edit surveys")
@require_POST
def pin(request: MemberRequest, slug: str) -> HttpResponse:
    """Set the PIN of the tablets, or take it away."""
    survey, form = found(request, slug), PinForm(request.POST, auto_id="pin-%s")
    if not form.is_valid():
        return _page(request, survey, pin=form, status=422)
    locking.lock(survey, form.cleaned_data["pin"], by=request.user)
    messages.success(request, _("Saved. Tablets know it once they have had a network."))
    return redirect(reverse("surveys:share", args=[slug]) + "#share-kiosk")


@public
@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """The script that sites carry."""
    response = HttpResponse(script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def script() -> str:
    """Return the widget's script."""
    return Path(str(finders.find("listen/widget.js"))).read_text(encoding="utf-8")


def _page(
    request: MemberRequest, survey: Survey, *, status: int = 200, **forms: Any
) -> HttpResponse:
    place = PlaceForm(request.GET or None, auto_id="place-%s")
    chosen = request.GET if "shape" in request.GET else {"shape": "slide", "rest": 90}
    tag = WidgetForm(chosen, auto_id="widget-%s")
    said = request.GET.urlencode() if place.context else ""
    return show(
        request,
        "listen/surveys/share.html",
        survey,
        tab="share",
        status=status,
        place=place,
        link=linking.link(survey, **place.context),
        about=said,
        kiosk=linking.kiosk(survey, **place.context),
        prints=forms.get("prints") or _prints(request, survey),
        sites=forms.get("sites") or SitesForm(instance=survey, auto_id="sites-%s"),
        pin=forms.get("pin") or PinForm(auto_id="pin-%s"),
        widget=tag,
        tag=_tag(survey, tag),
    )


def _prints(request: MemberRequest, survey: Survey) -> PosterForm:
    version = survey.current()
    languages = version.parsed().languages if version else (request.LANGUAGE_CODE,)
    spoken = next((each for each in languages if each in ("fr", "en")), "en")
    return PosterForm(initial={"language": spoken}, auto_id="poster-%s")


def _tag(survey: Survey, form: WidgetForm) -> str:
    """Return what a site copies into its pages."""
    attributes = form.attributes
    source = settings.URL + reverse("widget")
    shape = dict(attributes).get("shape")
    if shape == "inline":
        script = f'<script defer src="{source}"></script>'
        language = dict(attributes).get("lang")
        more = f' data-lang="{language}"' if language else ""
        return f'<div data-parcours-survey="{survey.door}"{more}></div>\n{script}'
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in attributes)
    tag = f'<script defer src="{source}" data-survey="{survey.door}"{told}></script>'
    if shape != "none":
        return tag
    words = _("Your opinion?")
    return f'<button data-parcours-open="{survey.door}">{words}</button>\n{tag}'


def _to_save(response: HttpResponse, name: str, ending: str) -> None:
    plain = "".join(each if each.isalnum() and each.isascii() else "-" for each in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}.{ending}"'

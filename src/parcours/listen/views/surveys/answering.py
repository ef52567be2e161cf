"""The addresses where surveys are answered: by anyone with the link, also without scripts."""

import uuid
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from parcours.core.language import speaking
from parcours.core.survey import flow
from parcours.core.survey.page import answered_in, word
from parcours.core.survey.questions import Asked
from parcours.listen.domain.surveys import answering, doors, theming
from parcours.listen.domain.surveys.doors import Door
from parcours.listen.domain.surveys.guarding import Stamp
from parcours.listen.models import Logo, Response
from parcours.listen.views.surveys.answer_pages import Reading, notice, page, thanks
from parcours.listen.views.surveys.sending import COOKIE, sent
from parcours.people.domain import pacing
from parcours.people.http import public

_A_MINUTE: Final = 120
_CHANNELS: Final = ("link", "qr", "email", "widget", "kiosk", "sms", "whatsapp", "case")
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@public
@csrf_exempt  # Nobody is signed in here; the form's own stamp says that we made it.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    door = doors.behind(token)
    if door is None:
        raise Http404
    language = language_of(request, door)
    known = language if language in dict(settings.LANGUAGES) else "en"
    spoken = answered_in(door.definition, language)
    with translation.override(known), speaking(known), spoken:
        response = _answered(Reading(request, door, language))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Language"] = language
    if door.invitation is None:
        # Sites that the survey names may show its open link within their pages.
        response._csp_update = {"frame-ancestors": door.survey.sites.split()}  # type: ignore[attr-defined]
    return response


@public
@require_safe
def theme(request: HttpRequest, look: str) -> HttpResponse:
    sheet = theming.style(look)
    if sheet is None:
        raise Http404
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = _FOR_EVER
    return response


@public
@require_safe
def logo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    kept = Logo.objects.filter(key=key).first()
    if kept is None:
        raise Http404
    with kept.file.open() as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["Cache-Control"] = _FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _answered(reading: Reading) -> HttpResponseBase:
    request, door = reading.request, reading.door
    if not pacing.allows(request, "answer", times=_A_MINUTE):
        words = word("too_many")
        response = notice(reading, words, status=429)
        response.headers["Retry-After"] = "60"
        return response
    if door.response is not None:
        reading.values = answering.values_of(door.response)
        told = door.response.answers.filter(is_told=True)
        reading.told = frozenset(told.values_list("question", flat=True))
    if door.is_done:
        return thanks(reading)
    if door.refusal:
        return notice(reading, door.refusal, status=410)
    return sent(reading) if request.method == "POST" else _shown(reading)


def _shown(reading: Reading) -> HttpResponseBase:
    """Show where the answers go on."""
    begun = _begun_before(reading)
    if begun is not None:
        return redirect(begun.url)
    asked, visible = _here(reading), reading.shown()
    if asked is None:
        return thanks(reading)
    is_chosen = _choose(reading)
    on_page = [asked] if reading.definition.layout == "screens" else visible
    return page(reading, on_page, stamp=_stamp(reading), is_chosen=is_chosen)


def _here(reading: Reading) -> Asked | None:
    """Return the question that is asked for, else the one after the last answered."""
    visible = reading.shown()
    by_key = {each.key: each for each in visible}
    wanted = by_key.get(reading.request.GET.get("q", ""))
    if wanted is not None or not visible:
        return wanted
    answered = [each for each in visible if each.key in reading.values]
    last = answered[-1].key if answered else None
    after = flow.after(reading.definition, reading.values, last)
    return by_key.get(after.key if after else "", visible[-1])


def _choose(reading: Reading) -> bool:
    """Choose the answer that the link holds, as mails do; it is not given before a person does.

    A scanner of mails that follows the link answers nothing.
    """
    given, first = reading.request.GET, reading.definition.questions[0]
    value = given.get(first.key) or given.get(first.kind)
    if not value or first.key in reading.values:
        return False
    good, _mistakes = answering.checked(reading.definition, {first.key: value})
    reading.values |= good
    return first.key in good


def _stamp(reading: Reading) -> Stamp:
    given, invitation = reading.request.GET, reading.door.invitation
    channel = given.get("channel", "")
    return Stamp(
        token=reading.door.token,
        channel=invitation.channel
        if invitation
        else channel
        if channel in _CHANNELS
        else "link",
        context=_context(reading.request),
    )


def _context(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in answering.CONTEXT if request.GET.get(name)}


def _begun_before(reading: Reading) -> Response | None:
    """Return what was begun at this open link, in this browser, about the same."""
    door, token = reading.door, reading.request.COOKIES.get(COOKIE, "")
    if door.response is not None or door.invitation is not None or not token:
        return None
    begun = Response.objects.behind(token).filter(survey=door.survey, completed_at=None).first()
    about = answering.about(_context(reading.request), reading.definition)
    return begun if begun is not None and begun.context == about else None


def language_of(request: HttpRequest, door: Door) -> str:
    """Return the language of the survey that the reader wants most."""
    known = door.definition.languages
    wanted = [request.POST.get("lang", ""), request.GET.get("lang", "")]
    wanted += [door.response.language] if door.response else []
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted += [part for code, _weight in accepted for part in (code, code.partition("-")[0])]
    return next((code for code in wanted if code in known), known[0])

"""The way out: the address at which one asks not to be asked any more."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parcours.core.language import speaking
from parcours.core.survey.page import answered_in
from parcours.listen.domain.surveys import mailing, stopping, theming
from parcours.listen.models import Invitation
from parcours.people.http import paced, public

_A_MINUTE: Final = 60


@public
@csrf_exempt  # Mail programs send RFC 8058's one click; the link's own key says whose it is.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@paced("stop", times=_A_MINUTE)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    invitation = Invitation.objects.behind(token).select_related("survey").first()
    version = invitation.survey.current() if invitation else None
    if invitation is None or version is None:
        raise Http404
    # A scanner of mails follows links; only a click on the button, or of one's mail
    # program, is a person's word.
    if request.method == "POST":
        stopping.stop(invitation)
    definition = version.parsed()
    language = mailing.language_of(invitation.customer_id, definition)
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    spoken = answered_in(definition, language)
    with translation.override(known), speaking(known), spoken:
        response = render(
            request,
            "listen/answering/stop.html",
            {
                "survey": invitation.survey,
                "title": definition.say(definition.title, language),
                "language": language,
                "look": theming.look(definition.theme),
                "is_stopped": request.method == "POST" or stopping.has_stopped(invitation),
            },
        )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Language"] = language
    return response

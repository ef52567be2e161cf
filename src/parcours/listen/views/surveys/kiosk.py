"""The page for a tablet that stands somewhere, what it keeps for days without a network."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from babel import Locale
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from parcours.core.language import speaking
from parcours.core.survey import Survey as Definition
from parcours.core.survey.page import answered_in, word
from parcours.core.words import Words
from parcours.listen.domain.surveys import doors, guarding, locking, offline, showing, theming
from parcours.listen.domain.surveys.doors import Door
from parcours.listen.domain.surveys.guarding import Stamp
from parcours.listen.models import Logo, Survey
from parcours.listen.views.surveys.answering import language_of
from parcours.people.http import paced, public

SCRIPTS: Final = (
    "flow",
    "storing",
    "photographs",
    "syncing",
    "screens",
    "kiosk",
    "locking",
    "team",
)
STYLES: Final = ("listen/answering.css", "listen/kiosk/kiosk.css")
_A_MINUTE: Final = 60
_MOST_BYTES: Final = 12_000_000


class AsWritten(showing.Speech):
    """Words with their places left open: the tablet fills them for each person."""

    def say(self, words: Words | None) -> str:
        return self.definition.say(words, self.language)


@public
@never_cache
@require_safe
def kiosk(request: HttpRequest, door: str) -> HttpResponse:
    entered = _entered(door)
    definition = entered.definition
    language = language_of(request, entered)
    with _speaking(definition, language):
        return render(
            request,
            "listen/kiosk/kiosk.html",
            {
                "door": door,
                "survey": definition,
                "title": definition.say(definition.title, language),
                "language": language,
                "look": theming.look(definition.theme),
                "logo": _logo(entered),
                "scripts": [f"listen/kiosk/{name}.js" for name in SCRIPTS],
                "url": reverse("answering", args=[door]),
            },
        )


@public
@never_cache
@require_safe
def survey(request: HttpRequest, door: str) -> HttpResponse:
    """What is asked now: the definition, each question as a page shows it, our own words."""
    entered = _entered(door)
    definition = entered.definition
    return JsonResponse(
        {
            "version": entered.version.number,
            "stamp": Stamp(token=door, channel=offline.CHANNEL).sealed(),
            "closed": entered.refusal,
            "pin": locking.told(entered.survey),
            "definition": definition.to_dict() | {"languages": definition.languages},
            "languages": [(code, _native(code)) for code in definition.languages],
            "screens": {code: _screens(definition, code) for code in definition.languages},
            "words": {code: _words(definition, code) for code in definition.languages},
        }
    )


@public
@require_safe
def worker(request: HttpRequest, door: str) -> HttpResponse:
    """The script that keeps the page: it governs this page's address and no other."""
    entered = _entered(door)
    files = [static(each) for each in STYLES]
    files += [static(f"listen/kiosk/{name}.js") for name in SCRIPTS]
    files += [static("ui/mark.svg")]
    files += [reverse("answering-theme", args=[theming.look(entered.definition.theme)])]
    logo = _logo(entered)
    files += [reverse("answering-logo", args=[logo.key])] if logo else []
    source = Path(str(finders.find("listen/kiosk/worker.js"))).read_text(encoding="utf-8")
    mark = hashlib.sha256(json.dumps([files, source]).encode()).hexdigest()[:12]
    name = reverse("kiosk", args=[door]) + mark
    head = f"const FILES = {json.dumps(files)};\nconst NAME = {json.dumps(name)};\n"
    response = HttpResponse(head + source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@public
@csrf_exempt  # Nobody is signed in here; the stamp says that the device had our page.
@never_cache
@require_POST
@paced("kiosk", times=_A_MINUTE)
def answers(request: HttpRequest, door: str) -> HttpResponse:
    """Take a batch of answers; say of each what became of it."""
    found = Survey.objects.filter(door=door).first()
    if found is None:
        raise Http404
    brought = _brought(request)
    if guarding.opened(str(brought.get("stamp", "")), door) is None:
        return HttpResponse(status=403)
    sent = brought.get("answers")
    if not isinstance(sent, list) or len(sent) > offline.AT_ONCE:
        return HttpResponse(status=400)
    late = offline.lateness(brought.get("clock"))
    taken = [offline.take(found, each, late=late, files=request.FILES) for each in sent]
    return JsonResponse({"results": [vars(each) for each in taken]})


def _entered(door: str) -> Door:
    """Return what is behind an open link's token, no other's."""
    found = doors.behind(door)
    if found is None or found.invitation is not None or found.response is not None:
        raise Http404
    return found


def _brought(request: HttpRequest) -> dict[str, Any]:
    """Return what a tablet tells; its photographs come as files beside it."""
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        return {}
    try:
        # A page of before, still open somewhere, brings its answers as they are.
        found = json.loads(request.POST.get("brought") or request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _screens(definition: Definition, language: str) -> dict[str, str]:
    """Return each question as its page shows it, but for what is filled in for each person."""
    speech = AsWritten(definition, language, context={}, values={})
    shown = showing.show(definition.questions, speech, values={}, mistakes={}, order="")
    with _speaking(definition, language):
        return {each.key: render_to_string(each.template, {"asked": each}) for each in shown}


def _words(definition: Definition, language: str) -> dict[str, str]:
    with _speaking(definition, language):
        return {
            "title": definition.say(definition.title, language),
            "use": word("anonymous" if definition.anonymous else "read_by_team"),
            "next": word("next"),
            "back": word("back"),
            "send": word("send"),
            "thanks": word("thanks"),
            "again": word("again"),
            "needs_an_answer": word("needs_an_answer"),
            "no_picture": word("no_picture"),
            "no_room": word("no_room"),
            "choose_at_least": word("choose_at_least", n="{n}"),
            "choose_at_most": word("choose_at_most", n="{n}"),
            "still": word("still_there"),
            "yes": word("go_on"),
        }


@contextmanager
def _speaking(definition: Definition, language: str) -> Iterator[None]:
    """Speak a language of the survey, English where the site does not know it."""
    known = language if language in dict(settings.LANGUAGES) else "en"
    with translation.override(known), speaking(known), answered_in(definition, language):
        yield


def _logo(entered: Door) -> Logo | None:
    key = entered.definition.theme.logo
    return Logo.objects.filter(survey=entered.survey, key=key).first() if key else None


def _native(code: str) -> str:
    return (Locale.parse(code, sep="-").get_display_name(code) or code).capitalize()

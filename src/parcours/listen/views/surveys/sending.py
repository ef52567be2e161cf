"""What happens to answers that a page sends: kept, refused with the reason, accepted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from parcours.core.survey import flow
from parcours.core.survey.page import word
from parcours.core.survey.questions import Asked
from parcours.listen.domain.surveys import answering, guarding, photographs
from parcours.listen.domain.surveys.guarding import Stamp
from parcours.listen.forms import answers
from parcours.listen.models import Response
from parcours.listen.views.surveys.answer_pages import Reading, notice, page

COOKIE: Final = "parcours-answers"
_REMEMBERED: Final = 7 * 86_400  # seconds


def sent(reading: Reading) -> HttpResponse:
    """Keep what was sent, and lead on: back, to the next question, to the thanks."""
    is_new = reading.door.response is None and reading.door.invitation is None
    answered = _answered(reading)
    response = reading.door.response
    if is_new and response is not None and _is_remembered(response):
        answered.set_cookie(
            COOKIE,
            response.token,
            max_age=_REMEMBERED,
            path=_path(reading),
            secure=settings.IS_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answered


def _is_remembered(response: Response) -> bool:
    """Whether a cookie leads back to it: never within a page of another site."""
    return response.completed_at is None and response.channel != "widget"


def _answered(reading: Reading) -> HttpResponse:
    post, definition = reading.request.POST, reading.definition
    asked = [each for each in definition.questions if each.key in post.getlist("asked")]
    given = answers.read(asked, post, reading.request.FILES)
    stamp = guarding.opened(post.get("stamp", ""), reading.door.token)
    if stamp is None or not asked:
        return _again(reading, asked, given)
    try:
        response = _kept(reading, stamp, given)
    except answering.NotAnswerable as refusal:
        return notice(reading, str(refusal), status=410)
    if response.completed_at is not None:
        return _to(reading, None)
    if post.get("go") == "back":
        return _to(reading, _before(reading, asked[0]))
    fresh = replace(stamp, token=reading.door.token)
    typed = {key: each for key, each in _words(given).items() if key in reading.mistakes}
    if post.get("go") == "refresh":
        reading.mistakes = {}
        reading.values |= typed
        return page(reading, reading.shown(), stamp=fresh)
    _demand(reading, asked)
    if reading.mistakes:
        reading.values |= typed
        return page(reading, asked, stamp=fresh, status=422)
    return _onward(reading, response, asked)


def _words(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in given.items() if not isinstance(each, UploadedFile)}


def _again(reading: Reading, asked: Sequence[Asked], given: Mapping[str, Any]) -> HttpResponse:
    """Show the same page with a fresh stamp: the old one is forged, or of long ago."""
    reading.values |= _words(given)
    rested = word("rested")
    stamp = Stamp(token=reading.door.token, channel="link")
    return page(reading, asked or reading.shown()[:1], stamp=stamp, status=409, notice=rested)


def _kept(reading: Reading, stamp: Stamp, given: Mapping[str, Any]) -> Response:
    """Keep what is an answer; the response begins with the first of them."""
    request, door = reading.request, reading.door
    is_first = door.response is None
    good, reading.mistakes = answering.checked(reading.definition, _words(given))
    response = door.response or answering.begin(
        door.survey,
        channel=stamp.channel,
        language=reading.language,
        context=stamp.context,
        invitation=door.invitation,
        key=uuid.UUID(stamp.key),
        version=door.version.number,
        sender=guarding.sender(request, door.survey),
    )
    good |= _pictures(reading, response, given)
    kept = answering.keep(
        response,
        good,
        language=reading.language,
        aside=guarding.doubt(stamp, request, is_first=is_first),
        is_by_hand=guarding.is_by_hand(request),
    )
    reading.values = answering.values_of(kept)
    token = door.token if door.invitation else kept.token
    reading.door = replace(door, token=token, response=kept)
    return kept


def _pictures(reading: Reading, response: Response, given: Mapping[str, Any]) -> dict[str, str]:
    """Keep the pictures that were sent; return their keys, by question."""
    kept = {}
    for key, file in given.items():
        if not isinstance(file, UploadedFile):
            continue
        try:
            kept[key] = photographs.receive(response, key, file)
        except photographs.NoPicture:
            reading.mistakes[key] = word("no_picture")
    return kept


def _demand(reading: Reading, asked: Sequence[Asked]) -> None:
    """Ask again for what must be answered and is not."""
    for each in asked:
        if each.required and not flow.answers(each, reading.values):
            reading.mistakes.setdefault(each.key, word("needs_an_answer"))


def _before(reading: Reading, asked: Asked) -> Asked | None:
    before = flow.before(reading.definition, reading.values, asked.key)
    return before if before is not None and before.key not in reading.told else asked


def _onward(reading: Reading, response: Response, asked: Sequence[Asked]) -> HttpResponse:
    following = _following(reading, asked)
    if following is not None:
        return _to(reading, following)
    done = answering.accept(response, {}, aside=guarding.repeats(response))
    reading.door = replace(reading.door, response=done)
    thanked = redirect(done.url)
    thanked.delete_cookie(COOKIE, path=_path(reading))
    return thanked


def _following(reading: Reading, asked: Sequence[Asked]) -> Asked | None:
    """Return the question to ask next; none where everything is answered."""
    definition, values = reading.definition, reading.values
    missing = flow.missing(definition, values)
    if definition.layout == "page":
        sent_now = {each.key for each in asked}
        fresh = (each for each in reading.shown() if each.key not in sent_now | values.keys())
        return next(fresh, None) or next(iter(missing), None)
    after = flow.after(definition, values, asked[-1].key)
    while after is not None and after.key in reading.told:
        after = flow.after(definition, values, after.key)
    return after or next(iter(missing), None)


def _to(reading: Reading, asked: Asked | None) -> HttpResponse:
    """Lead to a question, where the answers go on."""
    url = reverse("answering", args=[reading.door.token])
    return redirect(f"{url}?q={asked.key}" if asked else url)


def _path(reading: Reading) -> str:
    return reverse("answering", args=[reading.door.survey.door])

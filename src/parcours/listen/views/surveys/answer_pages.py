"""What people see who answer: questions, thanks, why nothing can be answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from parcours.core.survey import flow
from parcours.core.survey.definition import Survey as Definition
from parcours.core.survey.questions import Asked
from parcours.listen.domain.surveys import showing, theming
from parcours.listen.domain.surveys.doors import Door
from parcours.listen.domain.surveys.guarding import Stamp
from parcours.listen.models import Logo


@dataclass
class Reading:
    """One request at a door: its language, the answers so far, what was refused of them.

    ``told`` are the questions that the log has answers of: they are not asked again.
    """

    request: HttpRequest
    door: Door
    language: str
    values: dict[str, Any] = field(default_factory=dict)
    mistakes: dict[str, str] = field(default_factory=dict)
    told: frozenset[str] = frozenset()

    @property
    def definition(self) -> Definition:
        return self.door.definition

    def shown(self) -> list[Asked]:
        """Return the questions that can be answered now, in order."""
        asked = flow.shown(self.definition, self.values)
        return [each for each in asked if each.key not in self.told]


def page(
    reading: Reading,
    asked: Sequence[Asked],
    *,
    stamp: Stamp,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show some questions, with what is answered, and why an answer was refused."""
    visible = reading.shown()
    speech = _speech(reading, stamp)
    shown = showing.show(
        asked,
        speech,
        values=reading.values,
        mistakes=reading.mistakes,
        order=reading.door.response.key.hex if reading.door.response else stamp.key,
    )
    passed = visible.index(asked[0]) if asked[0] in visible else 0
    is_last = asked[-1] == visible[-1] and not shown[-1].leads
    context = {
        "questions": shown,
        "stamp": stamp.sealed(),
        "intro": _words(speech, reading.definition.intro) if not passed else None,
        "is_first": not passed,
        "is_last": is_last or reading.definition.layout == "page",
        "passed": passed,
        "visible": len(visible),
        "has_picture": any(each.kind == "picture" for each in asked),
        **more,
    }
    return _render(reading, "listen/answering/page.html", context, status=status)


def thanks(reading: Reading) -> HttpResponse:
    """Thank for the answers, in the words that they call for."""
    found = flow.thanks(reading.definition, reading.values)
    stamp = Stamp(token=reading.door.token, channel="")
    words = _words(_speech(reading, stamp), found) if found else None
    link = found.link if found else None
    return _render(
        reading, "listen/answering/thanks.html", {"words": words, "link": link}, status=200
    )


def notice(reading: Reading, words: str, *, status: int) -> HttpResponse:
    """Say why nothing can be answered here."""
    return _render(reading, "listen/answering/notice.html", {"words": words}, status=status)


def _render(
    reading: Reading, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    definition, door = reading.definition, reading.door
    shared = {
        "survey": definition,
        "title": definition.say(definition.title, reading.language),
        "language": reading.language,
        "languages": [(code, _native(code)) for code in definition.languages],
        "url": reverse("answering", args=[door.token]),
        "look": theming.look(definition.theme),
        "logo": Logo.objects.filter(survey=door.survey, key=definition.theme.logo).first()
        if definition.theme.logo
        else None,
    }
    return render(reading.request, template, shared | context, status=status)


def _speech(reading: Reading, stamp: Stamp) -> showing.Speech:
    door = reading.door
    context = door.response.context if door.response else dict(stamp.context)
    if door.invitation is not None and not reading.definition.anonymous:
        context = {**door.invitation.context, **context}
        context["name"] = showing.name_of(door.invitation.customer_id)
    return showing.Speech(
        reading.definition, reading.language, context=context, values=reading.values
    )


def _words(speech: showing.Speech, part: Any) -> dict[str, str] | None:
    """Return the words of an intro or of thanks, as they are said."""
    if part is None:
        return None
    names = ("title", "text", "link_title")
    return {name: speech.say(getattr(part, name, None)) for name in names}


def _native(code: str) -> str:
    return (Locale.parse(code, sep="-").get_display_name(code) or code).capitalize()

"""Canvases, touchpoints and promises, for the search of the whole site."""

from collections.abc import Iterator
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parcours.core.language import LANGUAGES, language
from parcours.core.words import Words, say, slug
from parcours.map.models import Canvas
from parcours.people.models import Member
from parcours.ui.search import Found


def canvases(member: Member, words: str, most: int) -> list[Found]:
    """Return the canvases that *words* name."""
    named = (each for each in _visible(member) if _names(words, each.name))
    return [
        Found(kind=_("Canvases"), icon="route", title=each.name, url=each.get_absolute_url())
        for each in islice(named, most)
    ]


def touchpoints(member: Member, words: str, most: int) -> list[Found]:
    """Return the touchpoints that *words* name, in any language of theirs."""
    return list(islice(_touchpoints(member, words), most))


def promises(member: Member, words: str, most: int) -> list[Found]:
    """Return the promises that *words* name, in any language of theirs."""
    return list(islice(_promises(member, words), most))


def _touchpoints(member: Member, words: str) -> Iterator[Found]:
    for canvas in _visible(member):
        for stage, point in canvas.parsed().touchpoints():
            if _names(words, point.title):
                yield Found(
                    kind=_("Touchpoints"),
                    icon="map-pin",
                    title=say(point.title, language()),
                    url=reverse("map:touchpoint", args=[canvas.slug, point.touchpoint]),
                    note=f"{canvas}, {say(stage.title, language())}",
                )


def _promises(member: Member, words: str) -> Iterator[Found]:
    for canvas in _visible(member):
        for point, promise in canvas.parsed().promises():
            if _names(words, promise.title):
                yield Found(
                    kind=_("Promises"),
                    icon="target",
                    title=say(promise.title, language()),
                    url=reverse("map:promise", args=[canvas.slug, promise.promise]),
                    note=f"{canvas}, {say(point.title, language())}",
                )


def _visible(member: Member) -> Iterator[Canvas]:
    yield from Canvas.objects.visible_to(member).current()


def _names(words: str, title: Words) -> bool:
    wanted = slug(words)
    return bool(wanted) and any(wanted in slug(say(title, code)) for code in LANGUAGES)

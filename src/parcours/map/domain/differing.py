"""What changed between two states of a canvas, in plain words."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.sentence import sentence
from parcours.core.words import say
from parcours.map.domain import labels
from parcours.map.domain.drafting import INSIDE, ROOT, Draft, children, draft_of, nested, walk
from parcours.map.domain.sheet import Sheet

_LONGEST: Final = 90
Named = dict[tuple[str, str], str]


def differences(old: Drawing, new: Drawing, *, language: str = "") -> list[str]:
    """Return a sentence for each thing that *new* has and *old* has not, or has otherwise.

    Elements are the same where their ids are. Nothing is listed twice: what is on a card
    that was added or removed goes with it.
    """
    before, after = draft_of(old), draft_of(new)
    return [*_elements(before, after, language), *_promises(old, new)]


def _elements(before: Draft, after: Draft, language: str) -> Iterator[str]:
    was, now = _named(before), _named(after)
    for key, element in now.items():
        if key not in was:
            if _around(after, element) in was or key[0] == "stage":
                yield _added(after, element, language)
            continue
        yield from _moved(before, was[key], after=after, now=element, language=language)
        yield from _changed(before, was[key], after=after, now=element, language=language)
    for key, element in was.items():
        if key not in now and (_around(before, element) in now or key[0] == "stage"):
            yield _("%(what)s was removed.") % {"what": _what(before, element, language)}
    yield from _reordered(before, was, after=after, now=now, language=language)


def _named(draft: Draft) -> Named:
    """Return the elements by kind and own id; a key moment has its card's and its place."""
    found: Named = {}
    for element in walk(draft):
        each = draft["elements"][element]
        own = "" if element == ROOT else str(each["fields"].get(each["kind"], ""))
        if each["kind"] == "moment":
            siblings = children(draft, each["in"], "moment")
            card = draft["elements"][each["in"]]["fields"]["touchpoint"]
            own = f"{card}/{siblings.index(element)}"
        found[each["kind"], own] = element
    return found


def _around(draft: Draft, element: str) -> tuple[str, str]:
    around = draft["elements"][draft["elements"][element]["in"]]
    return around["kind"], str(around["fields"].get(around["kind"], ""))


def _title(draft: Draft, element: str, language: str) -> str:
    return str(Sheet(draft, element, language).written("title"))


def _what(draft: Draft, element: str, language: str) -> str:
    kind, title = draft["elements"][element]["kind"], _title(draft, element, language)
    named = {
        "canvas": _("The canvas"),
        "stage": _("Phase “%(title)s”"),
        "touchpoint": _("Card “%(title)s”"),
        "moment": _("Key moment “%(title)s”"),
        "promise": _("Promise “%(title)s”"),
    }[kind]
    return named % {"title": title} if kind != "canvas" else named


def _added(draft: Draft, element: str, language: str) -> str:
    what = _what(draft, element, language)
    if draft["elements"][element]["kind"] == "stage":
        return _("%(what)s was added.") % {"what": what}
    place = _title(draft, draft["elements"][element]["in"], language)
    return _("%(what)s was added to “%(place)s”.") % {"what": what, "place": place}


def _moved(before: Draft, was: str, *, after: Draft, now: str, language: str) -> Iterator[str]:
    if draft_kind(after, now) not in INSIDE or draft_kind(after, now) == "stage":
        return
    if _around(before, was) != _around(after, now):
        places = [
            _title(draft, draft["elements"][element]["in"], language)
            for draft, element in ((before, was), (after, now))
        ]
        yield _("%(what)s moved from “%(old)s” to “%(new)s”.") % {
            "what": _what(after, now, language),
            "old": places[0],
            "new": places[1],
        }


def draft_kind(draft: Draft, element: str) -> str:
    """Return the kind of an element."""
    return str(draft["elements"][element]["kind"])


def _changed(
    before: Draft, was: str, *, after: Draft, now: str, language: str
) -> Iterator[str]:
    old, new = Sheet(before, was, language), Sheet(after, now, language)
    for name in dict.fromkeys([*new.names(), *old.names()]):
        one, other = _shown(old, name), _shown(new, name)
        if one != other:
            yield _("%(what)s, %(field)s: %(old)s → %(new)s") % {
                "what": _what(before, was, language),
                "field": labels.label(new.kind, name),
                "old": one or "—",
                "new": other or "—",
            }


def _shown(sheet: Sheet, name: str) -> str:
    value: Any = sheet.written(name)
    known = dict(labels.choices(name)) if name in ("kind", "drivers", "channels") else {}
    parts = value if isinstance(value, list) else [value]
    text = ", ".join(str(known.get(part, part)) for part in parts)
    text = text.replace("\n", "; ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _reordered(
    before: Draft, was: Named, *, after: Draft, now: Named, language: str
) -> Iterator[str]:
    """Say which parts put what they hold in another order."""
    for key, element in now.items():
        if key not in was:
            continue
        old, new = _order(before, was[key]), _order(after, element)
        both = set(old) & set(new)
        if [each for each in old if each in both] != [each for each in new if each in both]:
            yield _("%(what)s: what stands there is in another order.") % {
                "what": _what(after, element, language)
            }


def _order(draft: Draft, element: str) -> list[str]:
    kinds = [
        kind for kind, (around, _f) in INSIDE.items() if around == draft_kind(draft, element)
    ]
    return [
        str(nested(draft["elements"][child]["fields"]).get(kind))
        for kind in kinds
        if kind != "moment"
        for child in children(draft, element, kind)
    ]


def _promises(old: Drawing, new: Drawing) -> Iterator[str]:
    """Say anew what each promise means now, where that has changed."""
    was = {each.promise: sentence(each, aim=point.aim) for point, each in old.promises()}
    for point, promise in new.promises():
        now = sentence(promise, aim=point.aim)
        if was.get(promise.promise, now) != now:
            yield _("“%(title)s” now means: %(meaning)s") % {
                "title": say(promise.title, new.language),
                "meaning": now,
            }

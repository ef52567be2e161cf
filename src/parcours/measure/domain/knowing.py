"""What contexts are about: the touchpoints there are, and what is known of each."""

from parcours.core.language import language
from parcours.core.words import say
from parcours.map.domain.canvases import in_use
from parcours.measure.domain.definitions import title_of
from parcours.measure.models import Context
from parcours.people.models import Member

Choices = list[tuple[str, str]]


def of_touchpoint(member: Member, touchpoint: str) -> list[Context]:
    """Return the contexts that *member* sees on a touchpoint's charts."""
    return list(Context.objects.visible_to(member).about(touchpoint))


def touchpoints(member: Member) -> list[tuple[str, Choices]]:
    """Return the touchpoints that a context can be about, by canvas, each one once."""
    seen: set[str] = set()
    found = []
    for canvas in in_use(member):
        points = [p for _stage, p in canvas.parsed().touchpoints() if p.touchpoint not in seen]
        seen.update(each.touchpoint for each in points)
        choices = [(each.touchpoint, say(each.title, language())) for each in points]
        found += [(canvas.name, choices)] if choices else []
    return found


def names(member: Member) -> dict[str, str]:
    """Return what the touchpoints are called, by id."""
    return dict(each for _canvas, choices in touchpoints(member) for each in choices)


def about(context: Context, known: dict[str, str]) -> str:
    """Return what a context is about, in words; empty where it is about everything.

    Args:
        known: what the touchpoints are called; one that no canvas has any more keeps its id.
    """
    place = known.get(context.touchpoint, context.touchpoint)
    figure = title_of(context.metric) if context.metric else ""
    return " · ".join(filter(None, (place, figure)))

"""The touchpoints and promises that notes and visits can be about."""

from dataclasses import dataclass
from typing import Final

from parcours.core.language import language
from parcours.core.words import say
from parcours.map.domain.canvases import in_use
from parcours.people.models import Member

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint of a canvas, and perhaps one of its promises; all empty for none."""

    canvas: str = ""
    touchpoint: str = ""
    promise: str = ""

    @classmethod
    def of(cls, text: str) -> "Place":
        """Read what `choices` gives: ``canvas/touchpoint`` or ``canvas/touchpoint/promise``.

        >>> Place.of("maison-lutece/checkout-queue").touchpoint
        'checkout-queue'
        """
        canvas, touchpoint, promise, *_rest = [*text.split("/"), "", "", ""]
        return cls(canvas, touchpoint, promise) if touchpoint else cls()

    @property
    def written(self) -> str:
        """The place as a form writes it."""
        return "/".join(filter(None, (self.canvas, self.touchpoint, self.promise)))


NOWHERE: Final = Place()


def choices(member: Member, *, with_promises: bool = False) -> list[tuple[str, Choices]]:
    """Return the touchpoints that *member* can name, by canvas, perhaps with promises."""
    found = []
    for canvas in in_use(member):
        lines: Choices = []
        for _stage, point in canvas.parsed().touchpoints():
            name = say(point.title, language())
            lines.append((f"{canvas.slug}/{point.touchpoint}", name))
            if with_promises:
                lines += [
                    (f"{canvas.slug}/{point.touchpoint}/{each.promise}",
                     f"{name} › {say(each.title, language())}")
                    for each in point.promises
                ]  # fmt: skip
        found += [(canvas.name, lines)] if lines else []
    return found


def names(member: Member) -> dict[str, str]:
    """Return what touchpoints and promises are called, by what `choices` gives."""
    return dict(
        each for _canvas, lines in choices(member, with_promises=True) for each in lines
    )

"""The promises of a canvas beside its matrix: the list by value, and the one that is chosen."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parcours.core.canvas.writing import write
from parcours.core.figure import Figure
from parcours.core.gap import Gap, PromiseGap
from parcours.core.language import language
from parcours.core.promise import Promise
from parcours.core.report.promise import laid_out
from parcours.core.report.sentences import quadrant_name, verdict
from parcours.core.words import say
from parcours.map.domain import behind
from parcours.map.domain.cards import COLOURS
from parcours.map.domain.looking import Look

FEW_WORDS = 2


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A promise as the page of gaps shows it; ``said`` is what the report says of it."""

    gap: PromiseGap
    said: dict[str, Any]
    slug: str
    query: str
    can_recover: bool

    @property
    def name(self) -> str:
        """The promise's id."""
        return self.gap.promise

    @property
    def colour(self) -> str:
        """The token of its place in the matrix."""
        return COLOURS[self.gap.quadrant]

    @property
    def url(self) -> str:
        """The address of its own page."""
        return reverse("map:promise", args=[self.slug, self.name])

    @property
    def beside(self) -> str:
        """The address of the matrix with this promise beside it."""
        start = f"{self.query}&" if self.query else "?"
        return f"{reverse('map:gaps', args=[self.slug])}{start}promise={self.name}#panel"


def panels(look: Look) -> list[Panel]:
    """Return the promises that a member may see, the most at stake first."""
    found = look.gap
    if found is None:
        return []
    return [
        Panel(
            gap=each,
            said=laid_out(found, each),
            slug=look.canvas.slug,
            query=look.choice.query,
            can_recover=found.canvas.promise(each.promise).recovers is not None,
        )
        for each in by_value(found)
    ]


def by_value(found: Gap) -> list[PromiseGap]:
    """Return the promises of a gap: what surely costs first, by how much, then the others.

    A cost that may be chance comes after one that is not, whatever its size.
    """
    return sorted(found.promises, key=_rank)


def _rank(each: PromiseGap) -> tuple[int, float]:
    cost = each.value.at_stake
    if cost.evidence == "too few" or cost.value is None:
        return 2, -each.customers_touched
    return int(not (each.value.is_conclusive and cost.value > 0)), -cost.value


def words(look: Look, panel: Panel | None) -> list[dict[str, Any]]:
    """Return two verbatims of customers for whom the promise was broken, worst felt first."""
    if panel is None or not look.member.can("see customers"):
        return []
    return behind.worst_words(look, panel.gap.touchpoint, panel.name)[:FEW_WORDS]


def guide() -> list[tuple[str, str, str]]:
    """Return how to read the four places: colour, name, what they ask for."""
    places = [name for name in COLOURS if name != "too few"]
    return [(COLOURS[name], quadrant_name(name), verdict(name)) for name in places]


def title(promise: Promise) -> str:
    """Return a promise's name for the reader."""
    return say(promise.title, language())


def written(promise: Promise) -> str:
    """Return a promise as the canvas writes it."""
    return write(promise)


def recovery(gap: PromiseGap) -> list[tuple[str, Figure, Figure]]:
    """Return what kept, made up for and left broken came to: name, felt, came back."""
    return [
        (_("kept"), gap.felt_kept, gap.returned_kept),
        (_("broken, then made up for"), gap.felt_recovered, gap.returned_recovered),
        (_("broken and left so"), gap.felt_unrecovered, gap.returned_unrecovered),
    ]

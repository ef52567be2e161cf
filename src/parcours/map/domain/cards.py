"""The living canvas as a page shows it: stages, and the cards of their touchpoints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parcours.core.canvas import Stage, Touchpoint
from parcours.core.gap import TouchpointGap
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.report.page import driver_name
from parcours.core.report.sentences import quadrant_name
from parcours.core.words import say
from parcours.map.domain.hearing import Heard
from parcours.map.domain.looking import Look

FRESH: Final = timedelta(days=30)
FADING: Final = timedelta(days=90)
COLOURS: Final = {
    "fix": "bad",
    "wrong promise": "doubt",
    "recovered or superfluous": "idea",
    "works": "good",
    "too few": "muted",
}
# Pictograms of canvases written elsewhere, by those of our sprite.
ICONS: Final = {
    "photo": "image", "world": "globe", "building-store": "store", "truck-delivery": "truck",
    "tools-kitchen-2": "utensils", "headset": "headphones", "home": "house",
    "messages": "messages-square", "speakerphone": "megaphone", "thumb-up": "thumbs-up",
}  # fmt: skip
PLAIN_ICON: Final = "map-pin"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A touchpoint on the living canvas.

    ``lived`` is null while nothing is known of it, ``heard`` where nobody said anything.
    """

    stage: Stage
    point: Touchpoint
    lived: TouchpointGap | None
    whole: TouchpointGap | None
    as_of: datetime | None
    zone: str
    is_hidden: bool
    heard: Heard | None = None

    @property
    def name(self) -> str:
        """The touchpoint's id."""
        return self.point.touchpoint

    @property
    def title(self) -> str:
        """Its name for the reader."""
        return say(self.point.title, language())

    @property
    def need(self) -> str:
        """What the customer needs there."""
        return say(self.point.need, language()) if self.point.need else ""

    @property
    def icon(self) -> str:
        """Its pictogram in our sprite."""
        return ICONS.get(self.point.icon or "", self.point.icon or PLAIN_ICON)

    @property
    def drivers(self) -> list[str]:
        """What makes the experience there, in words."""
        return [driver_name(each) for each in self.point.drivers]

    @property
    def colour(self) -> str:
        """The token of its place in the matrix."""
        return COLOURS[self.lived.quadrant] if self.lived else "muted"

    @property
    def place(self) -> str:
        """Its place in the matrix, in words."""
        return quadrant_name(self.lived.quadrant) if self.lived else ""

    @property
    def kept_percent(self) -> int | None:
        """The share of promises kept, of 100, where enough cases tell of it."""
        kept = self.lived.kept if self.lived else None
        if kept is None or kept.evidence == "too few" or kept.value is None:
            return None
        return round(100 * kept.value)

    @property
    def customers(self) -> str:
        """How many customers were there, in words."""
        n = self.lived.customers if self.lived else 0
        return ngettext("%(n)s customer", "%(n)s customers", n) % {"n": numbers.count(n)}

    @property
    def freshness(self) -> str:
        """How recent its last event is: ``fresh``, ``fading`` or ``faded``."""
        last = self.lived.last_evidence if self.lived else None
        if last is None or self.as_of is None or self.as_of - last > FADING:
            return "faded"
        return "fresh" if self.as_of - last <= FRESH else "fading"

    @property
    def last_seen(self) -> str:
        """When something last happened there, in words."""
        last = self.lived.last_evidence if self.lived else None
        if last is None:
            return _("no event yet")
        day = numbers.day(last.astimezone(ZoneInfo(self.zone)), short=True)
        return _("last event %(day)s") % {"day": day}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A stage of the living canvas, its number from 1 to 5 for its colour."""

    title: str
    number: int
    cards: list[Card]


def columns(look: Look) -> list[Column]:
    """Return the stages of a canvas with their cards, in order."""
    cards = list(all_cards(look))
    return [
        Column(
            title=say(stage.title, language()),
            number=number % 5 + 1,
            cards=[card for card in cards if card.stage.stage == stage.stage],
        )
        for number, stage in enumerate(look.drawn.stages)
    ]


def all_cards(look: Look) -> Iterator[Card]:
    """Yield the cards of every touchpoint, in the order of the canvas."""
    lived = {each.touchpoint: each for each in look.gap.touchpoints} if look.gap else {}
    whole = {each.touchpoint: each for each in look.whole.touchpoints} if look.whole else {}
    for stage, point in look.drawn.touchpoints():
        yield Card(
            stage=stage,
            point=point,
            lived=lived.get(point.touchpoint),
            whole=whole.get(point.touchpoint),
            as_of=look.gap.as_of if look.gap else None,
            zone=look.drawn.time_zone,
            is_hidden=point.touchpoint in look.hidden,
            heard=look.heard.get(point.touchpoint),
        )

"""The canvas as the editor draws it: phases, and cards with what stands on them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parcours.core.words import slug
from parcours.map.domain import labels
from parcours.map.domain.drafting import ROOT, Draft, children
from parcours.map.domain.settling import Fault
from parcours.map.domain.sheet import Sheet
from parcours.people.models import Team


@dataclass(frozen=True, kw_only=True)
class Card:
    """A touchpoint on the board."""

    element: str
    title: str
    need: str
    icon: str
    owner: str
    aim: str
    drivers: list[str]
    promises: list[str]
    picture: str
    is_draft: bool


@dataclass(frozen=True, kw_only=True)
class Column:
    """A stage on the board, its cards in order."""

    element: str
    title: str
    tone: int
    cards: list[Card]
    is_draft: bool


def columns(draft: Draft, *, found: list[Fault], language: str = "") -> list[Column]:
    """Return the stages of *draft*; *found* are its faults."""
    wrong = {fault.element for fault in found}
    teams = dict(Team.objects.values_list("key", "name"))
    return [
        Column(
            element=stage,
            title=_title(draft, stage, language),
            tone=n % 5 + 1,
            cards=[
                _card(draft, card, wrong=wrong, teams=teams, language=language)
                for card in children(draft, stage)
            ],
            is_draft=stage in wrong,
        )
        for n, stage in enumerate(children(draft, ROOT))
    ]


def _title(draft: Draft, element: str, language: str) -> str:
    return str(Sheet(draft, element, language).written("title")) or _("Without a name")


def _card(
    draft: Draft, element: str, *, wrong: set[str], teams: dict[str, str], language: str
) -> Card:
    sheet = Sheet(draft, element, language)
    moments, promises = (children(draft, element, k) for k in ("moment", "promise"))
    pictures = [draft["elements"][each]["fields"].get("picture") for each in moments]
    names = dict(labels.drivers())
    owner = str(sheet.written("owner"))
    return Card(
        element=element,
        title=_title(draft, element, language),
        need=str(sheet.written("need")),
        icon=str(sheet.written("icon")),
        owner=teams.get(slug(owner), owner),
        aim=_aim(sheet.fields.get("aim")),
        drivers=[
            names.get(each, each).split()[0].rstrip(",") for each in sheet.written("drivers")
        ],
        promises=[_title(draft, each, language) for each in promises],
        picture=str(next(filter(None, pictures), "")),
        is_draft=bool(wrong & {element, *moments, *promises}),
    )


def _aim(value: Any) -> str:
    return labels.aim(value) if isinstance(value, int | float) else str(value or "")

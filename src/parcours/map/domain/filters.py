"""By what a canvas can be restricted, as a page asks it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parcours.ledger.domain.segments import PEOPLE, known
from parcours.map.domain.choosing import Choice
from parcours.map.domain.living import SHOP
from parcours.ui.channel import channel_name


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A column or property by which a canvas can be restricted: its values, those chosen."""

    column: str
    name: str
    values: list[tuple[str, str]]
    chosen: list[str]
    chosen_names: list[str]


def filters(choice: Choice) -> list[Filter]:
    """Return by what a canvas can be restricted, and to what it is."""
    return [
        Filter(
            column=column,
            name=segment_name(column),
            values=(named := list(zip(values, value_names(column, values), strict=True))),
            chosen=choice.where.get(column, []),
            chosen_names=[n for each, n in named if each in choice.where.get(column, [])],
        )
        for column, values in choice.segments.items()
    ]


def value_names(column: str, values: list[str]) -> list[str]:
    """Return the values of a column or property in words; of segments, their names."""
    if column == PEOPLE:
        names = known()
        return [names.get(each, each) for each in values]
    return [channel_name(each) for each in values] if column == "channel" else values


def segment_name(name: str) -> str:
    """Return a column or property in words."""
    known = {"channel": _("Channel"), SHOP: _("Shop"), PEOPLE: _("Segment")}
    return known.get(name) or name.removeprefix("properties.").replace("_", " ").capitalize()

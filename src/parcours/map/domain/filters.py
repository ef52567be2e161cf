"""By what a canvas can be restricted, as a page asks it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parcours.map.domain.channels import channel_name
from parcours.map.domain.choosing import Choice
from parcours.map.domain.living import SHOP


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A column or property by which a canvas can be restricted: its values, those chosen."""

    column: str
    name: str
    values: list[tuple[str, str]]
    chosen: list[str]


def filters(choice: Choice) -> list[Filter]:
    """Return by what a canvas can be restricted, and to what it is."""
    return [
        Filter(
            column=column,
            name=segment_name(column),
            values=[(each, channel_name(each)) for each in values]
            if column == "channel"
            else [(each, each) for each in values],
            chosen=choice.where.get(column, []),
        )
        for column, values in choice.segments.items()
    ]


def segment_name(name: str) -> str:
    """Return a column or property in words."""
    known = {"channel": _("Channel"), SHOP: _("Shop")}
    return known.get(name) or name.removeprefix("properties.").replace("_", " ").capitalize()

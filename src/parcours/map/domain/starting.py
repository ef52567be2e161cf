"""Templates that a new canvas starts from."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.writing import plain
from parcours.map.domain.canvases import renamed

FOLDER: Final = Path(__file__).parents[1] / "starters"
BLANK: Final = "blank"


@dataclass(frozen=True, kw_only=True)
class Template:
    """A canvas to start from, and what it brings."""

    key: str
    title: str
    about: str
    icon: str
    touchpoints: int
    promises: int


def templates() -> list[Template]:
    """Return the templates, the empty canvas last."""
    told = {
        "online-shop": (_("Online shop"), _("From the search to the return."), "shopping-cart"),
        "store-chain": (_("Store chain"), _("Shelves, advice, tills, collection."), "store"),
        "restaurant": (_("Restaurant"), _("Booking, table, meal, bill."), "utensils"),
        "telecom": (_("Telecom"), _("Subscribing, installing, breakdowns."), "phone"),
        "public-service": (_("Public service"), _("Requests, counters, decisions."), "flag"),
        BLANK: (_("Empty canvas"), _("The five usual phases, no card yet."), "plus"),
    }
    return [
        Template(
            key=key,
            title=title,
            about=about,
            icon=icon,
            touchpoints=len(list(_drawing(key).touchpoints())),
            promises=len(list(_drawing(key).promises())),
        )
        for key, (title, about, icon) in told.items()
    ]


def text(template: str, name: str, *, language: str) -> str:
    """Return a canvas called *name* as YAML, its texts in *language*; blank where unknown."""
    keys = {path.stem for path in FOLDER.glob("*.yaml")}
    drawing = _drawing(template if template in keys else BLANK)
    return in_one_language(renamed(drawing, name), language).to_yaml()


def in_one_language(drawing: Drawing, language: str) -> Drawing:
    """Return *drawing* with its texts in one language only, where they have it."""
    data = _only(json.loads(json.dumps(plain(drawing), default=str)), language)
    return Drawing.of(data | {"language": language})


def _only(data: Any, language: str) -> Any:
    if isinstance(data, dict):
        if data.keys() == {"en", "fr"}:
            return data[language]
        return {key: _only(value, language) for key, value in data.items()}
    return [_only(each, language) for each in data] if isinstance(data, list) else data


@cache
def _drawing(key: str) -> Drawing:
    return Drawing.load(FOLDER / f"{key}.yaml")

"""Pictograms of touchpoints, drawn in the page itself."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

SPRITE: Final = Path(__file__).parent / "vendor/icons.svg"


@cache
def icons() -> dict[str, str]:
    """Return the shapes of each pictogram there is, by its name at Lucide."""
    symbols = re.findall(
        r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', SPRITE.read_text(encoding="utf-8")
    )
    return dict(symbols)


def icon(name: str | None) -> Markup:
    """Return the pictogram *name* as SVG; nothing where there is none of that name."""
    shapes = icons().get(name or "")
    if shapes is None:
        return Markup()
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(
        Markup(shapes)
    )

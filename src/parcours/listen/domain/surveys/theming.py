"""The look of a survey's pages: a colour that stays readable, a size."""

import re
from typing import Final

from parcours.core.survey import Theme

_LOOK: Final = re.compile(r"(?P<colour>[0-9a-f]{6})-(?P<size>normal|large)")
BRAND: Final = "#4f46e5"
_READABLE: Final = 4.5
"""The least contrast of words with what is behind them (WCAG 2.2, AA)."""
_LIGHT, _DARK, _BLACK = "#ffffff", "#151a2d", "#000000"
_STEPS: Final = 20


def look(theme: Theme) -> str:
    """Return the name of the style sheet that *theme* stands for."""
    return f"{(theme.colour or BRAND).removeprefix('#')}-{theme.font_size}"


def style(name: str) -> str | None:
    """Return the style sheet called *name*; none where it is no look's.

    The colour of marks is moved towards black or white until it can be read on the page.

    >>> style("0f766e-normal").splitlines()[0]
    ':root { --brand: #0f766e; --on-brand: #ffffff; --mark: #0f766e; }'
    """
    found = _LOOK.fullmatch(name)
    if found is None:
        return None
    colour = f"#{found['colour']}"
    legible = (each for each in (_LIGHT, _DARK) if contrast(each, colour) >= _READABLE)
    on_brand = next(legible, _BLACK)
    mark, dark = readable(colour, _LIGHT), readable(colour, _DARK)
    sheet = f":root {{ --brand: {colour}; --on-brand: {on_brand}; --mark: {mark}; }}\n"
    night = f":root:not(.framed) {{ --mark: {dark}; }}"
    sheet += f"@media (prefers-color-scheme: dark) {{ {night} }}\n"
    return sheet + ("html { font-size: 118.75%; }\n" if found["size"] == "large" else "")


def readable(colour: str, ground: str) -> str:
    """Return *colour*, lighter or darker as far as it takes to be read on *ground*."""
    towards = max(_BLACK, _LIGHT, key=lambda each: contrast(each, ground))
    for step in range(_STEPS):
        mixed = _mixed(colour, towards, step / _STEPS)
        if contrast(mixed, ground) >= _READABLE:
            return mixed
    return towards


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    Source:
        W3C (2023). Web Content Accessibility Guidelines 2.2, relative luminance.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(each / 255) for each in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)

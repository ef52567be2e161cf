"""A canvas drawn as boxes and texts, from which SVG, PNG and PDF are made."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas import Stage, Touchpoint
from parcours.core.words import say, slug
from parcours.map.domain import labels

TYPE: Final = Path(__file__).parents[1] / "type"
REGULAR, BOLD = "Inter", "Inter-SemiBold"
FILES: Final = {REGULAR: TYPE / "inter-regular.ttf", BOLD: TYPE / "inter-semibold.ttf"}
INK, MUTED, LINE, PAGE, BRAND, SOFT = (
    "#151a2d", "#5b6478", "#e5e8f0", "#f6f7fb", "#4338ca", "#eef0ff",
)  # fmt: skip
TONES: Final = ("#3f3bbf", "#5b46d6", "#8a3fc7", "#b13a9a", "#c43a6b")
_WIDTH, _GAP, _PAD, _EDGE = 236.0, 14.0, 12.0, 32.0


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A box, from its upper left corner, in points."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    radius: float = 10


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of text, from the left end of its base line, in points."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = REGULAR
    fill: str = INK


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole drawing: its size in points, what is on it from back to front, its title."""

    width: float
    height: float
    parts: list[Rect | Line]
    title: str


def drawn(drawing: Drawing, *, language: str, teams: dict[str, str]) -> Sheet:
    """Return *drawing* as boxes and texts, its texts in *language*."""
    title = say(drawing.title, language)
    parts: list[Rect | Line] = [
        Line(x=_EDGE, y=_EDGE + 22, text=title, size=24, font=BOLD),
        Line(x=_EDGE, y=_EDGE + 44, text=_summary(drawing), size=11.5, fill=MUTED),
    ]
    top, bottom = _EDGE + 66, _EDGE + 140
    columns: list[Rect | Line] = []
    for n, stage in enumerate(drawing.stages):
        x = _EDGE + n * (_WIDTH + _GAP)
        made, end = _stage(stage, x, top, tone=TONES[n % 5], spoken=language, teams=teams)
        columns += made
        bottom = max(bottom, end)
    across = max(len(drawing.stages), 2)
    for n in range(len(drawing.stages)):
        x = _EDGE + n * (_WIDTH + _GAP)
        height = bottom - top
        parts.append(Rect(x=x, y=top, width=_WIDTH, height=height, fill=PAGE, stroke=LINE))
    return Sheet(
        width=2 * _EDGE + across * (_WIDTH + _GAP) - _GAP,
        height=bottom + _EDGE,
        parts=[*parts, *columns],
        title=title,
    )


def _summary(drawing: Drawing) -> str:
    return _("%(stages)s phases · %(cards)s touchpoints · %(promises)s promises") % {
        "stages": len(drawing.stages),
        "cards": len(list(drawing.touchpoints())),
        "promises": len(list(drawing.promises())),
    }


def _stage(
    stage: Stage, x: float, y: float, *, tone: str, spoken: str, teams: dict[str, str]
) -> tuple[list[Rect | Line], float]:
    titles = wrapped(say(stage.title, spoken), BOLD, 14, width=_WIDTH - 2 * _PAD)
    height = 14 + 18 * len(titles)
    parts: list[Rect | Line] = [
        Rect(x=x, y=y, width=_WIDTH, height=height, fill=tone),
        *_lines(titles, x + _PAD, y + 22, size=14, font=BOLD, fill="#ffffff", leading=18),
    ]
    y += height + 10
    for point in stage.touchpoints:
        made, y = _card(point, x + 8, y, spoken=spoken, teams=teams)
        parts += made
        y += 10
    return parts, y + 4


def _card(
    point: Touchpoint, x: float, y: float, *, spoken: str, teams: dict[str, str]
) -> tuple[list[Rect | Line], float]:
    """Return the parts of a card, and where it ends."""
    width, top, inner = _WIDTH - 16, y, _WIDTH - 16 - 2 * _PAD
    lines: list[Rect | Line] = []
    y += 20
    for text, font, size, fill in _texts(point, spoken, teams):
        rows = wrapped(text, font, size, width=inner)
        lines += _lines(rows, x + _PAD, y, size=size, font=font, fill=fill, leading=size + 4)
        y += (size + 4) * len(rows) + 3
    end = y - 2
    back = Rect(x=x, y=top, width=width, height=end - top, fill="#ffffff", stroke=LINE)
    return [back, *lines], end


def _texts(
    point: Touchpoint, spoken: str, teams: dict[str, str]
) -> Iterator[tuple[str, str, float, str]]:
    yield say(point.title, spoken), BOLD, 12.5, INK
    if point.need is not None:
        yield say(point.need, spoken), REGULAR, 11, MUTED
    for moment in point.key_moments:
        yield "★ " + say(moment.title, spoken), REGULAR, 10.5, "#7a5a00"
    for promise in point.promises:
        yield "• " + say(promise.title, spoken), REGULAR, 10.5, BRAND
    facts = [teams.get(slug(point.owner or ""), point.owner or "")]
    if point.aim is not None:
        facts.append(_("aim %(aim)s / 5") % {"aim": labels.aim(point.aim)})
    if any(facts):
        yield " · ".join(filter(None, facts)), REGULAR, 9.5, MUTED


def _lines(
    rows: list[str], x: float, y: float, *, size: float, font: str, fill: str, leading: float
) -> list[Line]:
    return [
        Line(x=x, y=y + n * leading, text=row, size=size, font=font, fill=fill)
        for n, row in enumerate(rows)
    ]


def wrapped(text: str, font: str, size: float, *, width: float) -> list[str]:
    """Return *text* as lines no wider than *width* points; a long word is cut."""
    _register()
    rows: list[str] = []
    for word in filter(None, text.split(" ")):
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and pdfmetrics.stringWidth(longer, font, size) <= width:
            rows[-1] = longer
            continue
        while pdfmetrics.stringWidth(word, font, size) > width:
            fits = next(
                n
                for n in range(len(word) - 1, 0, -1)
                if n == 1 or pdfmetrics.stringWidth(word[:n], font, size) <= width
            )
            rows.append(word[:fits])
            word = word[fits:]
        rows.append(word)
    return rows or [""]


@cache
def _register() -> None:
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, file))

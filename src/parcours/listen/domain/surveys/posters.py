"""Posters with the code of a survey: a page a shop, table or till, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parcours.listen.domain.surveys import qr_code, theming
from parcours.listen.domain.surveys.linking import link
from parcours.listen.models import Logo, Survey
from parcours.map.domain.drawing import BOLD, FILES, INK, MUTED, REGULAR

FORMATS: Final = ("a4", "a5", "tent")
_PAGES: Final = {"a4": A4, "a5": A5, "tent": A4}
_LEADING: Final = 1.22


@dataclass(frozen=True, kw_only=True)
class Poster:
    """What all pages of a file share; see `printed`."""

    survey: Survey
    format: str = "a4"
    language: str = "en"
    headline: str = ""
    """Empty: the survey's own greeting, or ours."""
    kind: str = "table"
    """What a place is: shop, table, till."""
    shop: str = ""
    """The shop that tables and tills are in."""


@dataclass(frozen=True, kw_only=True)
class _Look:
    brand: str
    on_brand: str
    logo: ImageReader | None
    headline: str
    call: str
    promise: str


@dataclass(frozen=True, kw_only=True)
class _Place:
    label: str
    address: str
    square: qr_code.Square


def printed(poster: Poster, places: Sequence[str]) -> bytes:
    """Return a PDF with a page for each of *places*; with none, a page for all.

    Each code leads to the survey's open link, and says that it was a code and at which place.
    A tent is an A4 sheet to fold: the upper half stands on its head.
    """
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, file))
    written = BytesIO()
    pages = Canvas(written, pagesize=_PAGES[poster.format])
    pages.setTitle(poster.survey.name)
    with override(poster.language):
        paper = _Paper(pages, _look(poster))
        for place in _placed(poster, places or [""]):
            if poster.format == "tent":
                paper.tent(place)
            else:
                paper.upright(place, _PAGES[poster.format])
            pages.showPage()
    pages.save()
    return written.getvalue()


def address(poster: Poster, place: str = "") -> str:
    """Return the link that the code of *place* leads to."""
    about = {"shop": poster.shop} | ({poster.kind: place} if place else {})
    return link(poster.survey, channel="qr", **about)


def _placed(poster: Poster, places: Sequence[str]) -> list[_Place]:
    squares = qr_code.squares(address(poster, each) for each in places)
    shown = link(poster.survey).partition("://")[2]
    return [
        _Place(label=_label(poster, each), address=shown, square=square)
        for each, square in zip(places, squares, strict=True)
    ]


def _label(poster: Poster, place: str) -> str:
    if not place:
        return poster.shop
    # A place that is only numbers or a letter needs to be told what it is.
    if poster.kind == "shop" or len(place) > 4:
        return place
    names = {"table": _("Table %(place)s"), "till": _("Till %(place)s")}
    return names[poster.kind] % {"place": place}


def _look(poster: Poster) -> _Look:
    version = poster.survey.current()
    definition = version.parsed() if version else None
    theme = definition.theme if definition else None
    brand = (theme.colour if theme else None) or theming.BRAND
    return _Look(
        brand=brand,
        on_brand=max("#ffffff", INK, key=lambda each: theming.contrast(each, brand)),
        logo=_logo(poster.survey, theme.logo if theme else None),
        headline=poster.headline or _("How was it?"),
        call=_("Scan with your phone"),
        promise=_("A minute is enough. Nobody asks who you are.")
        if definition and definition.anonymous
        else _("A minute is enough. The team reads every answer."),
    )


def _logo(survey: Survey, key: str | None) -> ImageReader | None:
    kept = Logo.objects.filter(survey=survey, key=key).first() if key else None
    if kept is None:
        return None
    with kept.file.open() as file:
        return ImageReader(BytesIO(file.read()))


class _Paper:
    """The pages of a file, and what is drawn on them, in points from the lower left corner."""

    def __init__(self, pages: Canvas, look: _Look) -> None:
        self.pages, self.look = pages, look

    def upright(self, place: _Place, size: tuple[float, float]) -> None:
        """Draw a poster: the headline above, the code in the middle, the place below."""
        wide, high = size
        unit, top, middle = wide / 100, high * 0.68, wide / 2
        self.band(0, top, wide=wide, high=high - top)
        side = wide * 0.56
        low = top - side - 5 * unit
        self.code(place.square, middle - side / 2, low, side=side)
        self.said(self.look.call, (middle, low - 6 * unit), size=4.6 * unit, font=BOLD)
        self.said(self.look.promise, (middle, low - 11 * unit), size=2.9 * unit, fill=MUTED)
        if place.label:
            self.pill(place.label, (middle, 11 * unit), size=4.6 * unit, within=wide * 0.8)
        self.said(place.address, (middle, 4 * unit), size=2.2 * unit, fill=MUTED)

    def tent(self, place: _Place) -> None:
        """Draw a sheet to fold in the middle: each half stands on the fold's side."""
        wide, high = A4
        self.across(place, wide, high / 2)
        self.pages.saveState()
        self.pages.translate(wide, high)
        self.pages.rotate(180)
        self.across(place, wide, high / 2)
        self.pages.restoreState()
        self.pages.setDash(2, 4)
        self.pages.setStrokeColor(HexColor("#c9cfdd"))
        self.pages.line(0, high / 2, wide, high / 2)
        self.pages.setDash()

    def across(self, place: _Place, wide: float, high: float) -> None:
        """Draw one side of a tent: the headline on the left, the code on the right."""
        unit, left = high / 100, wide * 0.47
        self.band(0, 0, wide=left, high=high)
        side, low = high * 0.56, high * 0.34
        middle = left + (wide - left) / 2
        self.code(place.square, middle - side / 2, low, side=side)
        self.said(self.look.call, (middle, low - 6 * unit), size=3.9 * unit, font=BOLD)
        if place.label:
            at = (middle, low - 18 * unit)
            self.pill(place.label, at, size=4.6 * unit, within=(wide - left) * 0.8)
        self.said(place.address, (middle, 5 * unit), size=2.6 * unit, fill=MUTED)

    def band(self, x: float, y: float, *, wide: float, high: float) -> None:
        """Fill a box with the brand's colour; write the headline in it, the logo above."""
        self.pages.setFillColor(HexColor(self.look.brand))
        self.pages.rect(x, y, wide, high, stroke=0, fill=1)
        room = high
        if self.look.logo is not None:
            self.framed(
                self.look.logo, (x + wide / 2, y + high * 0.9), (wide * 0.4, high * 0.18)
            )
            room *= 0.66
        size, lines = _fitting(self.look.headline, wide * 0.84, room * 0.8)
        first = y + room / 2 + (len(lines) / 2 - 0.82) * size * _LEADING
        for n, line in enumerate(lines):
            at = (x + wide / 2, first - n * size * _LEADING)
            self.said(line, at, size=size, font=BOLD, fill=self.look.on_brand)

    def framed(
        self, logo: ImageReader, top: tuple[float, float], room: tuple[float, float]
    ) -> None:
        """Draw the logo on white below a point, as large as there is room."""
        wide, high = logo.getSize()
        scale = min(room[0] / wide, room[1] / high)
        wide, high = wide * scale, high * scale
        x, y, pad = top[0] - wide / 2, top[1] - high, high * 0.16
        self.pages.setFillColor(HexColor("#ffffff"))
        self.pages.roundRect(
            x - pad, y - pad, wide + 2 * pad, high + 2 * pad, pad, stroke=0, fill=1
        )
        self.pages.drawImage(logo, x, y, wide, high)

    def code(self, square: qr_code.Square, left: float, low: float, *, side: float) -> None:
        """Draw a code with the quiet zone that readers need."""
        module = side / (len(square) + 2 * qr_code.QUIET)
        path = self.pages.beginPath()
        for x, y, n in qr_code.bars(square):
            bottom = low + side - (y + 1 + qr_code.QUIET) * module
            path.rect(left + (x + qr_code.QUIET) * module, bottom, n * module, module)
        self.pages.setFillColor(HexColor("#000000"))
        self.pages.drawPath(path, stroke=0, fill=1)

    def pill(self, text: str, at: tuple[float, float], *, size: float, within: float) -> None:
        """Write the place in a box of the brand's colour."""
        size *= min(1, within / (pdfmetrics.stringWidth(text, BOLD, size) + size * 1.8))
        wide = pdfmetrics.stringWidth(text, BOLD, size) + size * 1.8
        self.pages.setFillColor(HexColor(self.look.brand))
        left, low = at[0] - wide / 2, at[1] - size * 0.65
        self.pages.roundRect(left, low, wide, size * 2, size, stroke=0, fill=1)
        self.said(text, at, size=size, font=BOLD, fill=self.look.on_brand)

    def said(
        self,
        text: str,
        at: tuple[float, float],
        *,
        size: float,
        font: str = REGULAR,
        fill: str = INK,
    ) -> None:
        """Write a line around the middle of its base."""
        self.pages.setFont(font, size)
        self.pages.setFillColor(HexColor(fill))
        self.pages.drawCentredString(*at, text)


def _fitting(text: str, width: float, height: float) -> tuple[float, list[str]]:
    """Return the largest size at which *text* fits, and its lines."""
    size = width / 5
    while True:
        lines = _broken(text, size, width)
        widest = max(pdfmetrics.stringWidth(line, BOLD, size) for line in lines or [""])
        if size < 8 or (len(lines) * size * _LEADING <= height and widest <= width):
            return size, lines
        size *= 0.94


def _broken(text: str, size: float, width: float) -> list[str]:
    """Return the lines of *text*: broken at spaces, never at those that hold words together."""
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pdfmetrics.stringWidth(longer, BOLD, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

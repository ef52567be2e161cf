"""A canvas as a file: SVG, PNG, PDF, YAML, JSON."""

import json
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Final

import resvg_py
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas as Pages

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.writing import plain
from parcours.map.domain.drawing import BOLD, FILES, Line, Rect, Sheet, drawn

TYPES: Final = {
    "yaml": "application/yaml",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}
_ZOOM: Final = 2
_MARGIN: Final = 28


def exported(drawing: Drawing, form: str, *, language: str, teams: dict[str, str]) -> bytes:
    """Return *drawing* as a file of one of `TYPES`.

    Args:
        language: of the texts that are drawn.
        teams: the names of teams by what a canvas calls them.
    """
    if form == "yaml":
        return drawing.to_yaml().encode()
    if form == "json":
        return json.dumps(plain(drawing), default=str, ensure_ascii=False, indent=2).encode()
    sheet = drawn(drawing, language=language, teams=teams)
    makers: dict[str, Callable[[Sheet], bytes]] = {
        "svg": lambda each: svg(each).encode(),
        "png": png,
        "pdf": pdf,
    }
    return makers[form](sheet)


def svg(sheet: Sheet) -> str:
    """Return a drawing as SVG; its texts are in Inter, or the reader's own sans serif."""
    parts = "".join(_svg(part) for part in sheet.parts)
    size = f'width="{sheet.width:g}" height="{sheet.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {sheet.width:g} {sheet.height:g}">'
        f"<title>{escape(sheet.title)}</title>"
        f'<rect {size} fill="#ffffff"/>{parts}</svg>\n'
    )


def _svg(part: Rect | Line) -> str:
    if isinstance(part, Rect):
        stroke = f' stroke="{part.stroke}"' if part.stroke else ""
        return (
            f'<rect x="{part.x:g}" y="{part.y:g}" width="{part.width:g}" '
            f'height="{part.height:g}" rx="{part.radius:g}" fill="{part.fill}"{stroke}/>'
        )
    weight = ' font-weight="600"' if part.font == BOLD else ""
    return (
        f'<text x="{part.x:g}" y="{part.y:g}" font-family="Inter, sans-serif" '
        f'font-size="{part.size:g}"{weight} fill="{part.fill}">{escape(part.text)}</text>'
    )


def png(sheet: Sheet) -> bytes:
    """Return a drawing as PNG, two pixels a point, drawn with the type we bring."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(sheet),
            font_files=[str(file) for file in FILES.values()],
            font_family="Inter",
            skip_system_fonts=True,
            zoom=_ZOOM,
        )
    )


def pdf(sheet: Sheet) -> bytes:
    """Return a drawing as PDF on one page, A4 across, A3 where it would be too small."""
    page = landscape(A4)
    if sheet.width > 1.6 * page[0] or sheet.height > 1.6 * page[1]:
        page = landscape(A3)
    written = BytesIO()
    pages = Pages(written, pagesize=page)
    pages.setTitle(sheet.title)
    wide, high = (side - 2 * _MARGIN for side in page)
    scale = min(wide / sheet.width, high / sheet.height)
    pages.translate((page[0] - sheet.width * scale) / 2, page[1] - _MARGIN)
    pages.scale(scale, scale)
    for part in sheet.parts:
        _on_page(pages, part)
    pages.showPage()
    pages.save()
    return written.getvalue()


def _on_page(pages: Pages, part: Rect | Line) -> None:
    """Draw one part; PDF counts upwards, drawings downwards."""
    pages.setFillColor(HexColor(part.fill))
    if isinstance(part, Line):
        pages.setFont(part.font, part.size)
        pages.drawString(part.x, -part.y, part.text)
        return
    pages.setStrokeColor(HexColor(part.stroke or part.fill))
    pages.roundRect(
        part.x, -part.y - part.height, part.width, part.height, part.radius, stroke=1, fill=1
    )

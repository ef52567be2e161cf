"""QR codes: a square of dark and light modules, as SVG, as PNG, or drawn on a page."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

Square = list[list[bool]]
"""The modules, row by row; true is dark."""

QUIET: Final = 4
"""How many light modules stand around a code, by its standard."""
_PIXELS: Final = 12


def squares(texts: Iterable[str]) -> Iterator[Square]:
    """Yield the code of each text, readable where up to 15 % of it is covered.

    The first one's best mask serves all: links to many tables differ by a few letters, and
    trying all eight masks for each would take ten times as long.

    Source:
        ISO/IEC 18004:2015, Information technology, QR Code bar code symbology.
    """
    mask = None
    for text in texts:
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(text)
        code.version = code.calculate_version()
        mask = code.getBestMaskPattern() if mask is None else mask
        code.makeImpl(False, mask)
        yield [[bool(module) for module in row] for row in code.modules]


def bars(square: Square) -> Iterator[tuple[int, int, int]]:
    """Yield column, row and length of each run of dark modules.

    >>> list(bars([[True, True, False], [False, False, True]]))
    [(0, 0, 2), (2, 1, 1)]
    """
    for y, row in enumerate(square):
        start = None
        for x, is_dark in enumerate([*row, False]):
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                yield start, y, x - start
                start = None


def svg(text: str) -> str:
    """Return the code of *text* as SVG, to be printed at any size."""
    (square,) = squares([text])
    size = len(square) + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{n}v1h-{n}z" for x, y, n in bars(square))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'width="{size * _PIXELS}" height="{size * _PIXELS}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}"/></svg>\n'
    )


def png(text: str) -> bytes:
    """Return the code of *text* as PNG, 12 pixels a module."""
    (square,) = squares([text])
    size = len(square) + 2 * QUIET
    picture = Image.new("1", (size, size), 1)
    for x, y, n in bars(square):
        picture.paste(0, (x + QUIET, y + QUIET, x + QUIET + n, y + QUIET + 1))
    written = BytesIO()
    picture.resize((size * _PIXELS, size * _PIXELS)).save(written, "PNG", optimize=True)
    return written.getvalue()

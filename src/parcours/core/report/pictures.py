"""Pictures of key moments, small enough to travel inside the page."""

import base64
import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

SIZE: Final = (640, 480)
"""Pixels a picture is made to fit in: about 60 kB."""

_LARGEST: Final = 50_000_000  # pixels; more would take too much memory to open
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


def picture(path: str, folder: Path) -> str:
    """Return the picture at *path* as a data address, made small and without what it tells.

    Args:
        path: of the file, from *folder*; it may not lead out of it.
        folder: where the canvas lies.

    Returns:
        Nothing where there is no such file, it is no picture, or one too large.
    """
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return ""
    try:
        with Image.open(file, formats=_FORMATS) as found:
            return _small(found) if found.width * found.height <= _LARGEST else ""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""


def _small(found: Image.Image) -> str:
    """Write it anew: where and with what it was taken is left behind."""
    turned = ImageOps.exif_transpose(found).convert("RGBA")
    turned.thumbnail(SIZE)
    white = Image.new("RGB", turned.size, "white")
    white.paste(turned, mask=turned.getchannel("A"))
    written = io.BytesIO()
    white.save(written, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(written.getvalue()).decode()}"

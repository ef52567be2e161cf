"""Photographs of the demo, drawn: invented like everything in it."""

from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

_SIZE: Final = (480, 360)
_FLOOR, _CARDBOARD, _TAPE, _DARK = "#d8d3ca", "#b98a56", "#d9c49a", "#5b3d20"


def damaged_parcel(number: int) -> bytes:
    """Return a picture of a parcel with a hole in it as JPEG, another for each *number*."""
    rng = np.random.default_rng(number)
    picture = Image.new("RGB", _SIZE, _FLOOR)
    pen = ImageDraw.Draw(picture)
    left, top = (int(each) for each in rng.integers(40, 110, 2))
    right, bottom = left + 280, top + 200
    pen.rectangle((left, top, right, bottom), fill=_CARDBOARD, outline=_DARK, width=3)
    pen.rectangle((left, top + 85, right, top + 115), fill=_TAPE)
    angles = np.linspace(0, 2 * np.pi, 14)
    radius = rng.uniform(25, 60, angles.size)
    centre = (right - 60, top + 55)
    hole = [
        (centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle))
        for r, angle in zip(radius, angles, strict=True)
    ]
    pen.polygon(hole, fill=_DARK)
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()

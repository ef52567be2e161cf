"""The canvas: the designed journey as text, checked, saved, and begun from a template.

Nouns: canvas, stage, touchpoint, hours, stakes, thresholds. Leans on promises, patterns and
what people write (`written`).
"""

from parcours.core.canvas.canvas import (
    Canvas,
    Driver,
    KeyMoment,
    Stage,
    Stakes,
    Thresholds,
    Touchpoint,
    UnknownPromise,
    json_schema,
)
from parcours.core.hours import Holidays, Hours
from parcours.core.promise import Name
from parcours.core.written.problem import InvalidCanvas

__all__ = [
    "Canvas", "Driver", "Holidays", "Hours", "InvalidCanvas", "KeyMoment", "Name", "Stage",
    "Stakes", "Thresholds", "Touchpoint", "UnknownPromise", "json_schema",
]  # fmt: skip

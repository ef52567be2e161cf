"""A canvas as a notebook shows it."""

from typing import TYPE_CHECKING

from parcours.core import notebook
from parcours.core.language import _, language
from parcours.core.report import numbers
from parcours.core.words import say

if TYPE_CHECKING:
    from parcours.core.canvas.canvas import Canvas


def as_html(canvas: "Canvas") -> str:
    """Return a line per touchpoint: its stage, the felt score wanted, what is promised."""
    rows = [
        (
            say(stage.title, language()),
            say(point.title, language()),
            numbers.decimal(point.aim) if point.aim else "",
            " · ".join(say(promise.title, language()) for promise in point.promises),
        )
        for stage, point in canvas.touchpoints()
    ]
    heads = (_("stage"), _("touchpoint"), _("desired"), _("promises"))
    return notebook.table(say(canvas.title, language()), heads, rows, notes=canvas.warnings())

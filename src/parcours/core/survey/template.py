"""Surveys to start from, each for a stage of the canvas, in French and English."""

from functools import cache
from pathlib import Path
from typing import Final

from parcours.core.survey.definition import Survey

TEMPLATES: Final = (
    "journey-nps",
    "after-delivery",
    "after-store-visit",
    "after-case-closed",
    "abandoned-cart",
    "restaurant-table",
    "what-matters",
)
_FOLDER: Final = Path(__file__).parent / "templates"


@cache
def template(name: str) -> Survey:
    """Return the template called *name*, one of ``TEMPLATES``.

    >>> template("journey-nps").stage
    'advocacy'
    """
    return Survey.load(_FOLDER / f"{name}.yaml")

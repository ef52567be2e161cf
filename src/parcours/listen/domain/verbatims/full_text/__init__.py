"""Looking verbatims up by their words: one interface, a file for each database.

Both keep their index in step by triggers of the database itself, so that whatever writes or
deletes a verbatim cannot forget it.
"""

from typing import Protocol

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from parcours.core.text.searching import Term, question
from parcours.listen.domain.verbatims.full_text import postgresql, sqlite

Numbers = NDArray[np.int64]


class FullText(Protocol):
    """What an index of words can do."""

    def matching(self, terms: tuple[Term, ...]) -> Numbers:
        """Return the numbers of the verbatims with all wanted words, ascending."""

    def alike(self, words: list[str], most: int) -> list[int]:
        """Return the numbers of those that share most of *words*, the likest first."""

    def forget(self) -> None:
        """Leave nothing of deleted verbatims in the index's own files."""


def index() -> FullText:
    """Return the index of the site's database."""
    found: FullText = postgresql if connection.vendor == "postgresql" else sqlite
    return found


def found(text: str) -> Numbers | None:
    """Return the numbers of the verbatims that *text* asks for; null where it asks nothing."""
    terms = question(text)
    return index().matching(terms) if terms else None

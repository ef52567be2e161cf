"""Looking verbatims up by their words: one interface, a file for each database.

Both keep their index in step by triggers of the database itself, so that whatever writes or
deletes a verbatim cannot forget it.
"""

from dataclasses import dataclass, replace
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
        """Return the numbers of the verbatims with all wanted words, ascending.

        Args:
            terms: at least one of them wanted.
        """

    def alike(self, words: list[str], most: int) -> list[int]:
        """Return the numbers of those that share most of *words*, the likest first.

        Those that share a single one may be left out.
        """

    def forget(self) -> None:
        """Leave nothing of deleted verbatims in the index's own files."""


def index() -> FullText:
    """Return the index of the site's database."""
    found: FullText = postgresql if connection.vendor == "postgresql" else sqlite
    return found


@dataclass(frozen=True)
class Matches:
    """Verbatims by number: those asked for, or, where only ``-words`` were, all others."""

    numbers: Numbers
    is_all_others: bool = False


def found(text: str) -> Matches | None:
    """Return the verbatims that *text* asks for; null where it asks nothing."""
    terms = question(text)
    if not terms:
        return None
    if any(not each.is_unwanted for each in terms):
        return Matches(index().matching(terms))
    # Looked up as if wanted: the others are nearly all, and take long to list.
    unwanted = [index().matching((replace(each, is_unwanted=False),)) for each in terms]
    return Matches(np.concatenate(unwanted), is_all_others=True)

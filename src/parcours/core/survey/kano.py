"""Kano: what must be there, what delights, told by how people take it with and without.

A pair of questions about one thing is a matrix with the rows ``with`` and ``without`` and the
columns of ``TAKEN``; its words are the author's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

import polars as pl

from parcours.core.figure import Figure
from parcours.core.interval import wilson
from parcours.core.survey.questions import Asked, Matrix

Category = Literal["A", "O", "M", "I", "R", "Q"]
CATEGORIES: Final[tuple[Category, ...]] = ("A", "O", "M", "I", "R", "Q")
"""Attractive, one-dimensional, must-be, indifferent, reverse, questionable."""
ROWS: Final = ("with", "without")
TAKEN: Final = ("like", "must", "neutral", "livewith", "dislike")
"""How people take it: they like it, expect it, do not mind, can live with it, dislike it."""
_TABLE: Final = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
_FONG: Final = 1.65


@dataclass(frozen=True, kw_only=True)
class Kano:
    """How people class a thing.

    ``counts`` by category, in the order of ``CATEGORIES``. ``category`` is the most frequent,
    null where nobody answered; ``is_clear`` whether it stands out from the second. ``better``
    is how much having it satisfies, 0 to 1; ``worse`` how much lacking it dissatisfies, -1 to
    0. Both are among those whom it leaves neither doubtful nor the other way round.
    """

    counts: Mapping[Category, int]
    category: Category | None
    is_clear: bool
    better: Figure
    worse: Figure


def is_pair(question: Asked) -> bool:
    """Return whether *question* asks how people take a thing with and without."""
    return (
        isinstance(question, Matrix)
        and {each.key for each in question.rows} == {*ROWS}
        and {each.key for each in question.columns} == {*TAKEN}
    )


def category_of(present: str, absent: str) -> Category:
    """Return how a person classes a thing.

    Args:
        present: how they take it with it, one of ``TAKEN``.
        absent: how without it.

    Source:
        Berger, C. et al. (1993). Kano's methods for understanding customer-defined quality.
        Center for Quality of Management Journal 2(4), 3-36.

    >>> category_of("like", "dislike"), category_of("must", "dislike")
    ('O', 'M')
    """
    found: Category = _TABLE[TAKEN.index(present)][TAKEN.index(absent)]  # type: ignore[assignment]
    return found


def classed(answers: pl.DataFrame) -> pl.DataFrame:
    """Return each person's category of one pair: ``response`` and ``category``.

    Args:
        answers: response, row and option of this question's answers; who answered one half
            only is left out.
    """
    given = answers.filter(pl.col("row").is_in(ROWS), pl.col("option").is_in(TAKEN))
    with_it, without = (
        given.filter(row=row).select("response", pl.col("option").alias(row)) for row in ROWS
    )
    both = with_it.join(without, on="response", maintain_order="left")
    found = [category_of(*pair) for pair in both.select(*ROWS).iter_rows()]
    return both.select("response", category=pl.Series(found, dtype=pl.String))


def kano(categories: Iterable[Category]) -> Kano:
    """Return how people class a thing.

    The better and worse coefficients are shares of those who are none of reverse and
    questionable, so their intervals are Wilson's. The most frequent category is clear where
    Fong's test tells it from the second.

    Source:
        Berger, C. et al. (1993), as above. Fong, D. (1996). Using the self-stated importance
        questionnaire to interpret Kano questionnaire results. CQM Journal 5(3), 21-23.

    >>> found = kano("MMMMMMMMMMMMOOAI")
    >>> found.category, found.is_clear, f"{found.better.value} {found.worse.value}"
    ('M', True, '0.1875 -0.875')
    """
    seen = Counter(categories)
    counts = {each: seen[each] for each in CATEGORIES}
    total = sum(counts.values())
    first, second = sorted(counts.values(), reverse=True)[:2]
    margin = _FONG * sqrt((first + second) * (2 * total - first - second) / (2 * total or 1))
    most: Category = max(CATEGORIES, key=counts.__getitem__)
    plain = sum(counts[each] for each in CATEGORIES[:4])
    return Kano(
        counts=counts,
        category=most if total else None,
        is_clear=total > 0 and first - second >= margin,
        better=_share(counts["A"] + counts["O"], plain, "kano_better/1"),
        worse=_turned(_share(counts["O"] + counts["M"], plain, "kano_worse/1")),
    )


def _share(part: int, whole: int, definition: str) -> Figure:
    if not whole:
        return Figure(value=None, n=0, unit="share", definition=definition)
    low, high = wilson(part, whole)
    value = part / whole
    return Figure(value=value, low=low, high=high, n=whole, unit="share", definition=definition)


def _turned(figure: Figure) -> Figure:
    """Return a figure with the other sign: lacking it takes satisfaction away."""
    if figure.value is None or figure.low is None or figure.high is None:
        return figure
    return Figure(
        value=-figure.value, low=-figure.high, high=-figure.low, n=figure.n,
        unit=figure.unit, definition=figure.definition,
    )  # fmt: skip

"""Questions of surveys: whether one asks an opinion, and on which scale; or words."""

import re
from typing import Final

from parcours.core.sources.column import Column
from parcours.core.sources.identity import key
from parcours.core.sources.opinion import ends

_STEMS: Final = (
    ("nps", "recommend recommand nps conseill"),
    ("ces", "effort easy ease facile facilite simple difficult ces"),
    ("csat", "satisf content happy csat"),
    ("stars", "star etoile"),
    (
        "csat",
        "rate rating rated note notez notes noter evalu score how_was how_would comment_avez "
        "comment_s agree accord opinion_scale qualit quality",
    ),
)
"""The kind of opinion, by how its words begin; the first line that fits wins."""
_COUNTS: Final = re.compile(
    r"(^|_)(how_many|how_often|combien|nombre|number|age|year|annee|zip|postal|code|"
    r"quantite|quantity|amount|montant|phone|telephone)(_|$)"
)
_ENDS: Final = ((1, 5), (1, 7), (0, 10))
_LONG: Final = 12  # letters of a free answer, on average
_WORDS: Final = 2.5


def question_scale(column: Column, asked: str) -> str | None:
    """Return the scale of a question, by its words and the range of its answers.

    Recommending is ``nps_0_10``; satisfaction ``csat_1_5``, ``_1_7`` or ``_0_10``; effort
    ``ces_…``; stars ``stars_1_5``. Nothing where numbers are counts, or neither the words
    nor a range written there speak of an opinion.
    """
    if not column.is_number or not len(column.texts):
        return None
    name, written = key(asked), ends(column)
    kind = _kind(name)
    is_count = kind != "stars" and _COUNTS.search(name)
    if written is None and (kind is None or is_count):
        return None
    read = column.numbers.drop_nulls().to_list()
    low, high = min(read), max(read)
    if kind == "nps" and written is None and low >= 0 and (high > 5 or low < 1):
        written = (0, 10)
    fitting = (each for each in _ENDS if each[0] <= low and high <= each[1])
    found = written or next(fitting, None)
    if found is None or not found[0] <= low <= high <= found[1]:
        return None
    if kind is None or (kind == "nps" and found != (0, 10)):
        kind = "csat"
    return f"{kind}_{found[0]}_{found[1]}"


def free_text(column: Column) -> bool:
    """Whether its answers are words that people chose themselves."""
    texts = column.texts
    if column.is_number or len(texts) == 0:
        return False
    n = len(texts)
    letters = texts.str.len_chars().sum() / n
    words = texts.str.count_matches(" ").sum() / n + 1
    return letters >= _LONG and words >= _WORDS and texts.n_unique() > n / 2


def _kind(name: str) -> str | None:
    padded = f"_{name}"
    for kind, stems in _STEMS:
        if any(f"_{stem}" in padded for stem in stems.split()):
            return kind
    return None

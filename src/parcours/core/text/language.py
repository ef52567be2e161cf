"""French, English or another language, from the words of a text alone."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.model import Floats, Tables, arrays, softmax
from parcours.core.text.tokens import Tokens

LANGUAGES: Final = ("fr", "en", "other")
SURE: Final = 0.85
_LAST_LATIN: Final = "\u024f"
_FOREIGN: Final = np.array([-3, -3, 3], np.float32)  # what a word in another script says


@dataclass(frozen=True)
class Spoken:
    """The language of each text: one of `LANGUAGES`, and how sure that is, 0 to 1."""

    language: pl.Series
    probability: Floats

    @property
    def is_sure(self) -> NDArray[np.bool_]:
        """Whether each text is surely in its language."""
        return self.probability >= SURE

    @property
    def is_french(self) -> NDArray[np.bool_]:
        """Whether each text is French."""
        return (self.language == "fr").to_numpy()


@dataclass(frozen=True)
class _Model:
    tables: Tables
    start: Floats


@cache
def _model() -> _Model:
    kept = arrays("language")
    tables = Tables(kept["words"], kept["pieces"], kept["pairs"], kept["steps"])  # type: ignore[arg-type]
    return _Model(tables, kept["start"].astype(np.float32))


def detect(tokens: Tokens) -> Spoken:
    """Return the language of each text of *tokens*; a text without words is ``other``.

    Examples:
        >>> from parcours.core.text.tokens import tokenise
        >>> texts = pl.Series(["Très bon accueil", "Never again", "El envío llegó tarde"])
        >>> detect(tokenise(texts)).language.to_list()
        ['fr', 'en', 'other']
    """
    is_word = np.array([word[0].isalpha() for word in tokens.words], np.bool_)
    scores = _model().tables.of_words(tokens.spelling)
    is_foreign = np.array([word[0] > _LAST_LATIN for word in tokens.words], np.bool_)
    scores[is_word & is_foreign] = _FOREIGN
    scores[~is_word] = 0

    sums = tokens.sums(scores.take(tokens.codes, axis=0))
    told = sums.astype(np.float32) + _model().start
    has_words = np.bincount(tokens.rows[is_word[tokens.codes]], minlength=len(tokens)) > 0
    told[~has_words] = (0, 0, 0)
    shares = softmax(told)
    best = np.where(has_words, shares.argmax(axis=1), LANGUAGES.index("other"))
    names = pl.Series("language", LANGUAGES, dtype=pl.String).gather(best)
    return Spoken(names, shares[np.arange(len(tokens)), best])

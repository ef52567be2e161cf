"""Learns to tell French, English and other languages apart."""

from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from parcours.core.text.design import SIZES, hashed, packed, used
from parcours.core.text.language import LANGUAGES
from parcours.core.text.lexicon import lexicon
from parcours.core.text.tokens import tokenise
from training.sentiment import gathered
from training.written import FOLDER

EACH: Final = 900  # strings of words made of each other language
LONGEST: Final = 14
STRENGTH: Final = 3.0
_NAMES: Final = ("words", "pieces")


def train(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of ``model/language.npz``."""
    texts, spoken = _texts(folder)
    said = hashed(tokenise(pl.Series(texts)), root=0.0)
    everything = np.ones(len(texts), np.bool_)
    columns = {name: used(said[name], everything, least=2) for name in _NAMES}
    matrix = sparse.hstack([said[name][:, columns[name]] for name in _NAMES]).tocsr()
    # Long texts are sure of themselves anyway: the root keeps them from drowning short ones.
    weight = 1 / np.sqrt(np.maximum(np.asarray(said["words"].sum(axis=1)).ravel(), 1))
    fit = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-4)
    fit.fit(matrix, np.array([LANGUAGES.index(each) for each in spoken]), weight)
    tables, start = {}, 0
    for name in _NAMES:
        tables[name] = np.zeros((SIZES[name], len(LANGUAGES)))
        tables[name][columns[name]] = fit.coef_.T[start : start + len(columns[name])]
        start += len(columns[name])
    return packed(tables) | {"start": fit.intercept_.astype(np.float32)}


def _texts(folder: Path) -> tuple[list[str], list[str]]:
    rows = gathered(folder).filter(part="train")
    texts, spoken = rows["text"].to_list(), rows["language"].to_list()
    short = Random(3)
    for text, language in list(zip(texts, spoken, strict=True))[::2]:
        words = text.split()
        start = short.randrange(max(len(words) - 1, 1))
        texts.append(" ".join(words[start : start + short.randint(1, 4)]))
        spoken.append(language)
    for language in ("fr", "en"):
        for word in _of_lexicon(language):
            texts.append(word)
            spoken.append(language)
    for line in (FOLDER / "other.txt").read_text("utf-8").splitlines()[1:]:
        code, words = line.split(": ")
        luck, known = Random(code), words.split()
        texts += [
            " ".join(luck.choices(known, k=luck.randint(1, LONGEST))) for _ in range(EACH)
        ]
        spoken += ["other"] * EACH
    return texts, spoken


def _of_lexicon(language: str) -> list[str]:
    own, other = lexicon(language), lexicon("en" if language == "fr" else "fr")
    phrases = [" ".join(phrase) for phrase in own.phrases]
    return phrases + [word for word in own.words if word not in other.words]

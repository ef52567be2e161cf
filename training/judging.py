"""The models of drivers and flags: both learn from labelled verbatims."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from parcours.core.text import drivers, flags
from parcours.core.text.design import SIZES, hashed, packed
from parcours.core.text.drivers import DRIVERS
from parcours.core.text.evidence import Reader
from parcours.core.text.flags import FLAGS
from parcours.core.text.judge import fullness
from parcours.core.text.lexicon import hear
from parcours.core.text.phrases import ANY, Phrase, shipped
from parcours.core.text.sentiment import sense
from parcours.core.text.tokens import Tokens, tokenise
from training.alike import grouped, shared
from training.fitting import Table, come_true, fit, unseen
from training.sources import HERE, labelled
from training.told import Row, told

LETTERS: Final = dict(zip("otsaepi", DRIVERS, strict=True))
SIGNS: Final = {"+": 1, "-": -1, "0": 0}
JOINED: Final = 400  # sentences of a language put together two by two
PHRASE: Final = 0.5  # what a phrase alone counts, beside a verbatim
UNTOLD: Final = 0.2  # what it counts for what it does not name
EMPHASIS: Final = {"words": 1.0, "pieces": 0.5, "pairs": 0.7}
ALIKE: Final = 1.5
FINDING: Final = 2.0  # a finding weighs more than a word
STRENGTH: Final = 2.0
FOLDS: Final = 4
LEAST_TEXTS: Final = 2  # what fewer texts have teaches nothing


@dataclass(frozen=True)
class Lesson:
    """Texts to learn from: what is true of each (columns), and what it counts."""

    rows: list[Row]
    truth: Table
    weight: Table

    def and_phrases(self, name: str, labels: Sequence[str]) -> "Lesson":
        """Return it with the phrases of a lexicon, each a text that says its label."""
        known = [each for each in shipped(name) if each.weight == 1 and _is_plain(each)]
        rows = [
            {
                "text": " ".join(step.either[0] for step in each.readings[0]),
                "language": each.language,
            }
            for each in known
        ]
        named = np.array([[each.label == label for label in labels] for each in known])
        is_none = ~named.any(axis=1, keepdims=True)
        counts = np.where(named | is_none, PHRASE, UNTOLD)
        silent = np.zeros((len(known), self.truth.shape[1] - len(labels)))
        return Lesson(
            self.rows + rows,
            np.vstack([self.truth, np.hstack([named, silent])]).astype(np.float32),
            np.vstack([self.weight, np.hstack([counts, silent])]).astype(np.float32),
        )


def train_drivers(data: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of the drivers' model: presence of each, then pleased with each."""
    rows = told(data) + _written()
    said = np.array([[row["drivers"].get(key, np.nan) for key in DRIVERS] for row in rows])
    is_there, sign = ~np.isnan(said), np.nan_to_num(said)
    truth = np.hstack([is_there, sign > 0]).astype(np.float32)
    weight = np.hstack([np.ones_like(is_there), sign != 0]).astype(np.float32)
    model = _learned(Lesson(rows, truth, weight).and_phrases("drivers", DRIVERS), _of_drivers)
    model["shift"][: len(DRIVERS)] += _rarer(truth[:, : len(DRIVERS)])
    return model


def train_flags(data: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of the flags' model."""
    rows = told(data)
    truth = np.array([[flag in row["flags"] for flag in FLAGS] for row in rows], np.float32)
    lesson = Lesson(rows, truth, np.ones_like(truth))
    return _learned(lesson.and_phrases("flags", FLAGS), _of_flags)


def _is_plain(phrase: Phrase) -> bool:
    words = (step.either[0] for step in phrase.readings[0])
    return not any(word == ANY or set(word) & set("*<") for word in words)


def _written() -> list[Row]:
    """Return the sentences written for the drivers, alone and two by two."""
    rows = []
    for language in ("fr", "en"):
        path = HERE / "sentences" / f"drivers.{language}.txt"
        lines = [line.partition(" | ") for line in path.read_text("utf-8").splitlines()]
        alone = [(text, _marked(marks)) for marks, bar, text in lines if bar]
        luck = Random(11)
        twos = [luck.sample(alone, 2) for _ in range(JOINED)]
        alone += [(f"{one}. {two}", _both(told, more)) for (one, told), (two, more) in twos]
        rows += [{"text": text, "language": language, "drivers": d} for text, d in alone]
    return rows


def _marked(marks: str) -> dict[str, int]:
    said = (mark for mark in marks.split() if mark[0] in LETTERS)
    return {LETTERS[mark[0]]: SIGNS.get(mark[1:], 0) for mark in said}


def _both(one: dict[str, int], two: dict[str, int]) -> dict[str, int]:
    clash = {key: 0 for key in one.keys() & two.keys() if one[key] != two[key]}
    return one | two | clash


def _rarer(truth: Table) -> Table:
    """Return what to add to log-odds where drivers are as common as in ``dev``, not as here."""
    rows = labelled("dev")
    there = np.array([[key in row["drivers"] for key in DRIVERS] for row in rows])
    usual, here = there.mean(axis=0), truth.mean(axis=0)
    added: Table = (_odds(usual) - _odds(here)).astype(np.float32)
    return added


def _odds(share: NDArray[Any]) -> NDArray[Any]:
    odds: NDArray[Any] = np.log(share / (1 - share))
    return odds


@dataclass(frozen=True)
class _Texts:
    """Texts, read."""

    tokens: Tokens
    languages: pl.Series

    @classmethod
    def of(cls, rows: list[Row]) -> "_Texts":
        tokens = tokenise(pl.Series([row["text"] for row in rows], dtype=pl.String))
        return cls(tokens, pl.Series([row["language"] for row in rows], dtype=pl.String))


def _of_drivers(texts: _Texts) -> Table:
    tokens, languages = texts.tokens, texts.languages
    heard = hear(tokens, (languages == "fr").to_numpy())
    evidence = Reader("drivers", DRIVERS).read(tokens, heard, languages)
    positivity = sense(tokens, heard).positivity
    return drivers.findings(evidence, tokens, heard=heard, positivity=positivity)


def _of_flags(texts: _Texts) -> Table:
    tokens, languages = texts.tokens, texts.languages
    heard = hear(tokens, (languages == "fr").to_numpy())
    evidence = Reader("flags", FLAGS).read(tokens, heard, languages)
    return flags.findings(evidence, tokens, sense(tokens, heard).positivity)


def _learned(lesson: Lesson, find: Callable[[_Texts], Table]) -> dict[str, NDArray[Any]]:
    texts = _Texts.of(lesson.rows)
    matrix = _matrix(texts.tokens, find(texts) * FINDING)
    kept = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) >= LEAST_TEXTS)
    given = (matrix[:, kept], lesson.truth, lesson.weight)
    scores = unseen(*given, strength=STRENGTH, folds=FOLDS)
    slope, shift = come_true(scores, lesson.truth, lesson.weight * (lesson.weight == 1))
    fitted, start = fit(*given, strength=STRENGTH)
    weights = np.zeros((matrix.shape[1], lesson.truth.shape[1]))
    weights[kept] = fitted
    return _arrays(weights, set(texts.tokens.words)) | {
        "start": start.astype(np.float32), "slope": slope, "shift": shift,
    }  # fmt: skip


def _matrix(tokens: Tokens, found: Table) -> sparse.csr_matrix:
    said = hashed(tokens)
    by = sparse.diags(fullness(tokens))
    words = [by @ said[name] * EMPHASIS[name] for name in SIZES]
    alike = by @ grouped(tokens) * ALIKE
    return sparse.hstack([*words, alike, sparse.csr_matrix(found)]).tocsr()


def _arrays(weights: NDArray[np.float64], words: set[str]) -> dict[str, NDArray[Any]]:
    ends = np.cumsum(list(SIZES.values()))
    *tables, rest = np.split(weights, ends)
    named = {name: table * EMPHASIS[name] for name, table in zip(SIZES, tables, strict=True)}
    groups = grouped(tokenise(pl.Series([""]))).shape[1]
    named["words"] += shared(words, rest[:groups] * ALIKE)
    return packed(named) | {"findings": (rest[groups:] * FINDING).astype(np.float32)}

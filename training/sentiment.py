"""Learns the sentiment model from opinions and from sentences written for Parcours."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from parcours.core.text.design import SIZES, hashed, packed, used
from parcours.core.text.lexicon import hear
from parcours.core.text.model import per_text
from parcours.core.text.sentiment import LABELS, SUMMED, Sensed, felt, of_lexicon, of_text, turn
from parcours.core.text.tokens import tokenise
from training.sources import SILENT, opinions
from training.written import sentences

WRITTEN: Final = "written"
GROUPS: Final = (("apps",), ("coursera", "sight"), ("food",), ("hotel",), ("phone",))
TRUST: Final = {"apps": 2.0, SILENT: 0.5}  # weight of a domain, against the others
EMPHASIS: Final = {"lexicon": 2.0, "text": 4.0, "words": 2.5, "pieces": 2.5, "pairs": 2.5}
STRENGTH: Final = 1.0
STEPS: Final = 100

Floats = NDArray[np.float64]


class Texts:
    """Texts as numbers, with what is known of each."""

    def __init__(self, rows: pl.DataFrame) -> None:
        """Read ``text``, ``language``, ``label``, ``domain`` of *rows*."""
        self.rows = rows
        tokens = tokenise(rows["text"])
        heard = hear(tokens, (rows["language"] == "fr").to_numpy())
        self.summed = per_text(tokens, of_lexicon(heard)).astype(np.float64)
        self.whole = of_text(tokens, heard).astype(np.float64)
        self.hashed = hashed(tokens, turn=turn(heard))
        self.label = rows["label"].to_numpy()
        self.domain = rows["domain"].to_numpy()
        self.is_silent = ~heard_anything(self.whole)


def heard_anything(whole: Floats) -> NDArray[np.bool_]:
    """Return whether the lexicon heard anything in each text."""
    return whole[:, 2] == 0


def gathered(folder: Path) -> pl.DataFrame:
    """Return all opinions and the sentences written for Parcours."""
    written = sentences()
    ours = pl.DataFrame(
        {
            "text": [each.text for each in written],
            "language": [each.language for each in written],
            "label": pl.Series([each.label for each in written], dtype=pl.Int8),
            "domain": WRITTEN,
            "part": "train",
        }
    )
    return pl.concat([opinions(folder), ours])


def train(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of ``model/sentiment.npz``."""
    texts = Texts(gathered(folder).filter(part="train"))
    # A sentence without a labelled opinion often has one all the same; the lexicon sorts them.
    known = (texts.domain != SILENT) | texts.is_silent
    fitted = Fit(texts, known)
    strange = list(_strange(texts, known))
    places = np.concatenate([place for place, _ in strange])
    scores = np.concatenate([score for _, score in strange])
    weight = _weights(texts, places)
    kept = {
        "calibration": _calibrated(scores, texts.label[places], weight),
        "positivity": _positivity(scores, texts.label[places], weight),
    }
    return fitted.arrays | {name: each.astype(np.float32) for name, each in kept.items()}


def _strange(texts: Texts, known: NDArray[np.bool_]) -> Iterator[tuple[NDArray[Any], Floats]]:
    """Score each domain by a model that never saw it."""
    for group in GROUPS:
        inside = np.isin(texts.domain, group)
        yield np.flatnonzero(inside), Fit(texts, known & ~inside).scores(texts, inside)


def strangers(folder: Path) -> Iterator[tuple[str, Sensed, NDArray[Any]]]:
    """Yield each domain as read by a model trained on all the others, with its labels."""
    texts = Texts(gathered(folder).filter(part="train"))
    known = (texts.domain != SILENT) | texts.is_silent
    for group, (places, scores) in zip(GROUPS, _strange(texts, known), strict=True):
        nothing = np.zeros(len(places), np.bool_)
        yield " and ".join(group), felt(scores.astype(np.float32), nothing), texts.label[places]


class Fit:
    """A model fitted on some texts."""

    def __init__(self, texts: Texts, rows: NDArray[np.bool_]) -> None:
        """Fit on *rows* of *texts*."""
        self._columns = {name: used(texts.hashed[name], rows, least=2) for name in SIZES}
        places = np.flatnonzero(rows)
        fit = LogisticRegression(C=STRENGTH, max_iter=STEPS, tol=1e-4)
        with warnings.catch_warnings():  # it stops early on purpose
            warnings.simplefilter("ignore", ConvergenceWarning)
            fit.fit(self._matrix(texts, rows), texts.label[places], _weights(texts, places))
        self._coefficients, self._start = fit.coef_.T, fit.intercept_

    def scores(self, texts: Texts, rows: NDArray[np.bool_]) -> Floats:
        """Return the scores of *rows* for each label."""
        said: Floats = self._matrix(texts, rows) @ self._coefficients + self._start
        return said

    @property
    def arrays(self) -> dict[str, NDArray[Any]]:
        """The model as it is shipped."""
        cut = len(SUMMED)
        lexicon, rest = np.split(self._coefficients, [cut])
        count = len(rest) - sum(map(len, self._columns.values()))
        whole, rest = np.split(rest, [count])
        tables = {}
        for name, columns in self._columns.items():
            tables[name] = np.zeros((SIZES[name], len(LABELS)))
            tables[name][columns] = rest[: len(columns)] * EMPHASIS[name]
            rest = rest[len(columns) :]
        return packed(tables) | {
            "summed": (lexicon * EMPHASIS["lexicon"]).astype(np.float32),
            "whole": (whole * EMPHASIS["text"]).astype(np.float32),
            "start": self._start.astype(np.float32),
        }

    def _matrix(self, texts: Texts, rows: NDArray[np.bool_]) -> sparse.csr_matrix:
        parts = [
            texts.summed[rows] * EMPHASIS["lexicon"],
            texts.whole[rows] * EMPHASIS["text"],
            *(
                texts.hashed[name][rows][:, self._columns[name]] * EMPHASIS[name]
                for name in SIZES
            ),
        ]
        return sparse.hstack([sparse.csr_matrix(part) for part in parts]).tocsr()


def _weights(texts: Texts, places: NDArray[Any]) -> Floats:
    """Weigh texts so that domains and labels count nearly alike, whatever their number."""
    keys = [f"{domain} {label}" for domain, label in
            zip(texts.domain[places], texts.label[places], strict=True)]  # fmt: skip
    _, which, count = np.unique(keys, return_inverse=True, return_counts=True)
    trust = np.array([TRUST.get(domain, 1.0) for domain in texts.domain[places]])
    weight = trust / np.sqrt(count[which])
    return weight / weight.mean()


def _calibrated(scores: Floats, label: NDArray[Any], weight: Floats) -> Floats:
    """Return the scale and the shifts under which probabilities mean what they say."""
    truth = np.searchsorted(LABELS, label)

    def loss(given: Floats) -> float:
        said = given[0] * scores + given[1:]
        said = said - said.max(axis=1, keepdims=True)
        told = said[np.arange(len(said)), truth] - np.log(np.exp(said).sum(axis=1))
        return float(-np.average(told, weights=weight) + 1e-3 * (given[1:] ** 2).sum())

    found: Floats = minimize(loss, np.array([1.0, 0, 0, 0]), method="L-BFGS-B").x
    return np.round(found, 4)


def _positivity(scores: Floats, label: NDArray[Any], weight: Floats) -> Floats:
    """Return slope and shift from the score of pleased against displeased to log-odds."""
    clear = label != 0
    side = scores[clear, 2] - scores[clear, 0]

    def loss(given: Floats) -> float:
        odds = (given[0] * side + given[1]) * label[clear]
        return float(np.average(np.logaddexp(0, -odds), weights=weight[clear]))

    found: Floats = minimize(loss, np.array([1.0, 0]), method="L-BFGS-B").x
    return np.round(found, 4)

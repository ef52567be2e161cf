"""A workspace's own model: what its people's corrections add to the shipped one.

The shipped model is the starting point; corrections move it, the more the more there are.
Corrections themselves are kept elsewhere and always win over any model.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from parcours.core.text.design import SIZES, hashed, packed
from parcours.core.text.drivers import DRIVERS, Judged, judge_drivers
from parcours.core.text.language import detect
from parcours.core.text.lexicon import hear
from parcours.core.text.meaning import meaning
from parcours.core.text.model import Floats, Tables, per_text
from parcours.core.text.sentiment import Sensed, sense
from parcours.core.text.tokens import Tokens, tokenise

LEAST: Final = 20  # corrections below which nothing is learned
HOLD: Final = {"words": 1.0, "pieces": 1.0, "pairs": 0.5}  # how readily each moves
PULL: Final = 1.0  # how strongly weights are pulled back to the shipped model
SHIFT_PULL: Final = 4.0
CERTAIN: Final = 1e-4

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Taught:
    """What corrections add to scores: a table over words and pairs, and a shift per class."""

    tables: Tables
    shift: Floats

    def added(self, tokens: Tokens) -> Floats:
        """Return what is added to the scores of each text, one column per class."""
        return per_text(tokens, self.tables.of_tokens(tokens)) + self.shift

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain lists: the places that hold something, and what they hold."""
        kept: dict[str, Any] = {
            "steps": self.tables.steps.tolist(),
            "shift": self.shift.tolist(),
        }
        for name in SIZES:
            table = getattr(self.tables, name)
            places = np.flatnonzero(table.any(axis=1))
            kept[name] = [places.tolist(), table[places].tolist()]
        return kept

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Taught":
        """Return what `to_dict` wrote."""
        shift = np.array(kept["shift"], np.float32)
        tables = {name: np.zeros((size, len(shift)), np.int8) for name, size in SIZES.items()}
        for name, table in tables.items():
            places, held = kept[name]
            table[np.array(places, np.int64)] = np.array(held, np.int8).reshape(-1, len(shift))
        return cls(Tables(**tables, steps=np.array(kept["steps"], np.float32)), shift)


@dataclass(frozen=True)
class Workspace:
    """What a workspace's corrections taught; where there were too few, nothing.

    Attributes:
        corrections: How many it learned from.
        sentiment: Added to the log-probabilities of displeased, neither, pleased.
        drivers: Added to the log-odds of each driver, then to those of being pleased with it.
    """

    corrections: int
    sentiment: Taught | None = None
    drivers: Taught | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values that JSON can hold."""
        parts = {"sentiment": self.sentiment, "drivers": self.drivers}
        return {"corrections": self.corrections} | {
            name: part and part.to_dict() for name, part in parts.items()
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Workspace":
        """Return what `to_dict` wrote; drivers without their polarity are learned anew."""
        sentiment, drivers = (
            kept[name] and Taught.of(kept[name]) for name in ("sentiment", "drivers")
        )
        is_whole = drivers and len(drivers.shift) == 2 * len(DRIVERS)
        return cls(kept["corrections"], sentiment, drivers if is_whole else None)


def learn(texts: Iterable[str | None], corrections: pl.DataFrame) -> Workspace:
    """Return what *corrections* of *texts* teach, always the same for the same ones.

    Args:
        texts: One per row of *corrections*.
        corrections: ``sentiment`` (-1, 0, 1; null: nothing said of it) and, where drivers
            were corrected, all seven ``driver_<key>`` (null: absent), as `code` writes them.
    """
    read = _Read(pl.Series(texts, dtype=pl.String))
    sentiment = drivers = None
    if "sentiment" in corrections.columns:
        said = corrections["sentiment"].is_not_null().to_numpy()
        truth = corrections["sentiment"].fill_null(0).to_numpy() + 1
        if said.sum() >= LEAST:
            before = np.log(np.maximum(read.sensed.shares, CERTAIN))
            sentiment = read.taught(before[said], truth[said], rows=said)
    if f"driver_{DRIVERS[0]}" in corrections.columns and len(corrections) >= LEAST:
        drivers = read.drivers(corrections.select(f"driver_{key}" for key in DRIVERS))
    return Workspace(len(corrections), sentiment, drivers)


class _Read:
    """Texts as the shipped model reads them, and as a matrix."""

    def __init__(self, texts: pl.Series) -> None:
        self.tokens = tokenise(texts)
        spoken = detect(self.tokens)
        self.heard = hear(self.tokens, spoken.is_french, spoken.is_sure)
        self.languages = spoken.language
        self.sensed = sense(self.tokens, self.heard)
        matrices = hashed(self.tokens)
        self.columns = {name: np.unique(matrices[name].indices) for name in SIZES}
        self.matrix = sparse.hstack(
            [matrices[name][:, self.columns[name]] * HOLD[name] for name in SIZES]
        ).tocsr()

    def taught(self, before: Floats, truth: NDArray[Any], *, rows: NDArray[np.bool_]) -> Taught:
        """Return what moves scores from *before* towards the *truth* of *rows*."""
        weights, shift = _moved(self.matrix[rows], before, truth, weight=_balance(truth))
        return self._kept(weights, shift)

    def _kept(self, weights: Weights, shift: Weights) -> Taught:
        tables, start = {}, 0
        for name, columns in self.columns.items():
            tables[name] = np.zeros((SIZES[name], weights.shape[1]))
            tables[name][columns] = weights[start : start + len(columns)] * HOLD[name]
            start += len(columns)
        return Taught(Tables(**packed(tables)), shift.astype(np.float32))

    def _side(
        self, odds: Floats, truth: NDArray[np.bool_], rows: NDArray[np.bool_]
    ) -> tuple[Weights, Weights]:
        """Return what moves log-*odds* of one thing towards the *truth* of *rows*."""
        before = np.stack([np.zeros(rows.sum()), odds[rows]], axis=1)
        weights, shift = _moved(
            self.matrix[rows], before, truth[rows].astype(np.int64), weight=np.ones((1, 1))
        )
        return weights[:, 1] - weights[:, 0], shift[1] - shift[0]

    def drivers(self, polarity: pl.DataFrame) -> Taught:
        """Return what moves the drivers' log-odds towards the *polarity* given, null absent."""
        judged = judge_drivers(
            self.tokens, meant=meaning(self.tokens), heard=self.heard,
            languages=self.languages, positivity=self.sensed.positivity,
        )  # fmt: skip
        present = polarity.select(pl.all().is_not_null()).to_numpy()
        felt = polarity.fill_null(0).to_numpy()
        every = np.ones(len(present), np.bool_)
        moved = [
            *(self._side(judged.odds[:, at], present[:, at], every)
              for at in range(len(DRIVERS))),
            *(self._side(judged.pleased[:, at], felt[:, at] > 0, felt[:, at] != 0)
              for at in range(len(DRIVERS))),
        ]  # fmt: skip
        weights, shifts = zip(*moved, strict=True)
        return self._kept(np.stack(weights, axis=1), np.array(shifts))


def _balance(truth: NDArray[Any]) -> Weights:
    """Weigh rare labels up, half way to all alike: else fifty corrections silence them."""
    count = np.bincount(truth)
    weight = 1 / np.sqrt(count[truth])
    balanced: Weights = (weight / weight.mean())[:, None]
    return balanced


def _moved(
    matrix: sparse.csr_matrix, before: Floats, truth: NDArray[Any], *, weight: Weights
) -> tuple[Weights, Weights]:
    """Fit weights and shifts that, added to scores *before*, tell the *truth* better.

    A multinomial logistic regression with an offset and a ridge: no data, no move.
    """
    classes = before.shape[1]
    wanted = np.eye(classes)[truth]
    width = matrix.shape[1]

    def loss(flat: Weights) -> tuple[float, Weights]:
        weights, shift = flat[:-classes].reshape(width, classes), flat[-classes:]
        scores = before + matrix @ weights + shift
        scores = scores - scores.max(axis=1, keepdims=True)
        total = np.exp(scores).sum(axis=1, keepdims=True)
        error = (np.exp(scores) / total - wanted) * weight
        value = -(wanted * (scores - np.log(total)) * weight).sum()
        value += PULL / 2 * (weights**2).sum() + SHIFT_PULL / 2 * (shift**2).sum()
        slope = np.concatenate(
            [
                (matrix.T @ error + PULL * weights).ravel(),
                error.sum(axis=0) + SHIFT_PULL * shift,
            ]
        )
        return float(value), slope

    start = np.zeros((width + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 50}).x
    return found[:-classes].reshape(width, classes), found[-classes:]


def sense_again(workspace: Workspace, tokens: Tokens, sensed: Sensed) -> Sensed:
    """Return what texts feel with what the workspace taught."""
    if workspace.sentiment is None:
        return sensed
    return sensed.moved(workspace.sentiment.added(tokens))


def shares_of_tokens(workspace: Workspace, tokens: Tokens) -> Floats:
    """Return what the workspace adds to each token's share in pleased against displeased."""
    if workspace.sentiment is None:
        return np.zeros(len(tokens.codes), np.float32)
    added = workspace.sentiment.tables.of_tokens(tokens)
    root = np.sqrt(np.maximum(tokens.lengths, 1))[tokens.rows]
    return ((added[:, 2] - added[:, 0]) / root).astype(np.float32)


def judge_again(workspace: Workspace, tokens: Tokens, judged: Judged) -> Judged:
    """Return what texts say of drivers with what the workspace taught."""
    if workspace.drivers is None:
        return judged
    return judged.moved(workspace.drivers.added(tokens))

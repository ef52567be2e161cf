"""Displeased, neither or pleased, with a probability that means what it says.

A lexicon (`core.text.lexicon`) says most of it, a linear model learned over many domains
weighs it and hears what no list names. See docs/reference/text.md for how often it errs.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.lexicon import Heard
from parcours.core.text.model import Floats, Tables, arrays, per_text, softmax
from parcours.core.text.tokens import Tokens

LABELS: Final = (-1, 0, 1)
TURNED: Final = np.float32(-0.5)  # a negated word says half its contrary
LEAST: Final = 0.5  # less sure than that, it abstains
SUMMED: Final = (
    "pleased", "displeased", "not pleased", "not displeased", "much pleased",
    "much displeased", "a little displeased", "a little pleased",
    "pleased after but", "displeased after but", "pleased before but", "displeased before but",
)  # fmt: skip
WHOLE: Final = (
    "balance", "both", "silent", "length", "last", "first", "balance of much",
    "any displeased", "any pleased",
)  # fmt: skip
_MUCH: Final = 3.0
_NO_ANSWER: Final = frozenset(
    (
        *("nothing", "none", "no", "n", "a", "na", "not", "at", "all", "yes"),
        *(
            "rien",
            "du",
            "tout",
            "neant",
            "ras",
            "aucun",
            "aucune",
            "non",
            "oui",
            "sans",
            "avis",
        ),
        *(".", "..", ",", "!", "!!", "?", "??"),
    )
)  # all there is in an answer to a question that is not known here
_LEAST_SHARE: Final = 1e-4


@dataclass(frozen=True)
class Model:
    """The sentiment model.

    Attributes:
        tables: What words, pieces and pairs add to each of `LABELS`.
        summed: What each of `SUMMED` adds, one row each.
        whole: What each of `WHOLE` adds.
        start: Where it starts.
        calibration: Scale of the scores, then what to add to each label.
        positivity: Slope and shift from the score of pleased against displeased to log-odds.
    """

    tables: Tables
    summed: Floats
    whole: Floats
    start: Floats
    calibration: Floats
    positivity: Floats


@dataclass(frozen=True)
class Sensed:
    """What a batch of texts feels, one value or row per text.

    Attributes:
        shares: Probability of each of `LABELS`.
        positivity: Probability of pleased against displeased, leaving neither aside.
        is_silent: Whether the text says nothing, or just that: "nothing", "rien du tout".
    """

    shares: Floats
    positivity: Floats
    is_silent: NDArray[np.bool_]

    @property
    def label(self) -> NDArray[np.int8]:
        """The likeliest of `LABELS`; 0 where nothing is said."""
        likeliest = (self.shares.argmax(axis=1) - 1).astype(np.int8)
        return np.where(self.is_silent, np.int8(0), likeliest)

    @property
    def probability(self) -> Floats:
        """The probability of `label`."""
        best: Floats = self.shares.max(axis=1, initial=0)
        return best

    def moved(self, added: Floats) -> "Sensed":
        """Return the same texts with *added* to the log-probabilities of `LABELS`."""
        odds = (
            np.log(self.positivity / np.maximum(1 - self.positivity, _LEAST_SHARE))
            + added[:, 2]
            - added[:, 0]
        )
        scores = np.log(np.maximum(self.shares, _LEAST_SHARE)) + added
        return Sensed(softmax(scores), _even(odds), self.is_silent)

    @property
    def abstains(self) -> NDArray[np.bool_]:
        """Whether it is too unsure to say."""
        return self.is_silent | (self.probability < LEAST)


@cache
def model() -> Model:
    """Return the shipped model."""
    kept = {name: array.astype(np.float32) for name, array in arrays("sentiment").items()}
    whole = arrays("sentiment")
    tables = Tables(whole["words"], whole["pieces"], whole["pairs"], kept["steps"])  # type: ignore[arg-type]
    names = ("summed", "whole", "start", "calibration", "positivity")
    return Model(tables, *(kept[name] for name in names))


def sense(tokens: Tokens, heard: Heard) -> Sensed:
    """Return what each text feels, from its tokens and what the lexicon heard in them."""
    known = model()
    said = per_text(tokens, known.tables.of_tokens(tokens, turn(heard)))
    loud = np.flatnonzero(heard.strength)
    summed = per_text(tokens, of_lexicon(heard.only(loud)), loud) @ known.summed
    scores = said + summed + of_text(tokens, heard) @ known.whole + known.start
    return felt(scores, _is_silent(tokens))


def _is_silent(tokens: Tokens) -> NDArray[np.bool_]:
    """Mark texts without words, or with those only that say yes, no or nothing."""
    says = tokens.rows[~tokens.are(_NO_ANSWER)]
    silent: NDArray[np.bool_] = np.bincount(says, minlength=len(tokens)) == 0
    return silent


def felt(scores: Floats, is_silent: NDArray[np.bool_]) -> Sensed:
    """Return what *scores* for each of `LABELS` mean, calibrated."""
    scale, *shift = model().calibration
    slope, start = model().positivity
    odds = slope * (scores[:, 2] - scores[:, 0]) + start
    shares = softmax(scale * scores + np.array(shift, np.float32))
    shares[is_silent] = 1 / len(LABELS)
    odds[is_silent] = 0
    return Sensed(shares, _even(odds), is_silent)


def _even(odds: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)


def turn(heard: Heard) -> Floats:
    """Return the factor on each token's word: -0.5 where it is negated."""
    return np.where(heard.negated, TURNED, np.float32(1))


def of_lexicon(heard: Heard) -> Floats:
    """Return `SUMMED` per token: one row per token."""
    said = heard.strength * heard.force
    straight = ~heard.negated
    good, bad = np.maximum(said, 0), np.maximum(-said, 0)
    strength = heard.strength
    columns = (
        good * straight, bad * straight, good * heard.negated, bad * heard.negated,
        (strength >= _MUCH) & straight, (strength <= -2) & straight,
        (strength == -1) & straight, (strength == 1) & straight,
        good * straight * heard.after_but, bad * straight * heard.after_but,
        good * straight * heard.before_but, bad * straight * heard.before_but,
    )  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def of_text(tokens: Tokens, heard: Heard) -> Floats:
    """Return `WHOLE` per text: one row per text."""
    loud = np.flatnonzero(heard.valence)
    valence, rows, size = heard.valence[loud], tokens.rows[loud], len(tokens)
    good = np.bincount(rows, np.maximum(valence, 0), minlength=size)
    bad = np.bincount(rows, np.maximum(-valence, 0), minlength=size)
    both = good + bad
    balance = (good - bad) / (both + 1)
    last, first = np.zeros(size, np.float32), np.zeros(size, np.float32)
    last[rows] = np.sign(valence)
    first[rows[::-1]] = np.sign(valence[::-1])
    columns = (
        balance, np.minimum(good, bad) / (both + 1), both == 0,
        np.log1p(np.maximum(tokens.lengths, 1)) / 3,
        last, first, balance * (both > _MUCH), bad > 0, good > 0,
    )  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def shares_of_tokens(tokens: Tokens, heard: Heard) -> Floats:
    """Return what each token adds to pleased against displeased: above 0 it pleases.

    A phrase and a pair stand on their last word. What only whole texts have (their length,
    the balance of both sides) is nobody's share.
    """
    known = model()
    root = np.sqrt(np.maximum(tokens.lengths, 1)).astype(np.float32)[tokens.rows]
    said = known.tables.of_tokens(tokens, turn(heard)) + of_lexicon(heard) @ known.summed
    share: Floats = ((said[:, 2] - said[:, 0]) / root).astype(np.float32)
    return share

"""How well sentiment is read: ``python -m training.measuring DATA``, as docs/reference/text.md
has it: accuracy, F1, calibration and confusions, on texts kept out of training.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from parcours.core.text.language import detect
from parcours.core.text.lexicon import hear
from parcours.core.text.sentiment import LABELS, Sensed, sense
from parcours.core.text.tokens import tokenise
from training.measured import by_hand, lounges, patients, sets
from training.sentiment import strangers

BINS = 10
SHOWN = {"airport lounges": lounges, "patients": patients}


@dataclass(frozen=True)
class Marks:
    """How well a set of texts was read.

    Attributes:
        n: How many texts have a label.
        accuracy: Of pleased against displeased, the others left out.
        f1: Macro-F1 of the same two.
        f1_of_three: Macro-F1 of the three labels, nothing left out.
        said: The share on which it does not abstain.
        right_when_said: Accuracy over three labels where it does not.
        calibration: Expected calibration error of positivity, ten bins.
        calibration_of_three: The same of the probability of the label.
    """

    n: int
    accuracy: float
    f1: float
    f1_of_three: float
    said: float
    right_when_said: float
    calibration: float
    calibration_of_three: float


def read(texts: pl.Series) -> Sensed:
    """Return what *texts* feel, as `parcours.core.text.code` reads them."""
    tokens = tokenise(texts)
    spoken = detect(tokens)
    return sense(tokens, hear(tokens, spoken.is_french, spoken.is_sure))


def marks(sensed: Sensed, label: NDArray[np.int8]) -> Marks:
    """Compare what was *sensed* with the *label* people gave."""
    clear = label != 0
    sign = np.where(sensed.positivity > 0.5, 1, -1)
    right = sensed.label == label
    said = ~sensed.abstains
    return Marks(
        n=len(label),
        accuracy=float((sign == label)[clear].mean()),
        f1=float(f1_score(label[clear], sign[clear], average="macro")),
        f1_of_three=float(f1_score(label, sensed.label, average="macro")),
        said=float(said.mean()),
        right_when_said=float(right[said].mean()),
        calibration=calibration_error(sensed.positivity[clear], label[clear] > 0),
        calibration_of_three=calibration_error(sensed.probability, right),
    )


def calibration_error(probability: NDArray[np.float32], happened: NDArray[np.bool_]) -> float:
    """Return the mean distance between what was said and what happened, in ten bins."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    count = np.bincount(bins, minlength=BINS)
    said = np.bincount(bins, probability, minlength=BINS)
    came = np.bincount(bins, happened, minlength=BINS)
    return float(np.abs(said - came).sum() / count.sum())


def confusion(sensed: Sensed, label: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return counts, a row per label given by people, a column per label read."""
    table = np.zeros((len(LABELS), len(LABELS)), np.int64)
    np.add.at(table, (label + 1, sensed.label + 1), 1)
    return table


def told(folder: Path) -> Iterator[str]:
    """Yield the tables, line by line."""
    yield "| texts | n | accuracy | F1 | F1 of three | it answers | right then | calibration |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for name, rows in sets(folder):
        yield _line(name, marks(read(rows["text"]), rows["label"].to_numpy()))
    for name, sensed, label in strangers(folder):
        yield _line(f"{name}, left out", marks(sensed, label))
    for name, table in SHOWN.items():
        yield from _confusions(name, table(folder))
    yield from _confusions("by hand", by_hand(("test",)))


def _line(name: str, found: Marks) -> str:
    shares = (found.accuracy, found.f1, found.f1_of_three, found.said, found.right_when_said)
    told = " | ".join(f"{100 * share:.1f}" for share in shares)
    return f"| {name} | {found.n:,} | {told} | {found.calibration:.3f} |"


def _confusions(name: str, rows: pl.DataFrame) -> Iterator[str]:
    yield ""
    yield f"| {name} | read − | read 0 | read + |"
    yield "| --- | --: | --: | --: |"
    table = confusion(read(rows["text"]), rows["label"].to_numpy())
    for sign, counts in zip("−0+", table, strict=True):
        yield f"| {sign} | " + " | ".join(f"{count:,}" for count in counts) + " |"


if __name__ == "__main__":
    for line in told(Path(sys.argv[1])):
        sys.stdout.write(line + "\n")

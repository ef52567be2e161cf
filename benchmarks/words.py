"""Sentiment of real verbatims: ``./parcours bench words``, against two peers in the same run.

All are asked for the same texts, none of which any of them was trained on. The peers: words
and pairs by TF-IDF with a logistic regression, learned from the very data Parcours may learn
from; and a count of the lexicon's words, without negation or learning. Where Parcours
abstains it counts as "neither" among three labels. Speed is texts a second of processor time,
that of all threads of the process together, whatever else the machine does; all texts at once,
the median of five runs in turns, and the slowest and fastest. Parcours tells language, drivers
and flags in that time too.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from threadpoolctl import threadpool_limits
from training.measured import sets
from training.sources import SILENT, opinions

from benchmarks import report
from parcours.core.text import code
from parcours.core.text.lexicon import lexicon
from parcours.core.text.tokens import tokenise

SHARED: Final = Path(__file__).parents[2] / "shared" / "data"
OURS: Final = "Parcours"
REPEATED: Final = 3  # so that what is paid once does not show
RUNS: Final = 5

Answer = tuple[NDArray[Any], NDArray[Any]]  # pleased or not; one of three
Reader = Callable[[pl.DataFrame], Answer]


@dataclass
class Contestant:
    """One way to read sentiment."""

    name: str
    read: Reader

    def speed(self, rows: pl.DataFrame) -> float:
        """Return how many texts it reads in a second of processor time."""
        began = time.process_time()
        self.read(rows)
        return len(rows) / (time.process_time() - began)

    def marks(self, rows: pl.DataFrame) -> tuple[float, float, float]:
        """Return accuracy and macro-F1 of two labels, macro-F1 of three."""
        side, label = self.read(rows)
        truth = rows["label"].to_numpy()
        clear = truth != 0
        return (
            float((side == truth)[clear].mean()),
            float(f1_score(truth[clear], side[clear], average="macro")),
            float(f1_score(truth, label, average="macro")),
        )


def main(folder: Path = SHARED) -> int:
    """Measure and print; 1 where the data is not there."""
    if not folder.is_dir():
        print(f"real data is not at {folder}", file=sys.stderr)
        return 1
    with threadpool_limits(1):
        contestants = [Contestant(OURS, ours), learned(folder), Contestant("lexicon", counted)]
        table = Table("texts", "n", title=f"sentiment · {report.machine()}")
        for each in contestants:
            table.add_column(f"{each.name}\nacc. · F1 · F1 of 3")
        table.add_column("errors per\nTF-IDF error")
        asked = list(sets(folder))
        for name, rows in asked:
            table.add_row(*_row(name, rows, contestants))
        every = pl.concat([rows for _, rows in asked] * REPEATED)
        turns = [[each.speed(every) for each in contestants] for _turn in range(RUNS)]
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    letters = every["text"].str.len_chars().mean()
    print(f"{len(every):,} texts of {letters:.0f} letters on average")
    first = median(turn[0] for turn in turns)
    for each, speeds in zip(contestants, zip(*turns, strict=True), strict=True):
        middle = median(speeds)
        print(
            f"{each.name:<10}{middle:>10,.0f} texts/s of processor time "
            f"({min(speeds):,.0f} to {max(speeds):,.0f})   Parcours: {first / middle:.2f} x"
        )
    return 0


def _row(name: str, rows: pl.DataFrame, contestants: list[Contestant]) -> list[str]:
    marks = [each.marks(rows) for each in contestants]
    ratio = (1 - marks[0][0]) / (1 - marks[1][0])
    told = [" · ".join(f"{100 * mark:.1f}" for mark in each) for each in marks]
    return [name, f"{len(rows):,}", *told, f"{ratio:.2f}"]


def ours(rows: pl.DataFrame) -> Answer:
    """Read as Parcours does; where it abstains, its likelier side counts all the same."""
    found = code(rows["text"])
    side = np.where(found["positivity"] > 0.5, 1, -1)
    return side, found["sentiment"].fill_null(0).to_numpy()


def learned(folder: Path) -> Contestant:
    """Return TF-IDF and logistic regression, learned from what Parcours may learn from."""
    rows = opinions(folder).filter(pl.col("domain") != SILENT, part="train")
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = words.fit_transform(rows["text"])
    model = LogisticRegression(C=5, max_iter=200, class_weight="balanced")
    model.fit(matrix, rows["label"].to_numpy())

    def read(asked: pl.DataFrame) -> Answer:
        shares = model.predict_proba(words.transform(asked["text"]))
        return np.where(shares[:, 2] > shares[:, 0], 1, -1), model.classes_[shares.argmax(1)]

    return Contestant("TF-IDF", read)


def counted(rows: pl.DataFrame) -> Answer:
    """Count words for and against, in the language the text is known to be in."""
    tokens = tokenise(rows["text"])
    french = (rows["language"] == "fr").to_numpy()[tokens.rows]
    strengths = [
        np.array([lexicon(each).strength(word) for word in tokens.words])[tokens.codes]
        for each in ("fr", "en")
    ]
    told = np.sign(np.where(french, *strengths))
    label = np.sign(np.bincount(tokens.rows, told, minlength=len(tokens)))
    return np.where(label >= 0, 1, -1), label


if __name__ == "__main__":
    sys.exit(main())

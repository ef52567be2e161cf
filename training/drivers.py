"""The drivers' model: sentences written for Parcours, M-ABSA (Apache-2.0) and mini-BAR (MIT).

What is known of a text may be only some of its drivers: the others, where no person said
anything, are taken from the phrases, and then only words may learn from them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from parcours.core.text.design import SIZES, hashed, packed
from parcours.core.text.drivers import DRIVERS, findings
from parcours.core.text.evidence import Reader
from parcours.core.text.lexicon import hear
from parcours.core.text.tokens import Tokens, tokenise
from training.sources import HERE, labelled

LETTERS: Final = dict(zip("otsaepi", DRIVERS, strict=True))
DOMAINS: Final = ("coursera", "food", "hotel", "phone", "sight")
_TRIPLET: Final = re.compile(r"'([^']*)', '(?:positive|negative|neutral|conflict)'\]")
TOLD_BY: Final = (
    (r"^(food|drinks?|food_drinks|amazon|hotel|laptop|restaurant)? ?.*(prices?|style_options|"
     r"availability|value)$", "offer"),
    (r"^(coursera )?(course (quality|comprehensiveness|relatability)|faculty|material|"
     r"presentation|assignments)", "advice"),
    (r"course value", "offer"),
    (r"shipment delivery|Logistics#(Speed|general)|Timeliness|Shipping|Ease of Use|USABILITY|"
     r"^location general|^hotel location|faculty response", "time"),
    (r"cleanliness|comfort$|ambience|Aesthetics|#Color|rooms design_features|"
     r"hotel design_features", "sensations"),
    (r"Seller Service#Attitude", "emotions"),
    (r"Battery|Camera|Performance|Price#|Quality#|Product (Acc|Conf)|Screen|Signal|System|"
     r"Audio|Smart|Security|Shooting|Exchange|Promotional|"
     r"LAPTOP#(PRICE|QUALITY|OPERATION)", "offer"),
)  # fmt: skip
UNSURE: Final = (
    (r"food (quality|general)|food_drinks quality|drinks quality|shipment quality|Appearance|"
     r"Packag|DESIGN|DISPLAY|KEYBOARD|rooms (general|quality)|amenities|facilities", "offer"),
    (r"food (quality|general)|food_drinks quality|drinks quality|Appearance|DESIGN|DISPLAY|"
     r"rooms|hotel quality|facilities|Packag|Audio|Weight|sight", "sensations"),
    (r"service general|Shopping Experiences|Loyalty|SUPPORT", "emotions"),
    (r"service general|Lost and Damaged|Shopping Experiences|faculty|assign|presentation",
     "time"),
    (r"service general|SUPPORT|faculty", "advice"),
)  # fmt: skip

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Texts:
    """Texts and what is known of each driver: 1 there, 0 not, NaN unknown."""

    texts: list[str]
    languages: list[str]
    known: Floats
    weight: float

    def heard(self) -> tuple[Tokens, Floats]:
        """Return their tokens, and what the phrases find in them."""
        tokens = tokenise(pl.Series(self.texts, dtype=pl.String))
        languages = pl.Series(self.languages, dtype=pl.String)
        heard = hear(tokens, (languages == "fr").to_numpy())
        evidence = Reader("drivers", DRIVERS).read(tokens, heard, languages)
        return tokens, findings(evidence, len(tokens))


def of_rows(rows: list[dict[str, Any]], weight: float = 1.0) -> Texts:
    """Return labelled *rows* as texts of which everything is known."""
    known = np.array([[key in row["drivers"] for key in DRIVERS] for row in rows], np.float32)
    languages = [row["language"] for row in rows]
    return Texts([row["text"] for row in rows], languages, known, weight)


def written(weight: float = 1.0, *, joined: int = 400) -> Texts:
    """Return the sentences written for Parcours, alone and two by two."""
    texts, languages, known = [], [], []
    for language in ("fr", "en"):
        lines = list(_written(language))
        luck = Random(11)
        twos = [luck.sample(lines, 2) for _ in range(joined)]
        lines += [(f"{one}. {two}", told | more) for (one, told), (two, more) in twos]
        texts += [text for text, _ in lines]
        languages += [language] * len(lines)
        known += [[float(key in told) for key in DRIVERS] for _, told in lines]
    return Texts(texts, languages, np.array(known, np.float32), weight)


def _written(language: str) -> Iterator[tuple[str, set[str]]]:
    path = HERE / "sentences" / f"drivers.{language}.txt"
    for line in path.read_text("utf-8").splitlines():
        marks, bar, text = line.partition(" | ")
        if bar:
            yield text, {LETTERS[mark[0]] for mark in marks.split() if mark[0] in LETTERS}


def aspects(folder: Path, domains: tuple[str, ...], *, split: str, weight: float) -> Texts:
    """Return M-ABSA's sentences, their categories read as drivers."""
    rows = pl.read_parquet(folder / "m_absa_fr_en.parquet").with_row_index("row")
    rows = rows.with_columns(twin=pl.int_range(pl.len()).over("domain", "split", "lang"))
    kept = rows.filter(pl.col("domain").is_in(domains), pl.col("split") == split)
    held = rows.filter(
        pl.col("row").is_in(_held("M-ABSA")) | pl.col("text").is_in(_held_texts())
    )
    kept = kept.join(held, on=["domain", "split", "twin"], how="anti").sort("row")
    told = zip(kept["domain"], kept["triplets"], strict=True)
    known = np.array([_told(domain, triplets) for domain, triplets in told], np.float32)
    return Texts(kept["text"].to_list(), kept["lang"].to_list(), known, weight)


def _told(domain: str, triplets: str) -> list[float]:
    told = [f"{domain} {each}" for each in _TRIPLET.findall(triplets)]
    plain = [each.removeprefix(f"{domain} ") for each in told]
    return [_one(key, told + plain) for key in DRIVERS]


def _one(driver: str, categories: list[str]) -> float:
    def has(rules: tuple[tuple[str, str], ...]) -> bool:
        return any(
            key == driver and re.search(rule, each)
            for rule, key in rules
            for each in categories
        )

    if has(TOLD_BY):
        return 1.0
    rare = driver in ("personalisation", "identity")
    return float("nan") if rare or has(UNSURE) else 0.0


def app_reviews(folder: Path, weight: float) -> Texts:
    """Return mini-BAR's reviews: a reported problem or a wished function is offer."""
    rows = pl.read_parquet(folder / "minibar_app_reviews_fr_en.parquet").with_row_index("row")
    rows = rows.filter(
        ~pl.col("row").is_in(_held("mini-BAR")), ~pl.col("data").is_in(_held_texts()),
        pl.col("ori_lang").is_in(["fr", "en"]),
    )  # fmt: skip
    known = np.full((len(rows), len(DRIVERS)), np.nan, np.float32)
    told = (rows["problem_report"] + rows["feature_request"] > 0).to_numpy()
    known[told, 0] = 1
    return Texts(rows["data"].to_list(), rows["ori_lang"].to_list(), known, weight)


def _held(source: str) -> list[int]:
    found = [re.fullmatch(rf"{source} row (\d+)", row["source"]) for row in _kept_out()]
    return [int(each[1]) for each in found if each]


def _held_texts() -> list[str]:
    return [row["text"] for row in _kept_out()]


def _kept_out() -> list[dict[str, Any]]:
    return labelled("dev") + labelled("test")


EMPHASIS: Final = {"words": 1.0, "pieces": 0.5, "pairs": 0.7}
FINDING: Final = 2.0  # a finding weighs more than a word
UNTOLD: Final = 0.4  # what the phrases say of a text weighs less than what people say
STRENGTH: Final = 0.5
LEAST: Final = 0.35
MOST: Final = 3000  # texts of one source
SLOPE: Final = 0.71
SHIFT: Final = (-0.03, -0.48, -0.31, -0.58, -0.61, -0.74, -0.89)
"""From a score to log-odds that come true: fitted once, by logistic regression of 131 of the
labelled verbatims on their scores, before any phrase was written for those."""


def train(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of the model, from the tables in *folder* and what is written here."""
    return learn(
        [
            written(),
            some(app_reviews(folder, 0.2)),
            some(aspects(folder, DOMAINS, split="train", weight=0.1)),
        ]
    )


def learn(sources: list[Texts]) -> dict[str, NDArray[Any]]:
    """Return the weights learned from *sources*."""
    read = [source.heard() for source in sources]
    said = [_said(tokens) for tokens, _ in read]
    columns = []
    for driver in range(len(DRIVERS)):
        parts = [
            part
            for source, (_, found), matrix in zip(sources, read, said, strict=True)
            for part in _parts(source, driver, found=found, matrix=matrix)
        ]
        rows, truth, weight = zip(*parts, strict=True)
        fit = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
        fit.fit(vstack(rows).tocsr(), np.concatenate(truth), np.concatenate(weight))
        columns.append(np.append(fit.coef_[0], fit.intercept_[0]))
    return _weights(np.array(columns, np.float64).T)


def _parts(
    source: Texts, driver: int, *, found: Floats, matrix: csr_matrix
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield what is known of a driver, then what phrases say of the rest, hiding findings."""
    known = ~np.isnan(source.known[:, driver])
    seen = csr_matrix(found * FINDING)
    yield (
        hstack([matrix[known], seen[known]]),
        source.known[known, driver] > 0,
        np.full(known.sum(), source.weight),
    )
    if not known.all():
        blank = csr_matrix(((~known).sum(), found.shape[1]))
        yield (
            hstack([matrix[~known], blank]),
            found[~known, driver : 3 * len(DRIVERS) : len(DRIVERS)].any(axis=1),
            np.full((~known).sum(), source.weight * UNTOLD),
        )


def _said(tokens: Tokens) -> csr_matrix:
    matrices = hashed(tokens)
    return hstack([matrices[name] * EMPHASIS[name] for name in SIZES]).tocsr()


def _weights(fitted: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    *tables, found, start = np.split(fitted, [*np.cumsum(list(SIZES.values())), -1])
    named = zip(SIZES, tables, strict=True)
    each = np.ones(len(DRIVERS), np.float32)
    return packed({name: table * EMPHASIS[name] for name, table in named}) | {
        "findings": (found * FINDING).astype(np.float32),
        "start": start[0].astype(np.float32),
        "slope": np.float32(SLOPE) * each,
        "shift": np.array(SHIFT, np.float32),
        "least": np.float32(LEAST) * each,
    }


def some(texts: Texts, seed: int = 5) -> Texts:
    """Return at most ``MOST`` of *texts*, always the same."""
    if len(texts.texts) <= MOST:
        return texts
    kept = sorted(Random(seed).sample(range(len(texts.texts)), MOST))
    return replace(
        texts,
        texts=[texts.texts[row] for row in kept],
        languages=[texts.languages[row] for row in kept],
        known=texts.known[kept],
    )

"""The judges of drivers and flags: one network, learned from labelled verbatims."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text import drivers, flags
from parcours.core.text.drivers import DRIVERS
from parcours.core.text.evidence import Reader
from parcours.core.text.flags import FLAGS
from parcours.core.text.lexicon import hear
from parcours.core.text.phrases import ANY, shipped
from parcours.core.text.sentiment import sense
from parcours.core.text.tokens import Tokens, tokenise
from training.fitting import Table, come_true
from training.network import Lesson, Network
from training.sources import HERE
from training.told import Row, told
from training.vocabulary import Vocabulary

LETTERS: Final = dict(zip("otsaepi", DRIVERS, strict=True))
SIGNS: Final = {"+": 1, "-": -1, "0": 0}
JOINED: Final = 400  # sentences of a language put together two by two
UNNAMED: Final = 0.4  # what a phrase counts for what it does not name
BESIDES: Final = 0.5  # what polarity and flags count, beside the presence of a driver
FOLDS: Final = 4
THINGS: Final = {"drivers": 2 * len(DRIVERS), "flags": len(FLAGS)}


def train(data: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of the network and of its judges.

    Things judged are the presence of each driver, being pleased with each, and the flags.
    """
    rows = told(data) + _written() + _phrases("drivers", DRIVERS) + _phrases("flags", FLAGS)
    tokens = tokenise(pl.Series([row["text"] for row in rows], dtype=pl.String))
    vocabulary = Vocabulary.of(tokens)
    found = _found(tokens, pl.Series([row["language"] for row in rows], dtype=pl.String))
    truth, weight = _truth(rows)
    lesson = Lesson(
        tokens, vocabulary.features, np.hstack(list(found.values())), truth, weight,
        _sees({name: each.shape[1] for name, each in found.items()}),
    )  # fmt: skip
    is_told = _table([["sentiment" in row] for row in rows])
    line = come_true(_unseen(lesson, rows), truth, weight * is_told)
    network = Network(lesson)
    network.learn(np.arange(len(rows)))
    sizes = [each.shape[1] for each in found.values()]
    return vocabulary.packed(network.numbers["words"]) | _arrays(network, sizes, line)


def _truth(rows: list[Row]) -> tuple[Table, Table]:
    """Return what is true of each row, a column per thing, and what that counts."""
    said = _table(
        [[row.get("drivers", {}).get(key, np.nan) for key in DRIVERS] for row in rows]
    )
    there, sign = ~np.isnan(said), np.nan_to_num(said)
    raised = _table([[flag in row.get("flags", ()) for flag in FLAGS] for row in rows]) > 0
    present = _known(rows, "drivers", there)
    weight = [present, present * (sign != 0) * BESIDES, _known(rows, "flags", raised) * BESIDES]
    truth = np.hstack([there, sign > 0, raised])
    return truth.astype(np.float32), np.hstack(weight).astype(np.float32)


def _known(rows: list[Row], name: str, true: NDArray[np.bool_]) -> Table:
    """Return what each of *true* counts: of what a phrase does not name, little is known."""
    is_known = _table([[name in row] for row in rows])
    unnamed = _table([[row.get("unnamed", 1.0)] for row in rows])
    known: Table = is_known * np.where(true, 1, unnamed)
    return known


def _table(rows: list[list[Any]]) -> Table:
    return np.array(rows, np.float32)


def _phrases(name: str, labels: Sequence[str]) -> list[Row]:
    """Return the phrases of a lexicon, each a text that says its label."""
    rows = []
    for each in shipped(name):
        words = [step.either[0] for step in each.readings[0]]
        if each.weight == 1 and not any(word == ANY or set(word) & set("*<") for word in words):
            said = {each.label: 0} if each.label in labels else {}
            rows += [
                {"text": " ".join(words), "language": each.language, name: said,
                 "unnamed": UNNAMED if said else 1.0}
            ]  # fmt: skip
    return rows


def _unseen(lesson: Lesson, rows: list[Row]) -> Table:
    """Return the scores of each text by a network that learned neither it nor its twin."""
    twins = {"": -1} | {row["twin"]: at for at, row in enumerate(rows) if "twin" in row}
    places = np.array([twins[row.get("twin", "")] for row in rows])
    fold = np.where(places < 0, np.arange(len(rows)), places) % FOLDS
    scores = np.zeros(lesson.truth.shape, np.float32)
    for each in range(FOLDS):
        network = Network(lesson)
        network.learn(np.flatnonzero(fold != each))
        held = np.flatnonzero(fold == each)
        scores[held] = network.scores(held)
    return scores


def _found(tokens: Tokens, languages: pl.Series) -> dict[str, Table]:
    """Return what each judge is told besides words."""
    heard = hear(tokens, (languages == "fr").to_numpy())
    positivity = sense(tokens, heard).positivity
    of_drivers = Reader("drivers", DRIVERS).read(tokens, heard, languages)
    of_flags = Reader("flags", FLAGS).read(tokens, heard, languages)
    return {
        "drivers": drivers.findings(of_drivers, tokens, heard=heard, positivity=positivity),
        "flags": flags.findings(of_flags, tokens, positivity),
    }


def _sees(findings: dict[str, int]) -> Table:
    """Return which findings (rows) each judge (columns) is told."""
    owner = np.repeat(list(findings), list(findings.values()))
    thing = np.repeat(list(THINGS), list(THINGS.values()))
    return (owner[:, None] == thing).astype(np.float32)


def _arrays(
    network: Network, sizes: list[int], line: tuple[Table, Table]
) -> dict[str, NDArray[Any]]:
    numbers = network.numbers
    kept: dict[str, NDArray[Any]] = {"turns": numbers["turns"], "bias": numbers["bias"]}
    said = np.vstack([numbers["said"], numbers["summed"]])
    ends = np.cumsum([0, *sizes]), np.cumsum([0, *THINGS.values()])
    for at, name in enumerate(THINGS):
        told, things = (slice(end[at], end[at + 1]) for end in ends)
        slope, shift = (each[things] for each in line)
        kept |= {
            f"{name}_said": said[:, things],
            f"{name}_findings": numbers["findings"][told, things],
            f"{name}_start": numbers["start"][things],
            f"{name}_slope": slope,
            f"{name}_shift": shift,
        }
    return kept


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
        rows += [
            {"text": text, "language": language, "drivers": drivers} for text, drivers in alone
        ]
    return rows


def _marked(marks: str) -> dict[str, int]:
    said = (mark for mark in marks.split() if mark[0] in LETTERS)
    return {LETTERS[mark[0]]: SIGNS.get(mark[1:], 0) for mark in said}


def _both(one: dict[str, int], two: dict[str, int]) -> dict[str, int]:
    clash = {key: 0 for key in one.keys() & two.keys() if one[key] != two[key]}
    return one | two | clash

"""How well drivers and flags are read: F1 with an interval, polarity, calibration.

``python -m training.measuring_drivers DATA`` prints totals on the labelled verbatims, and
on two public sets whose own categories are read as drivers. It never prints a text.
"""

import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.drivers import DRIVERS, judge_drivers
from parcours.core.text.evidence import Evidence, Reader
from parcours.core.text.flags import FLAGS, code_flags
from parcours.core.text.language import detect
from parcours.core.text.lexicon import hear
from parcours.core.text.meaning import meaning
from parcours.core.text.sentiment import sense
from parcours.core.text.tokens import tokenise
from training.aspects import aspects
from training.measuring import calibration_error
from training.sources import labelled

DRAWS: Final = 2000
THEMES: Final = {
    "offer": ["Food & drink provision & facilities", "Provision of medical equipment",
              "Electronic entertainment"],
    "time": ["Timeliness of care", "Staff responsiveness", "Number & deployment of staff",
             "Contacting services", "Appointment arrangements", "Appointment method", "Parking",
             "Service location", "Transport to/ from services", "Organisation & efficiency"],
    "sensations": ["Cleanliness, tidiness & infection control", "Environment & Facilities",
                   "Sensory experience", "Pain management"],
    "advice": ["Competence & training", "Information directly from staff during care",
               "Information provision & guidance", "Diagnosis & triage",
               "Being kept informed, clarity & consistency of information"],
    "emotions": ["Staff manner & personal attributes", "Feeling safe",
                 "Staff listening, understanding & involving patients"],
}  # fmt: skip
"""Which themes of the NHS's comments are which driver; the others are none."""

Table = NDArray[np.bool_]


def f1(said: Table, true: Table) -> float:
    """Return the F1 of all cells together."""
    right = (said & true).sum()
    return float(2 * right / max(said.sum() + true.sum(), 1))


def interval(said: Table, true: Table, seed: int = 0) -> tuple[float, float]:
    """Return a 95 % interval of F1, texts drawn again with replacement."""
    luck = np.random.default_rng(seed)
    drawn = luck.integers(0, len(said), (DRAWS, len(said)))
    low, high = np.quantile([f1(said[rows], true[rows]) for rows in drawn], [0.025, 0.975])
    return float(low), float(high)


def coded(texts: list[str]) -> dict[str, Any]:
    """Return tables of *texts* by drivers (and flags): said, felt, sure, found by phrases."""
    tokens = tokenise(pl.Series(texts, dtype=pl.String))
    spoken = detect(tokens)
    heard = hear(tokens, spoken.is_french, spoken.is_sure)
    given = {
        "meant": meaning(tokens), "heard": heard, "languages": spoken.language,
        "positivity": sense(tokens, heard).positivity,
    }  # fmt: skip
    drivers = judge_drivers(tokens, **given).frame()
    flags = code_flags(tokens, **given)
    evidence = Reader("drivers", DRIVERS).read(tokens, heard, spoken.language)
    felt = drivers.select(f"driver_{key}" for key in DRIVERS)
    return {
        "said": felt.select(pl.all().is_not_null()).to_numpy(),
        "felt": felt.fill_null(0).to_numpy(),
        "sure": drivers.select(f"sure_{key}" for key in DRIVERS).to_numpy(),
        "phrases": _found(evidence, len(texts)),
        "flags": flags.to_numpy(),
    }


def _found(evidence: Evidence, texts: int) -> Table:
    found = np.zeros((texts, len(DRIVERS)), np.bool_)
    is_enough = evidence.weight >= 1
    found[evidence.text[is_enough], evidence.label[is_enough]] = True
    return found


def of_labelled(name: str) -> list[str]:
    """Return the totals on ``labelled/NAME.jsonl``, a line each."""
    rows = labelled(name)
    told: Any = [row["drivers"] for row in rows]
    true = np.array([[key in each for key in DRIVERS] for each in told])
    feeling = np.array([[each.get(key, 0) for key in DRIVERS] for each in told])
    raised = np.array([[flag in row["flags"] for flag in FLAGS] for row in rows])  # type: ignore[operator]
    found = coded([str(row["text"]) for row in rows])
    lines = []
    for language in ("fr", "en", "both"):
        kept = np.array([language in (row["language"], "both") for row in rows])
        part = {key: table[kept] for key, table in found.items()}
        lines += [f"{name} {language}: " + _line(part, true[kept], feeling[kept])]
        lines += [f"  {key} " + _marks(part["said"][:, at], true[kept, at])
                  for at, key in enumerate(DRIVERS)]  # fmt: skip
    lines += [f"  {flag} " + _marks(found["flags"][:, at], raised[:, at])
              for at, flag in enumerate(FLAGS)]  # fmt: skip
    return lines + _instead(found["said"], true)


def _line(part: dict[str, Any], true: Table, feeling: NDArray[np.int_]) -> str:
    said, both = part["said"], part["said"] & true
    low, high = interval(said, true)
    right = part["felt"] == feeling
    clear = both & (feeling != 0)
    each = [f1(said[:, [at]], true[:, [at]]) for at in range(len(DRIVERS))]
    error = calibration_error(part["sure"].ravel(), true.ravel())
    return (
        f"n={len(true)} micro-F1 {f1(said, true):.3f} [{low:.3f}, {high:.3f}] "
        f"macro {np.mean(each):.3f}, phrases alone {f1(part['phrases'], true):.3f}, "
        f"polarity {right[both].mean():.3f}, of clear ones {right[clear].mean():.3f}, "
        f"ECE {error:.3f}"
    )


def _marks(said: Table, true: Table) -> str:
    right = (said & true).sum()
    return (
        f"precision {right / max(said.sum(), 1):.2f} recall {right / max(true.sum(), 1):.2f} "
        f"F1 {f1(said, true):.2f} n={true.sum()}"
    )


def _instead(said: Table, true: Table) -> list[str]:
    """Return, for each driver missed, which drivers were wrongly said of the same texts."""
    missed, wrong = (true & ~said).astype(int), (said & ~true).astype(int)
    table = missed.T @ wrong
    nothing = (missed.T * ~(wrong > 0).any(axis=1)).sum(axis=1)
    return ["  missed, said instead: " + " ".join((*DRIVERS, "none"))] + [
        f"  {key} " + " ".join(map(str, (*row, none)))
        for key, row, none in zip(DRIVERS, table, nothing, strict=True)
    ]


def of_aspects(folder: Path, domain: str) -> list[str]:
    """Return the totals on a part of M-ABSA that no model saw, where its categories tell."""
    texts = aspects(folder, domain)
    said = coded(texts.texts)["said"]
    lines = []
    for at, key in enumerate(DRIVERS):
        known = ~np.isnan(texts.known[:, at])
        true = texts.known[known, at] > 0
        if true.sum() >= 10:
            lines.append(f"M-ABSA {domain} {key} " + _marks(said[known, at], true))
    return lines


def of_comments(folder: Path) -> list[str]:
    """Return the totals on the NHS's comments, their themes read as drivers."""
    rows = pl.read_parquet(folder / "nhs_patient_experience_v6.parquet")
    rows = rows.filter(
        pl.col("FFT answer").is_not_null(), pl.col("Labelling not possible").is_null()
    )
    said = coded(rows["FFT answer"].to_list())["said"]
    return [
        f"NHS {key} "
        + _marks(
            said[:, DRIVERS.index(key)],
            rows.select(pl.any_horizontal(pl.col(themes).fill_null(0).fill_nan(0) > 0))
            .to_series()
            .to_numpy(),
        )
        for key, themes in THEMES.items()
    ]


if __name__ == "__main__":
    data = Path(sys.argv[1])
    for name in ("dev", "test", "fresh"):
        print(*of_labelled(name), sep="\n")  # noqa: T201
    for domain in ("restaurant", "hotel"):
        print(*of_aspects(data, domain), sep="\n")  # noqa: T201
    print(*of_comments(data), sep="\n")  # noqa: T201

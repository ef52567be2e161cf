"""How well drivers and flags are read: F1 with an interval, polarity, calibration.

``python -m training.measuring_drivers dev`` prints totals only, never a text.
"""

import sys
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.drivers import DRIVERS, code_drivers
from parcours.core.text.evidence import Evidence, Reader
from parcours.core.text.language import detect
from parcours.core.text.lexicon import hear
from parcours.core.text.tokens import tokenise
from training.measuring import calibration_error
from training.sources import labelled

DRAWS: Final = 2000
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


def measured(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what was said and what is true of labelled *rows*, tables of texts by drivers."""
    tokens = tokenise(pl.Series([row["text"] for row in rows]))
    spoken = detect(tokens)
    heard = hear(tokens, spoken.is_french, spoken.is_sure)
    coded = code_drivers(tokens, heard=heard, languages=spoken.language)
    evidence = Reader("drivers", DRIVERS).read(tokens, heard, spoken.language)
    told = [[row["drivers"].get(key) for key in DRIVERS] for row in rows]
    return {
        "language": np.array([row["language"] for row in rows]),
        "true": np.array([[each is not None for each in row] for row in told]),
        "feeling": np.array([[each or 0 for each in row] for row in told]),
        "said": coded.select(
            pl.col(f"driver_{key}").is_not_null() for key in DRIVERS
        ).to_numpy(),
        "felt": coded.select(
            pl.col(f"driver_{key}").fill_null(0) for key in DRIVERS
        ).to_numpy(),
        "sure": coded.select(f"sure_{key}" for key in DRIVERS).to_numpy(),
        "phrases": _found(evidence, len(tokens)),
    }


def _found(evidence: Evidence, texts: int) -> Table:
    found = np.zeros((texts, len(DRIVERS)), np.bool_)
    is_enough = evidence.weight >= 1
    found[evidence.text[is_enough], evidence.label[is_enough]] = True
    return found


def report(name: str) -> str:
    """Return the totals on ``labelled/NAME.jsonl`` as text."""
    found = measured(labelled(name))
    lines = []
    for language in ("fr", "en", "both"):
        kept = (found["language"] == language) | (language == "both")
        true, said, phrases = (found[key][kept] for key in ("true", "said", "phrases"))
        low, high = interval(said, true)
        each = [f1(said[:, [place]], true[:, [place]]) for place in range(len(DRIVERS))]
        both = said & true
        right = (found["felt"] == found["feeling"])[kept][both].mean()
        clear = both & (found["feeling"][kept] != 0)
        sign = (found["felt"] == found["feeling"])[kept][clear].mean()
        error = calibration_error(found["sure"][kept].ravel(), true.ravel())
        lines.append(
            f"{language} n={kept.sum()} micro-F1 {f1(said, true):.3f} [{low:.3f}, {high:.3f}] "
            f"macro {np.mean(each):.3f}; phrases alone {f1(phrases, true):.3f}; "
            f"polarity {right:.3f}, of clear ones {sign:.3f}; ECE {error:.3f}"
        )
        lines.append(
            "  " + " ".join(f"{k} {v:.2f}" for k, v in zip(DRIVERS, each, strict=True))
        )
    return "\n".join(lines)


if __name__ == "__main__":
    for asked in sys.argv[1:]:
        print(report(asked))  # noqa: T201

"""The planted gaps and what they truly do: both outcomes of each occurrence are known."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.answers import expected_score
from parcours.core.demo.company import DAYS, Floats
from parcours.core.demo.lives import LEAST, WINDOW, Lives

PLANTED: Final = (
    "seller-free", "same-price", "no-late-fee", "short-queue", "delivered-on-the-day",
    "intact-parcel", "replaced-at-once", "right-for-home", "first-answer", "call-answered",
    "called-back", "kitchen-table",
)  # fmt: skip
"""Experiences with an effect; ``kitchen-table`` is one that no promise speaks of."""

NOT_THERE: Final = (
    "found-fast", "review-answered", "ready-on-time", "table-ready", "being-read",
    "told-what-changed",
)  # fmt: skip
"""Promises whose breaking changes nothing: neither the felt score nor the return."""


def true_effects(lives: Lives, answers: pl.DataFrame) -> pl.DataFrame:
    """Return the effect of keeping rather than breaking each promise, kept minus broken.

    Each occurrence is lived once, but was generated with the probability of coming back
    (and the expected score) it would have had either way, everything else as it was. The
    truth is the mean difference over the occurrences an analysis can use: those whose 90
    days are over, or whose score is known.

    Returns:
        ``promise``, ``outcome`` (``returned``: share, ``felt``: 1 to 5), ``effect``,
        ``if_kept`` and ``if_broken`` (the two means) and ``n``; a null effect of exactly 0
        for promises that change nothing, without means.
    """
    rows = []
    lived = pl.concat(lives.lived).filter(pl.col("promise").is_in(PLANTED))
    occasions = pl.concat(lives.occasions)
    for (promise,), part in lived.group_by("promise", maintain_order=True):
        rows.append(
            _returned(str(promise), part.join(occasions, on="row", maintain_order="left"))
        )
        rows.append(_felt(str(promise), part, answers))
    rows += [
        {"promise": promise, "outcome": outcome, "effect": 0.0}
        for promise in NOT_THERE
        for outcome in ("returned", "felt")
    ]
    return pl.DataFrame(
        rows,
        schema={
            "promise": pl.String, "outcome": pl.String, "effect": pl.Float64,
            "if_kept": pl.Float64, "if_broken": pl.Float64, "n": pl.Int64,
        },
    ).sort("promise", "outcome", descending=[False, True])  # fmt: skip


def _returned(promise: str, lived: pl.DataFrame) -> dict[str, object]:
    known = lived.filter(pl.col("anchor") + WINDOW < DAYS)
    kept = (known["linear"] - known["broken"] * known["push"]).to_numpy()
    broken = kept + known["push"].to_numpy()
    kept, broken = (np.clip(chance, LEAST, 1 - LEAST) for chance in (kept, broken))
    return _row(promise, "returned", kept=kept, broken=broken)


def _felt(promise: str, lived: pl.DataFrame, answers: pl.DataFrame) -> dict[str, object]:
    said = answers.filter(pl.col("is_answered") & (pl.col("at") < DAYS))
    both = lived.select("row", "survey", "broken", "felt_push").join(
        said.select("row", "survey", "level"), on=["row", "survey"]
    )
    kept = (both["level"] - both["broken"] * both["felt_push"]).to_numpy()
    broken = kept + both["felt_push"].to_numpy()
    return _row(promise, "felt", kept=expected_score(kept), broken=expected_score(broken))


def _row(promise: str, outcome: str, *, kept: Floats, broken: Floats) -> dict[str, object]:
    return {
        "promise": promise,
        "outcome": outcome,
        "effect": float(kept.mean() - broken.mean()),
        "if_kept": float(kept.mean()),
        "if_broken": float(broken.mean()),
        "n": len(kept),
    }

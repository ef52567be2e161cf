"""Who answers a survey, and with what score: a mood, what was lived, and chance."""

from typing import Final

import numpy as np
import polars as pl
from scipy.stats import norm

from parcours.core.demo.company import Floats, Random
from parcours.core.demo.lives import Lives

NOISE: Final = 0.75


def expected_score(level: Floats) -> Floats:
    """Return the mean of the whole scores 1 to 5 that people at *level* give.

    >>> expected_score(np.array([3.0, 9.0])).round(2).tolist()
    [3.0, 5.0]
    """
    steps = np.arange(1.5, 5)
    return np.asarray(1 + norm.cdf((level[:, None] - steps) / NOISE).sum(axis=1))


def answer(rng: Random, lives: Lives) -> pl.DataFrame:
    """Return one row per survey offered, with ``level``, ``score`` and ``is_answered``.

    ``level`` is what the customer feels before noise and rounding. Answering depends on
    the card and on whether something went wrong, not on the mood: who answers is biased,
    but not once one knows what happened to them.
    """
    moods = pl.concat(lives.occasions).select(
        "row", "customer", "mood", "speaks_english", "card"
    )
    felt = (
        pl.concat(lives.lived)
        .filter(pl.col("broken") & ~pl.col("nested"))
        .group_by("row", "survey")
        .agg(push=pl.col("felt_push").sum())
    )
    asked = pl.concat(lives.asked).join(moods, on="row", how="left", maintain_order="left")
    asked = asked.join(felt, on=["row", "survey"], how="left", maintain_order="left")
    level = (asked["base"] + asked["mood"] + asked["push"].fill_null(0.0)).to_numpy()
    chance = asked["rate"] + 0.03 * asked["card"] + 0.06 * asked["went_wrong"]
    noise = rng.normal(0, NOISE, asked.height)
    return asked.with_columns(
        level=pl.Series(level),
        score=pl.Series(np.clip(np.round(level + noise), 1, 5)),
        is_answered=pl.Series(rng.random(asked.height)) < chance,
    )

"""What people say of the house afterwards: NPS surveys and reviews, and who reads them."""

import numpy as np
import polars as pl

from parcours.core.demo.company import Floats, Random, Year, awake
from parcours.core.demo.recording import case_name, record
from parcours.core.demo.verbatims import quiet, speak


def echo(rng: Random, year: Year, occasions: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the NPS surveys and the reviews that follow some *occasions*, and the replies.

    ``occasions`` has ``gloom``, what was lived there in points of felt score (0 or below).
    Whether the house replies changes nothing: two gaps that are not there.
    """
    return [*_recommendations(rng, year, occasions), *_reviews(rng, year, occasions)]


def _recommendations(rng: Random, year: Year, occasions: pl.DataFrame) -> list[pl.DataFrame]:
    asked = _after(rng, occasions, share=0.3, letter="N")
    answered = asked.filter(pl.lit(pl.Series(rng.random(asked.height) < 0.24)))
    level = (9.3 + 2.0 * answered["mood"] + 0.9 * answered["gloom"]).to_numpy()
    score = np.clip(np.round(level + rng.normal(0, 1.5, len(level))), 0, 10)
    word = np.select([score >= 9, score <= 6], ["nps-high", "nps-low"], "so-so")
    said = answered.with_columns(score=pl.Series(score), subject=pl.Series(word))
    said = quiet(rng, speak(rng, said.with_columns(at=pl.col("at") + 0.15)))
    thanked = _with_reply(rng, year, said, share=0.66)
    topic = {"touchpoint": "nps-survey"}
    return [
        record(
            year, asked, "survey.sent", at=pl.col("at"), channel="email",
            properties=topic | {"kind": "relationship"},
        ),
        record(
            year, said, "survey.answered", at=pl.col("at"), channel="email",
            score=pl.col("score"), scale="nps_0_10", text=pl.col("text"),
            language=pl.col("language"), properties=topic,
        ),
        record(
            year, thanked, "message.sent", at=pl.col("reply"), channel="email",
            properties={"topic": "your survey"},
        ),
    ]  # fmt: skip


def _reviews(rng: Random, year: Year, occasions: pl.DataFrame) -> list[pl.DataFrame]:
    posted = _after(rng, occasions.filter("buys"), share=0.07, letter="R")
    level = (4.0 + posted["mood"]).to_numpy() + rng.normal(0, 1, posted.height)
    score = np.clip(np.round(level), 1, 5)
    word = np.where(score >= 3, "review-good", "review-bad")
    posted = speak(rng, posted.with_columns(score=pl.Series(score), subject=pl.Series(word)))
    answered = _with_reply(rng, year, posted, share=0.88)
    return [
        record(
            year, posted, "review.posted", at=pl.col("at"), channel="review",
            score=pl.col("score"), scale="stars_1_5", text=pl.col("text"),
            language=pl.col("language"),
        ),
        record(year, answered, "review.answered", at=pl.col("reply"), channel="review"),
    ]  # fmt: skip


def _after(rng: Random, occasions: pl.DataFrame, *, share: float, letter: str) -> pl.DataFrame:
    """Return a *share* of the occasions, with a moment just before they are over."""
    chosen = occasions.filter(pl.lit(pl.Series(rng.random(occasions.height) < share)))
    at = awake(chosen["end"].to_numpy() - rng.uniform(0.2, 1, chosen.height))
    return chosen.with_columns(at=pl.Series(at), case=case_name(letter, pl.col("row")))


def _with_reply(rng: Random, year: Year, rows: pl.DataFrame, *, share: float) -> pl.DataFrame:
    """Add when the house replies: a *share* on the next open day, the others a week late."""
    at: Floats = rows["at"].to_numpy()
    in_time = rng.random(len(at)) < share
    day = year.next_service_day(np.floor(at) + np.where(in_time, 1, 8))
    return rows.with_columns(reply=pl.Series(day + rng.uniform(9.2, 18.5, len(at)) / 24))

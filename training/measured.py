"""The texts that measure sentiment: kept out of training, or never seen in any form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from training.sources import ONLY_MEASURED, SILENT, labelled, opinions, stars_to_label

NO_ANSWER: Final = ("nothing", "nothing at all", "none", "no", "n/a", "na")
FRENCH_TOO: Final = ("apps", "coursera", "food", "hotel", "phone", "sight", *ONLY_MEASURED)


def sets(folder: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each set by name: ``text``, ``language``, ``label`` (-1, 0, 1).

    Restaurants and laptops are measured on M-ABSA's own test part only: words of its training
    part were read by eye when the lexicon was written.
    """
    rows = opinions(folder).filter(pl.col("domain") != SILENT, part="test")
    for domain in FRENCH_TOO:
        for language in ("fr", "en"):
            found = rows.filter(domain=domain, language=language)
            yield f"{domain} {language}", found.select("text", "language", "label")
    yield "airport lounges en", lounges(folder)
    care = patients(folder)
    is_answer = ~pl.col("text").str.to_lowercase().str.strip_chars(" .!").is_in(NO_ANSWER)
    yield "patients en", care.filter(is_answer)
    yield "patients en, with “nothing”", care
    for language in ("fr", "en"):
        yield f"by hand {language}", by_hand(("test",)).filter(language=language)


def lounges(folder: Path) -> pl.DataFrame:
    """Return Skytrax's reviews of airport lounges; those rated out of ten are left out."""
    rating = pl.col("overall_rating")
    rows = pl.read_parquet(folder / "skytrax_lounge.parquet").filter(rating <= 5)
    return rows.select(text="content", language=pl.lit("en"), label=stars_to_label(rating))


def patients(folder: Path) -> pl.DataFrame:
    """Return what patients of the NHS said, with the sentiment people gave it."""
    rows = pl.read_parquet(folder / "nhs_patient_experience_v6.parquet")
    said = rows.select(text="FFT answer", given="Comment sentiment").drop_nulls()
    # One is the most positive there, five the most negative.
    label = -stars_to_label(pl.col("given"))
    return said.select("text", language=pl.lit("en"), label=label)


def by_hand(names: tuple[str, ...]) -> pl.DataFrame:
    """Return the verbatims of ``training/labelled``; who tells good and bad tells neither."""
    rows = [row for name in names for row in labelled(name)]
    return pl.DataFrame(
        {
            "text": [row["text"] for row in rows],
            "language": [row["language"] for row in rows],
            "label": [0 if row["mixed"] else row["sentiment"] for row in rows],
        },
        schema={"text": pl.String, "language": pl.String, "label": pl.Int8},
    )

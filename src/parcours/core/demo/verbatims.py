"""What the demo's customers say: short texts by subject, in French and in English."""

from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from parcours.core.demo.company import Random

FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = ("fr", "en")
SLOTS: Final = ("minutes", "days", "shop")


@cache
def phrases(language: str) -> dict[str, list[str]]:
    """Return the texts of ``words/LANGUAGE.txt`` under each of its ``# subject`` lines."""
    found: dict[str, list[str]] = {}
    subject = ""
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            subject = line[2:]
        elif line:
            found.setdefault(subject, []).append(line)
    return found


@cache
def _pool() -> pl.DataFrame:
    rows = [
        (language, subject, number, text, len(texts))
        for language in LANGUAGES
        for subject, texts in phrases(language).items()
        for number, text in enumerate(texts)
    ]
    names = ["language", "subject", "number", "text", "size"]
    return pl.DataFrame(rows, schema=names, orient="row")


def speak(rng: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``language`` and ``text`` to *rows*, by ``subject`` and ``speaks_english``.

    ``{minutes}``, ``{days}`` and ``{shop}`` in a text take the row's value.
    """
    english = pl.when("speaks_english").then(pl.lit("en")).otherwise(pl.lit("fr"))
    sizes = _pool().select("language", "subject", "size").unique()
    rows = rows.with_columns(language=english, luck=pl.Series(rng.random(rows.height)))
    rows = rows.join(sizes, on=["language", "subject"], how="left", maintain_order="left")
    rows = rows.with_columns(number=(pl.col("luck") * pl.col("size")).cast(pl.Int64))
    rows = rows.join(
        _pool().drop("size"), on=["language", "subject", "number"], how="left",
        maintain_order="left",
    ).drop("luck", "size", "number")  # fmt: skip
    text = pl.col("text")
    for slot in SLOTS:
        if slot in rows.columns:
            value = pl.col(slot).cast(pl.String).fill_null("5")
            text = text.str.replace_all("{" + slot + "}", value, literal=True)
    return rows.with_columns(text=text)


def quiet(rng: Random, said: pl.DataFrame) -> pl.DataFrame:
    """Take the words from most rows: people leave a score and move on."""
    rows = said.with_columns(writes=pl.Series(rng.random(said.height) < 0.45))
    return rows.with_columns(pl.when("writes").then(pl.col("text", "language")))

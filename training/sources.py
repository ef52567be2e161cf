"""Texts people wrote, with what they felt: data whose licence allows shipping a model.

FOLDER holds ``minibar_app_reviews_fr_en`` (MIT) and ``m_absa_fr_en`` (Apache-2.0) as Parquet.
A part of each is kept out; M-ABSA's restaurants and laptops wholly, since they come from a
corpus for research only; so are the verbatims of ``training/labelled``, which measure and
never train. ``skytrax_lounge``, whose reviews have no known licence, only measures.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Final

import polars as pl

HERE: Final = Path(__file__).parent
TABLES: Final = ("minibar_app_reviews_fr_en", "m_absa_fr_en")
KEPT_OUT: Final = 0.25  # of the app reviews
ONLY_MEASURED: Final = ("restaurant", "laptop")
SILENT: Final = "without opinion"
_POLARITY: Final = re.compile(r"['\"](positive|negative|neutral|POS|NEG|NEU)['\"]\]")
_SIGN: Final = {"positive": 1, "POS": 1, "negative": -1, "NEG": -1, "neutral": 0, "NEU": 0}


def opinions(folder: Path) -> pl.DataFrame:
    """Return ``text``, ``language``, ``label`` (-1, 0, 1), ``domain`` and ``part``.

    The parts are ``train``, ``test`` and ``unused``, which neither trains nor measures.
    M-ABSA's sentences without any labelled opinion have the domain `SILENT` and label 0.
    """
    rows = pl.concat([_app_reviews(folder), _aspects(folder)])
    held = pl.col("text").is_in(_labelled())
    return rows.with_columns(part=pl.when(held).then(pl.lit("unused")).otherwise("part"))


def _app_reviews(folder: Path) -> pl.DataFrame:
    rows = pl.read_parquet(folder / f"{TABLES[0]}.parquet").drop_nulls("data")
    stars = pl.col("score")
    drawn = pl.Series([_luck(text) < KEPT_OUT for text in rows["data"]])
    part = pl.when(drawn).then(pl.lit("test")).otherwise(pl.lit("train"))
    return rows.select(
        text="data",
        language="ori_lang",
        label=stars_to_label(stars),
        domain=pl.lit("apps"),
        part=part,
    )


def _aspects(folder: Path) -> pl.DataFrame:
    rows = pl.read_parquet(folder / f"{TABLES[1]}.parquet")
    rows = rows.with_columns(twin=pl.int_range(pl.len()).over("domain", "split", "lang"))
    held = rows.filter(pl.col("text").is_in(_labelled())).select("domain", "split", "twin")
    held = held.unique().with_columns(is_held=True)
    rows = rows.join(held, on=["domain", "split", "twin"], how="left", maintain_order="left")
    told = [{_SIGN[each] for each in _POLARITY.findall(said)} for said in rows["triplets"]]
    labels = pl.Series([next(iter(each)) if len(each) == 1 else 0 for each in told])
    is_silent = pl.Series([not each for each in told])
    return rows.select(
        text=pl.when(pl.col("lang") == "en").then(_joined()).otherwise("text"),
        language="lang",
        label=labels.cast(pl.Int8),
        domain=pl.when(is_silent).then(pl.lit(SILENT)).otherwise("domain"),
        part=_part(),
    )


def _part() -> pl.Expr:
    only_measured = pl.col("domain").is_in(ONLY_MEASURED) | pl.col("is_held").fill_null(False)
    return (
        pl.when(pl.col("split") == "dev")
        .then(pl.lit("test"))
        .when(only_measured)
        .then(pl.lit("unused"))
        .otherwise(pl.lit("train"))
    )


def _joined() -> pl.Expr:
    """Put together what M-ABSA cut: ``do n't`` and ``isn ' t``."""
    text = pl.col("text").str.replace_all(" n['’]t", "n't")
    return text.str.replace_all(" ['’] ?", "'")


def stars_to_label(stars: pl.Expr) -> pl.Expr:
    """Return 1 for four or five stars of five, -1 for one or two, 0 for three."""
    sign = pl.when(stars > 3).then(1).when(stars < 3).then(-1).otherwise(0)
    return sign.cast(pl.Int8)


def _luck(text: str) -> float:
    """Draw by a hash of the text: the same text is never on both sides."""
    digest = hashlib.sha256(text.strip().lower().encode()).hexdigest()
    return int(digest[:8], 16) / 2**32


def _labelled() -> list[str]:
    return [row["text"] for name in ("dev", "test") for row in labelled(name)]


def labelled(name: str) -> list[dict[str, object]]:
    """Return the rows of ``labelled/NAME.jsonl``."""
    lines = (HERE / "labelled" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]

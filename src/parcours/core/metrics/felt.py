"""Felt: what customers say, on any scale, brought to 1 to 5."""

from typing import Final

import polars as pl

from parcours.core.figure import Figure
from parcours.core.metrics.metric import Metric, each
from parcours.core.scale import rescale


def felt(score: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """Return the mean of scores of all scales, each brought to 1 (lowest) to 5 (highest).

    Args:
        score: any number; null, or off its scale, does not count.
        scale: ``name_low_high``, one per score.

    Source:
        Preston, C. and Colman, A. (2000). Optimal number of response categories in rating
        scales. Acta Psychologica 104 (linear rescaling).

    >>> answers = pl.DataFrame({"score": [10, 3], "scale": ["nps_0_10", "csat_1_5"]})
    >>> answers.select(felt(pl.col("score"), pl.col("scale"))).item()
    4.0
    """
    return rescale(score, scale).mean()


def felt_figure(felts: pl.Series, customers: pl.Series | None = None) -> Figure:
    """Return the mean of scores already on 1 to 5, with its interval, Student's.

    >>> found = felt_figure(pl.Series([5.0, 4, 3, 5, 4]))
    >>> f"{found.value} {found.low:.2f} {found.high:.2f}"
    '4.2 3.16 5.00'
    """
    return FELT.figure(felts, customers)


FELT: Final = Metric(
    name="felt",
    definition="felt/1",
    title={"en": "Felt", "fr": "Ressenti"},
    level="touchpoint",
    unit="felt",
    source="Preston and Colman (2000), linear rescaling; interval: Student",
    statistic="mean",
    within=(1.0, 5.0),
    columns=("score", "scale"),
    observe=each(None, rescale(pl.col("score"), pl.col("scale"))),
)

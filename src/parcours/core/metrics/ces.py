"""Customer Effort Score: how easy the company made it, 1 to 7."""

from typing import Final

import polars as pl

from parcours.core.figure import Figure
from parcours.core.metrics.metric import Metric, each

SCALE: Final = "ces_1_7"
_SOURCE: Final = "Dixon, Freeman and Toman (2010), version 2.0: 7 is easiest"


def ces(score: pl.Expr) -> pl.Expr:
    """Return the mean agreement with "the company made it easy", 1 to 7.

    Args:
        score: 1 (disagree) to 7 (agree), one value per answer. Version 1.0 of the question
            ran the other way round: the two series do not continue each other.

    Source:
        Dixon, M., Freeman, K., Toman, N. (2010). Stop Trying to Delight Your Customers. HBR.

    >>> pl.DataFrame({"score": [7, 6, 5, 2]}).select(ces(pl.col("score"))).item()
    5.0
    """
    return on_scale(score).mean()


def easy(score: pl.Expr) -> pl.Expr:
    """Return the share of answers that somewhat agree or more: 5, 6 or 7 of 7.

    >>> pl.DataFrame({"score": [7, 6, 5, 2]}).select(easy(pl.col("score"))).item()
    0.75
    """
    return (on_scale(score) >= 5).mean()


def on_scale(score: pl.Expr) -> pl.Expr:
    """Return *score*, null where it is not 1 to 7."""
    return pl.when(score.is_between(1, 7)).then(score)


def ces_figure(scores: pl.Series, customers: pl.Series | None = None) -> Figure:
    """Return the mean effort score with its interval, Student's.

    >>> found = ces_figure(pl.Series([7, 6, 5, 2, 6, 7]))
    >>> f"{found.value} {found.low:.2f} {found.high:.2f}"
    '5.5 3.54 7.00'
    """
    known = pl.select(on_scale(pl.lit(scores))).to_series()
    return CES.figure(known, customers, scale=SCALE)


_score = pl.when(pl.col("scale") == SCALE).then(on_scale(pl.col("score")))

CES: Final = Metric(
    name="ces",
    definition="ces/2",
    title={"en": "Customer effort score", "fr": "Effort client"},
    level="touchpoint",
    unit="score",
    source=_SOURCE + "; interval: Student",
    statistic="mean",
    within=(1.0, 7.0),
    columns=("score", "scale"),
    observe=each(None, _score, scale=pl.col("scale")),
)

EASY: Final = Metric(
    name="easy",
    definition="easy/1",
    title={"en": "Found it easy", "fr": "Ont trouvé cela facile"},
    level="touchpoint",
    unit="share",
    source=_SOURCE + "; interval: Wilson (1927)",
    statistic="share",
    columns=("score", "scale"),
    observe=each(None, _score >= 5, scale=pl.col("scale")),
)

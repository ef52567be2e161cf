"""Net Promoter Score."""

from typing import Final

import polars as pl

from parcours.core.figure import Figure
from parcours.core.metrics.metric import Metric, each

SCALE: Final = "nps_0_10"


def nps(score: pl.Expr) -> pl.Expr:
    """Return the share of promoters minus the share of detractors.

    Promoters answer 9 or 10, detractors 0 to 6. Unanswered questions do not count; where
    nobody answered, the result is null, never 0.

    Args:
        score: 0 to 10, one value per answer.

    Returns:
        Points, from -100 to 100.

    Source:
        Reichheld, F. (2003). The One Number You Need to Grow. HBR.

    >>> answers = pl.DataFrame({"shop": ["Lyon", "Lyon", "Nice"], "score": [10, 3, 9]})
    >>> answers.group_by("shop").agg(nps=nps(pl.col("score"))).sort("shop").rows()
    [('Lyon', 0.0), ('Nice', 100.0)]
    """
    return 100 * standing(score).mean()


def standing(score: pl.Expr) -> pl.Expr:
    """Return 1 for a promoter, -1 for a detractor, 0 between, null without a score."""
    side = (score >= 9).cast(pl.Int8) - (score <= 6).cast(pl.Int8)
    return pl.when(score.is_between(0, 10)).then(side)


def nps_figure(scores: pl.Series, customers: pl.Series | None = None) -> Figure:
    """Return the NPS of *scores* with its interval, adjusted Wald.

    Args:
        customers: whose each answer is, where somebody answered twice.

    >>> found = nps_figure(pl.Series([0] * 8 + [7] * 13 + [10] * 15))
    >>> f"{found.value:.1f} {found.low:.1f} {found.high:.1f} n={found.n}"
    '19.4 -6.3 42.2 n=36'
    """
    return NPS.figure(pl.select(standing(pl.lit(scores))).to_series(), customers)


NPS: Final = Metric(
    name="nps",
    definition="nps/1",
    title={"en": "Net Promoter Score", "fr": "Net Promoter Score"},
    level="journey",
    stage="advocacy",
    unit="points",
    source="Reichheld (2003); interval: Rocks (2016), adjusted Wald",
    statistic="points",
    columns=("score", "scale"),
    observe=each(None, pl.when(pl.col("scale") == SCALE).then(standing(pl.col("score")))),
)

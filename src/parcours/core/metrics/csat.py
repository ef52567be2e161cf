"""Customer satisfaction: the share of answers in the top boxes of their scale."""

from typing import Final

import polars as pl

from parcours.core.figure import Figure
from parcours.core.metrics.metric import Metric, each
from parcours.core.scale import ends, is_on_scale


def csat(score: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """Return the share of satisfied answers; shares of different scales do not compare.

    Satisfied are 4 and 5 on 1 to 5, 9 and 10 on 0 to 10: the two highest of 4 to 11 points,
    the highest of 3 or fewer, the highest fifth of a longer scale.

    Args:
        score: one value per answer; null, or off its scale, does not count.
        scale: ``name_low_high``, one per answer.

    Returns:
        0 to 1, null where nobody answered.

    Source:
        Farris, P. et al. (2010). Marketing Metrics, 2nd ed., 2.6: top-two-box.

    >>> answers = pl.DataFrame({"score": [5, 4, 3, 1], "scale": ["csat_1_5"] * 4})
    >>> answers.select(csat(pl.col("score"), pl.col("scale"))).item()
    0.5
    """
    return is_satisfied(score, scale).mean()


def is_satisfied(score: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """Return whether *score* is in the top boxes of *scale*; null off the scale."""
    low, high = ends(scale)
    points = high - low + 1
    threshold = (
        pl.when(points <= 3)
        .then(high)
        .when(points <= 11)
        .then(high - 1)
        .otherwise(high - (high - low) / 5)
    )
    return pl.when(is_on_scale(score, scale)).then(score >= threshold)


def csat_figure(scores: pl.Series, scale: str, customers: pl.Series | None = None) -> Figure:
    """Return the CSAT of *scores* on one *scale* with its interval, Wilson's.

    >>> found = csat_figure(pl.Series([5, 5, 4, 3, 5, 4, 2, 5, 5, 4]), "csat_1_5")
    >>> f"{found.value} {found.low:.2f} {found.high:.2f} {found.definition}"
    '0.8 0.49 0.94 csat/1 csat_1_5'
    """
    satisfied = pl.select(is_satisfied(pl.lit(scores), pl.lit(scale))).to_series()
    return CSAT.figure(satisfied, customers, scale=scale)


_is_asked = pl.col("scale").str.contains("^(csat|stars)_")
_satisfied = pl.when(_is_asked).then(is_satisfied(pl.col("score"), pl.col("scale")))

CSAT: Final = Metric(
    name="csat",
    definition="csat/1",
    title={"en": "Customer satisfaction", "fr": "Satisfaction client"},
    level="journey",
    stage="advocacy",
    unit="share",
    source="Farris et al. (2010), top boxes; interval: Wilson (1927)",
    statistic="share",
    columns=("score", "scale"),
    observe=each(None, _satisfied, scale=pl.col("scale")),
)

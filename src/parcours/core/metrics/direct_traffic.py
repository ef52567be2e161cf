"""Direct traffic: visits of people who come by themselves."""

from typing import Final

import polars as pl

from parcours.core.metrics.metric import Metric
from parcours.core.metrics.origin import of_origin
from parcours.core.metrics.visits import VISIT


def direct_share(origin: pl.Expr) -> pl.Expr:
    """Return the share of direct visits among those whose origin is known.

    >>> visits = pl.DataFrame({"origin": ["direct", "ad", "search", "direct", None]})
    >>> visits.select(direct_share(pl.col("origin"))).item()
    0.5
    """
    return (origin == "direct").mean()


_is_direct = pl.col("origin") == "direct"

DIRECT_VISITS: Final = Metric(
    name="direct_visits",
    definition="direct_visits/1",
    title={"en": "Direct visits", "fr": "Visites directes"},
    level="stage",
    stage="consideration",
    unit="count",
    source="count; interval: Garwood (1936), a customer's visits as one bunch",
    statistic="count",
    activities=(VISIT,),
    columns=("properties",),
    observe=of_origin(pl.when(_is_direct).then(1)),
)

DIRECT_SHARE: Final = Metric(
    name="direct_share",
    definition="direct_share/1",
    title={"en": "Share of direct visits", "fr": "Part des visites directes"},
    level="stage",
    stage="consideration",
    unit="share",
    source="share of visits whose origin is known; interval: Wilson (1927)",
    statistic="share",
    activities=(VISIT,),
    columns=("properties",),
    observe=of_origin(_is_direct),
)

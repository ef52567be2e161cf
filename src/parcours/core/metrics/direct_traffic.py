"""Direct traffic: visits of people who come by themselves."""

from typing import Final

import polars as pl

from parcours.core.metrics.metric import Metric, each
from parcours.core.metrics.visits import VISIT


def origin(properties: pl.Expr) -> pl.Expr:
    """Return where each visit came from: direct, search, brand_search, ad and so on.

    Args:
        properties: a JSON object as text; null, or without origin, gives null.

    >>> visits = pl.DataFrame({"properties": ['{"origin": "direct"}', "{}", None]})
    >>> visits.select(origin(pl.col("properties"))).to_series().to_list()
    ['direct', None, None]
    """
    return properties.str.json_path_match("$.origin")


def direct_share(origin: pl.Expr) -> pl.Expr:
    """Return the share of direct visits among those whose origin is known.

    >>> visits = pl.DataFrame({"origin": ["direct", "ad", "search", "direct", None]})
    >>> visits.select(direct_share(pl.col("origin"))).item()
    0.5
    """
    return (origin == "direct").mean()


_is_visit = pl.col("activity") == VISIT
_is_direct = origin(pl.col("properties")) == "direct"

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
    observe=each(_is_visit & _is_direct, pl.lit(1)),
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
    observe=each(_is_visit, _is_direct),
)

"""Brand searches: visits of people who looked for the brand by its name."""

from typing import Final

import polars as pl

from parcours.core.metrics.metric import Metric
from parcours.core.metrics.origin import of_origin
from parcours.core.metrics.visits import VISIT


def brand_search_share(origin: pl.Expr) -> pl.Expr:
    """Return the share of brand searches among visits whose origin is known.

    >>> visits = pl.DataFrame({"origin": ["brand_search", "ad", "search", "direct", None]})
    >>> visits.select(brand_search_share(pl.col("origin"))).item()
    0.25
    """
    return (origin == "brand_search").mean()


_is_brand_search = pl.col("origin") == "brand_search"

BRAND_SEARCHES: Final = Metric(
    name="brand_searches",
    definition="brand_searches/1",
    title={"en": "Brand searches", "fr": "Recherches de la marque"},
    level="stage",
    stage="consideration",
    unit="count",
    source="count; interval: Garwood (1936), a customer's visits as one bunch",
    statistic="count",
    activities=(VISIT,),
    columns=("properties",),
    observe=of_origin(pl.when(_is_brand_search).then(1)),
)

BRAND_SEARCH_SHARE: Final = Metric(
    name="brand_search_share",
    definition="brand_search_share/1",
    title={"en": "Share of brand searches", "fr": "Part des recherches de la marque"},
    level="stage",
    stage="consideration",
    unit="share",
    source="share of visits whose origin is known; interval: Wilson (1927)",
    statistic="share",
    activities=(VISIT,),
    columns=("properties",),
    observe=of_origin(_is_brand_search),
)

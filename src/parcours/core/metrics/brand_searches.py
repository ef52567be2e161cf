"""Brand searches: visits of people who looked for the brand by its name."""

from typing import Final

import polars as pl

from parcours.core.metrics.origin import share_from, visits_from


def brand_search_share(origin: pl.Expr) -> pl.Expr:
    """Return the share of brand searches among visits whose origin is known.

    >>> visits = pl.DataFrame({"origin": ["brand_search", "ad", "search", "direct", None]})
    >>> visits.select(brand_search_share(pl.col("origin"))).item()
    0.25
    """
    return (origin == "brand_search").mean()


BRAND_SEARCHES: Final = visits_from(
    "brand_search",
    name="brand_searches",
    title={"en": "Brand searches", "fr": "Recherches de la marque"},
)

BRAND_SEARCH_SHARE: Final = share_from(
    "brand_search",
    name="brand_search_share",
    title={"en": "Share of brand searches", "fr": "Part des recherches de la marque"},
)

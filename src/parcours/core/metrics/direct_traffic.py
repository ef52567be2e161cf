"""Direct traffic: visits of people who come by themselves."""

from typing import Final

import polars as pl

from parcours.core.metrics.origin import share_from, visits_from


def direct_share(origin: pl.Expr) -> pl.Expr:
    """Return the share of direct visits among those whose origin is known.

    >>> visits = pl.DataFrame({"origin": ["direct", "ad", "search", "direct", None]})
    >>> visits.select(direct_share(pl.col("origin"))).item()
    0.5
    """
    return (origin == "direct").mean()


DIRECT_VISITS: Final = visits_from(
    "direct", name="direct_visits", title={"en": "Direct visits", "fr": "Visites directes"}
)

DIRECT_SHARE: Final = share_from(
    "direct",
    name="direct_share",
    title={"en": "Share of direct visits", "fr": "Part des visites directes"},
)

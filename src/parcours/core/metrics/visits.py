"""Visits and the people who make them, on the site, in the app and in shops."""

from typing import Final

import polars as pl

from parcours.core.metrics.metric import Metric, each

VISIT: Final = "visit.started"


def visits(activity: pl.Expr) -> pl.Expr:
    """Return how many visits began.

    >>> log = pl.DataFrame({"activity": ["visit.started", "page.viewed", "visit.started"]})
    >>> log.select(visits(pl.col("activity"))).item()
    2
    """
    return (activity == VISIT).sum()


VISITS: Final = Metric(
    name="visits",
    definition="visits/1",
    title={"en": "Visits", "fr": "Visites"},
    level="stage",
    stage="awareness",
    unit="count",
    source="count; interval: Garwood (1936), a customer's visits as one bunch",
    statistic="count",
    activities=(VISIT,),
    observe=each(VISIT, pl.lit(1)),
)

VISITORS: Final = Metric(
    name="visitors",
    definition="visitors/1",
    title={"en": "Visitors", "fr": "Visiteurs"},
    level="stage",
    stage="awareness",
    unit="count",
    source="customers with a visit; interval: Garwood (1936)",
    statistic="count",
    activities=(VISIT,),
    observe=each(VISIT, pl.lit(1)),
    once=True,
)

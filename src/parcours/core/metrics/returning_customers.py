"""Customers who buy again within a year."""

from datetime import timedelta
from typing import Final

import polars as pl

from parcours.core.clv.purchases import ORDERED, orders
from parcours.core.events import Events
from parcours.core.metrics.metric import Metric, Moment

WINDOW: Final = timedelta(days=365)


def repurchases(events: Events, moment: Moment) -> pl.DataFrame:
    """Return whether each customer ordered again within 365 days of the first order.

    Orders of the same local day are one; orders cancelled or returned are none. Only
    customers whose 365 days have passed count; each belongs to the first order's period.

    >>> from datetime import UTC, datetime
    >>> table = pl.DataFrame(
    ...     {
    ...         "customer_id": ["ana", "ana", "bob", "bob"],
    ...         "case_id": None,
    ...         "at": [datetime(2025, 3, day, tzinfo=UTC) for day in (2, 9, 4, 4)],
    ...         "activity": "order.placed",
    ...     }
    ... )
    >>> repurchases(Events.of(table), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 1.0), (2, 0.0)]
    """
    found = orders(events, as_of=moment.as_of, zone=moment.zone)
    bought = found.select("customer", "row", "at", "day").collect()
    firsts = bought.group_by("customer").first()
    again = (
        bought.join(firsts.select("customer", first="day"), on="customer")
        .filter(pl.col("day") > pl.col("first"))
        .group_by("customer")
        .agg(again=pl.col("at").min())
    )
    is_again = (pl.col("again") - pl.col("at") <= WINDOW).fill_null(value=False)
    return (
        firsts.filter(pl.col("at") <= moment.as_of - WINDOW)
        .join(again, on="customer", how="left")
        .select("row", value=is_again.cast(pl.Float64))
        .sort("row")
    )


RETURNING_CUSTOMERS: Final = Metric(
    name="returning_customers",
    definition="returning_customers/1",
    title={
        "en": "Customers who buy again within a year",
        "fr": "Clients qui rachètent dans l’année",
    },
    level="stage",
    stage="retention",
    unit="share",
    source="share of first-time buyers, completely observed; interval: Wilson (1927)",
    statistic="share",
    activities=ORDERED,
    columns=("case_id",),
    observe=repurchases,
)

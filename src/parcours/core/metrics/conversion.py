"""Visits, and visitors, that end with an order."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.metric import Metric, Moment
from parcours.core.metrics.visits import VISIT

WINDOW: Final = timedelta(days=1)
_ORDER: Final = "order.placed"


def conversions(events: Events, moment: Moment) -> pl.DataFrame:
    """Return whether the customer placed an order during each visit, on any channel.

    A visit lasts until the customer's next one, and no longer than a day. Only visits begun
    at least a day before ``as_of`` count.

    >>> from datetime import UTC, datetime
    >>> table = pl.DataFrame(
    ...     {
    ...         "customer_id": "ana",
    ...         "at": [datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (9, 17, 18)],
    ...         "activity": ["visit.started", "visit.started", "order.placed"],
    ...     }
    ... )
    >>> conversions(Events.of(table), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 0.0), (1, 1.0)]
    """
    rows = events.frame.select("activity", "at").with_columns(
        customer=pl.Series(events.customer)
    )
    rows = rows.with_row_index("row")
    visits = rows.filter(pl.col("activity") == VISIT).drop("activity")
    orders = rows.filter(pl.col("activity") == _ORDER).select("customer", "at")
    converted = orders.join_asof(
        visits, on="at", by="customer", tolerance=WINDOW, check_sortedness=False
    )
    ended = visits.filter(pl.col("at") <= moment.as_of - WINDOW)
    return ended.select(
        "row", value=pl.col("row").is_in(converted["row"].implode()).cast(pl.Float64)
    )


CONVERSION: Final = Metric(
    name="conversion",
    definition="conversion/1",
    title={"en": "Conversion of visits", "fr": "Conversion des visites"},
    level="stage",
    stage="decision",
    unit="share",
    source="share of visits with an order; interval: Wilson (1927)",
    statistic="share",
    activities=(VISIT, _ORDER),
    observe=conversions,
)

VISITOR_CONVERSION: Final = replace(
    CONVERSION,
    name="visitor_conversion",
    definition="visitor_conversion/1",
    title={"en": "Conversion of visitors", "fr": "Conversion des visiteurs"},
    source="share of visitors with an order in a visit; interval: Wilson (1927)",
    once=True,
)

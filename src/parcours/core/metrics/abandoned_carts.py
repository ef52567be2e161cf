"""Carts that are filled and left."""

from datetime import timedelta
from typing import Final

import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.cases import beginnings, followed
from parcours.core.metrics.metric import Metric, Moment

WINDOW: Final = timedelta(days=7)
_CART: Final = ("product.added", "checkout.started")


def abandonments(events: Events, moment: Moment) -> pl.DataFrame:
    """Return whether each cart was abandoned: no order within 7 days of its beginning.

    A cart is a case, begun by its first product or checkout. Only carts begun at least 7
    days before ``as_of`` count, so that those bought at once do not come first.

    >>> from datetime import UTC, datetime
    >>> table = pl.DataFrame(
    ...     {
    ...         "customer_id": "ana",
    ...         "case_id": ["k1", "k1", "k2"],
    ...         "at": [datetime(2026, 3, day, tzinfo=UTC) for day in (2, 3, 9)],
    ...         "activity": ["product.added", "order.placed", "product.added"],
    ...     }
    ... )
    >>> abandonments(Events.of(table), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 0.0), (2, 1.0)]
    """
    window = WINDOW // timedelta(microseconds=1)
    carts = beginnings(events, *_CART).filter(pl.col("at") <= moment.microseconds - window)
    is_bought = (pl.col("then") - pl.col("at") <= window).fill_null(value=False)
    return (
        followed(carts, events, "order.placed")
        .select("row", value=(~is_bought).cast(pl.Float64))
        .sort("row")
    )


ABANDONED_CARTS: Final = Metric(
    name="abandoned_carts",
    definition="abandoned_carts/1",
    title={"en": "Abandoned carts", "fr": "Paniers abandonnés"},
    level="stage",
    stage="decision",
    unit="share",
    source="share of carts without an order within 7 days; interval: Wilson (1927)",
    statistic="share",
    activities=(*_CART, "order.placed"),
    columns=("case_id",),
    observe=abandonments,
    higher_is_better=False,
)

"""How late orders arrive, against the moment announced when they were placed."""

from typing import Final

import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.cases import CASE, announced, followed
from parcours.core.metrics.metric import Metric, Moment


def delays(events: Events, moment: Moment) -> pl.DataFrame:
    """Return each order's seconds from the moment announced to its delivery.

    Negative is early. An order is a case; what counts is the first ``order.placed`` that
    announces a moment, and the first delivery from then on. Only orders whose moment has
    passed count, so that early ones do not come first; one still missing is infinitely
    late, one cancelled before it arrived does not count.

    >>> from datetime import UTC, datetime
    >>> table = pl.DataFrame(
    ...     {
    ...         "customer_id": "ana",
    ...         "case_id": "o1",
    ...         "at": [datetime(2026, 3, day, tzinfo=UTC) for day in (2, 6)],
    ...         "activity": ["order.placed", "order.delivered"],
    ...         "due_at": [datetime(2026, 3, 5, tzinfo=UTC), None],
    ...     }
    ... )
    >>> delays(Events.of(table), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 86400.0)]
    """
    orders = announced(events, "order.placed").filter(pl.col("due") <= moment.microseconds)
    delivered = followed(orders, events, "order.delivered")
    cancelled = followed(orders, events, "order.cancelled").select(*CASE, stop="then")
    seconds = (pl.col("then") - pl.col("due")) / 1e6
    return (
        delivered.join(cancelled, on=CASE)
        .filter(pl.col("stop").is_null() | (pl.col("then") <= pl.col("stop")))
        .select("row", value=seconds.fill_null(float("inf")))
    )


def are_late(events: Events, moment: Moment) -> pl.DataFrame:
    """Return whether each order that `delays` tells of came after the moment announced."""
    late = pl.col("value") > 0
    return delays(events, moment).with_columns(value=late.cast(pl.Float64))


_READS: Final = ("order.placed", "order.delivered", "order.cancelled")

DELAY: Final = Metric(
    name="delay",
    definition="delay/1",
    title={"en": "Delay of deliveries, median", "fr": "Retard de livraison, médiane"},
    level="touchpoint",
    unit="seconds",
    source="median, on the clock; interval: exact, Conover (1999)",
    statistic="median",
    activities=_READS,
    columns=("case_id", "due_at"),
    observe=delays,
    higher_is_better=False,
)

LATE: Final = Metric(
    name="late",
    definition="late/1",
    title={"en": "Delivered late", "fr": "Livré en retard"},
    level="touchpoint",
    unit="share",
    source="share of orders due; interval: Wilson (1927)",
    statistic="share",
    activities=_READS,
    columns=("case_id", "due_at"),
    observe=are_late,
    higher_is_better=False,
)

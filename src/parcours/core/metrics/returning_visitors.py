"""Visitors who had come before."""

from typing import Final

import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.metric import Metric, Moment
from parcours.core.metrics.visits import VISIT


def returns(events: Events, moment: Moment) -> pl.DataFrame:
    """Return whether the customer had visited before, for each visit.

    A log knows nothing of what came before it: in its first weeks everybody is new.

    >>> from datetime import UTC, datetime
    >>> table = pl.DataFrame(
    ...     {
    ...         "customer_id": ["ana", "ana", "bob"],
    ...         "at": [datetime(2026, 3, day, tzinfo=UTC) for day in (2, 9, 9)],
    ...         "activity": "visit.started",
    ...     }
    ... )
    >>> returns(Events.of(table), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 0.0), (1, 1.0), (2, 0.0)]
    """
    visits = (
        events.frame.select("activity", customer=pl.Series(events.customer))
        .with_row_index("row")
        .filter(pl.col("activity") == VISIT)
    )
    came_before = pl.col("customer") == pl.col("customer").shift()
    return visits.select("row", value=came_before.fill_null(value=False).cast(pl.Float64))


RETURNING_VISITORS: Final = Metric(
    name="returning_visitors",
    definition="returning_visitors/1",
    title={"en": "Returning visitors", "fr": "Visiteurs qui reviennent"},
    level="stage",
    stage="retention",
    unit="share",
    source="share of visitors with an earlier visit; interval: Wilson (1927)",
    statistic="share",
    activities=(VISIT,),
    observe=returns,
    once=True,
)

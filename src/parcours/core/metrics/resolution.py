"""How long it takes until a conversation is resolved."""

from typing import Final

import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.cases import CASE, beginnings, endings, lasting
from parcours.core.metrics.metric import Metric, Moment


def resolutions(events: Events, moment: Moment) -> pl.DataFrame:
    """Return each conversation's seconds from when it was opened to its last resolution.

    A conversation is a case. One that is still open, or was opened again since, is
    infinite, longer than all others.

    >>> from datetime import UTC, datetime
    >>> said = pl.DataFrame(
    ...     {
    ...         "customer_id": "ana",
    ...         "case_id": ["c1", "c2", "c1"],
    ...         "at": [datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (9, 10, 11)],
    ...         "activity": ["conversation.opened"] * 2 + ["conversation.resolved"],
    ...     }
    ... )
    >>> resolutions(Events.of(said), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 7200.0), (1, inf)]
    """
    opened = beginnings(events, "conversation.opened")
    reopened = endings(events, "conversation.opened").rename({"last": "reopened"})
    resolved = endings(events, "conversation.resolved").rename({"last": "then"})
    cases = (
        opened.join(reopened, on=CASE)
        .join(resolved, on=CASE, how="left")
        .with_columns(then=pl.when(pl.col("then") >= pl.col("reopened")).then(pl.col("then")))
    )
    return lasting(cases).sort("row")


RESOLUTION: Final = Metric(
    name="resolution",
    definition="resolution/1",
    title={"en": "Resolution time, median", "fr": "Délai de résolution, médiane"},
    level="touchpoint",
    unit="seconds",
    source="median, on the clock; interval: exact, Conover (1999)",
    statistic="median",
    activities=("conversation.opened", "conversation.resolved"),
    columns=("case_id",),
    observe=resolutions,
    higher_is_better=False,
)

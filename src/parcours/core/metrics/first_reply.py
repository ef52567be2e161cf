"""How long customers wait for the first answer."""

from typing import Final

import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.cases import beginnings, followed, lasting
from parcours.core.metrics.metric import Metric, Moment


def first_replies(events: Events, moment: Moment) -> pl.DataFrame:
    """Return each conversation's seconds from its first message to the first answer.

    A conversation is a case; its first message is the first one received, its answer the
    first one sent from then on. One without an answer yet is infinite, longer than all
    others: to leave messages unanswered never makes the figure better.

    >>> from datetime import UTC, datetime
    >>> said = pl.DataFrame(
    ...     {
    ...         "customer_id": "ana",
    ...         "case_id": "c1",
    ...         "at": [datetime(2026, 3, 2, 9, minute, tzinfo=UTC) for minute in (0, 5, 20)],
    ...         "activity": ["message.received", "message.received", "message.sent"],
    ...     }
    ... )
    >>> first_replies(Events.of(said), Moment(as_of=datetime(2026, 4, 1, tzinfo=UTC))).rows()
    [(0, 1200.0)]
    """
    return lasting(followed(beginnings(events, "message.received"), events, "message.sent"))


FIRST_REPLY: Final = Metric(
    name="first_reply",
    definition="first_reply/1",
    title={"en": "First reply, median", "fr": "Première réponse, médiane"},
    level="touchpoint",
    unit="seconds",
    source="median, on the clock; interval: exact, Conover (1999)",
    statistic="median",
    activities=("message.received", "message.sent"),
    columns=("case_id",),
    observe=first_replies,
    higher_is_better=False,
)

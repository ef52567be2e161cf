"""Conversations with customers, on all channels."""

from typing import Final

import polars as pl

from parcours.core.metrics.metric import Metric, each

_OPENED: Final = "conversation.opened"


def conversations(activity: pl.Expr) -> pl.Expr:
    """Return how many conversations were opened.

    >>> log = pl.DataFrame({"activity": ["conversation.opened", "message.received"]})
    >>> log.select(conversations(pl.col("activity"))).item()
    1
    """
    return (activity == _OPENED).sum()


CONVERSATIONS: Final = Metric(
    name="conversations",
    definition="conversations/1",
    title={"en": "Conversations", "fr": "Conversations"},
    level="stage",
    stage="retention",
    unit="count",
    source="count; interval: Garwood (1936), a customer's conversations as one bunch",
    statistic="count",
    activities=(_OPENED,),
    observe=each(_OPENED, pl.lit(1)),
    higher_is_better=None,
)

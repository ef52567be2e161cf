"""Where visits come from: by themselves, from a search, an advertisement, and so on."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.metric import Metric, Moment, Observe
from parcours.core.metrics.visits import VISIT
from parcours.core.pattern import Pattern
from parcours.core.selection import select, values
from parcours.core.words import Words

ORIGIN: Final = "properties.origin"


def of_origin(value: pl.Expr) -> Observe:
    """Return how to observe visits by a *value* of the column ``origin``, unless it is null."""

    def observe(events: Events, moment: Moment) -> pl.DataFrame:
        found = origins(events).select("row", value=value.cast(pl.Float64))
        return found.drop_nulls("value")

    return observe


def visits_from(origin: str, *, name: str, title: Words) -> Metric:
    """Return the metric that counts visits of this *origin*."""
    return Metric(
        name=name,
        definition=f"{name}/1",
        title=title,
        level="stage",
        stage="consideration",
        unit="count",
        source="count; interval: Garwood (1936), a customer's visits as one bunch",
        statistic="count",
        activities=(VISIT,),
        columns=("properties",),
        observe=of_origin(pl.when(pl.col("origin") == origin).then(1)),
    )


def share_from(origin: str, *, name: str, title: Words) -> Metric:
    """Return the metric of the share of this *origin* among visits whose origin is known."""
    return Metric(
        name=name,
        definition=f"{name}/1",
        title=title,
        level="stage",
        stage="consideration",
        unit="share",
        source="share of visits whose origin is known; interval: Wilson (1927)",
        statistic="share",
        activities=(VISIT,),
        columns=("properties",),
        observe=of_origin(pl.col("origin") == origin),
    )


def origins(events: Events) -> pl.DataFrame:
    """Return each visit's row and origin, null where it is not known; read once."""
    if "origins" not in events.memo:
        rows = select(events, Pattern(activity=(VISIT,)))
        origin = values(events, rows, ORIGIN)
        events.memo["origins"] = pl.DataFrame({"row": rows.astype(np.uint32), "origin": origin})
    found: pl.DataFrame = events.memo["origins"]
    return found

"""Where visits come from: by themselves, from a search, an advertisement, and so on."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.metrics.metric import Moment, Observe
from parcours.core.metrics.visits import VISIT
from parcours.core.pattern import Pattern
from parcours.core.selection import select, values

ORIGIN: Final = "properties.origin"


def of_origin(value: pl.Expr) -> Observe:
    """Return how to observe visits by a *value* of the column ``origin``, unless it is null."""

    def observe(events: Events, moment: Moment) -> pl.DataFrame:
        found = origins(events).select("row", value=value.cast(pl.Float64))
        return found.drop_nulls("value")

    return observe


def origins(events: Events) -> pl.DataFrame:
    """Return each visit's row and origin, null where it is not known; read once."""
    if "origins" not in events.memo:
        rows = select(events, Pattern(activity=(VISIT,)))
        origin = values(events, rows, ORIGIN)
        events.memo["origins"] = pl.DataFrame({"row": rows.astype(np.uint32), "origin": origin})
    found: pl.DataFrame = events.memo["origins"]
    return found

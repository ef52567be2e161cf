"""The cases of one promise, and what every part of its gap asks of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas, Stage, Touchpoint
from parcours.core.duration import Duration
from parcours.core.effect.covariates import Floats
from parcours.core.effect.described import Scale
from parcours.core.effect.ladder import Codes, Comparison, Mask
from parcours.core.figure import Figure
from parcours.core.gap import figures
from parcours.core.gap.cases import DAY, KNOWN
from parcours.core.inferred import DEFINITION
from parcours.core.occurrence import State
from parcours.core.promise import Felt, Promise
from parcours.core.selection import numbers_if_all


@dataclass(frozen=True, kw_only=True)
class Study:
    """The cases of one promise, and what is asked of them.

    ``table`` is as `gap.cases` makes it, customers numbered from 0 to ``customers`` - 1 over
    the whole log; ``years`` is how long it was observed.
    """

    canvas: Canvas
    stage: Stage
    touchpoint: Touchpoint
    promise: Promise
    table: pl.DataFrame
    customers: int
    years: float
    as_of: datetime

    @property
    def horizon(self) -> Duration:
        """How long a customer is watched for a return: as the promise says, or the canvas."""
        return self.promise.horizon or self.canvas.horizon

    @cached_property
    def decided(self) -> pl.DataFrame:
        """The cases that were kept or broken."""
        return self.table.filter(pl.col("state").is_in([State.KEPT, State.BROKEN]))

    @cached_property
    def is_kept(self) -> Mask:
        """Which of the decided cases were kept."""
        kept: Mask = self.decided["state"].to_numpy() == State.KEPT
        return kept

    @cached_property
    def customer(self) -> Codes:
        """The number of each decided case's customer."""
        return self.decided["customer"].to_numpy().astype(np.intp)

    @cached_property
    def known(self) -> pl.DataFrame:
        """What was known before each decided case, and when in the week and year it was."""
        opened = pl.from_epoch("opened", time_unit="us")
        year = 2 * np.pi * opened.dt.ordinal_day() / 365.25
        found = self.decided.select(
            pl.selectors.starts_with(KNOWN).name.map(lambda name: name.removeprefix(KNOWN)),
            pl.col("segment"),
            weekday=opened.dt.weekday().cast(pl.String),
            day=pl.col("opened") / DAY,
            summer=year.cos(),
            autumn=year.sin(),
        )
        return found.with_columns(numbers_if_all(found[name]) for name in self.promise.adjust)

    def numbers(self, name: str) -> Floats:
        """Return a column of the decided cases, NaN for what is not known."""
        return self.decided[name].cast(pl.Float64).to_numpy()

    def scale(self, outcome: str) -> Scale:
        """Return what an outcome is measured in."""
        units: dict[str, Any] = {"felt": "felt", "returned": "share", "spend": "money"}
        return Scale(
            unit=units.get(outcome, "count"),
            definition=f"effect on {outcome}/1",
            as_of=self.as_of,
            currency=self.canvas.currency if outcome == "spend" else None,
        )

    def share(self, flags: Floats, definition: str, rows: Mask | None = None) -> Figure:
        """Return a share of decided cases, of some *rows* or all."""
        chosen = slice(None) if rows is None else rows
        return figures.share(
            flags[chosen], self.customer[chosen], definition=definition, as_of=self.as_of
        )

    def felt(self, rows: Mask | None = None) -> Figure:
        """Return the mean felt score of decided cases, of some *rows* or all."""
        chosen = slice(None) if rows is None else rows
        return figures.felt(
            self.numbers("felt")[chosen], self.customer[chosen], as_of=self.as_of
        )

    def inferred(self, rows: Mask | None = None) -> Figure | None:
        """Return the mean felt inferred from words; null where there is nothing to infer."""
        scores = self.numbers("inferred")
        if not np.isfinite(scores).any():
            return None
        chosen = slice(None) if rows is None else rows
        figure = figures.felt(scores[chosen], self.customer[chosen], as_of=self.as_of)
        return replace(figure, definition=DEFINITION)

    @cached_property
    def comparison(self) -> Comparison:
        """Kept against broken."""
        return Comparison(
            first=self.is_kept,
            customer=self.customer,
            customers=self.customers,
            known=self.known,
            distance=_distance(self),
        )


def _distance(study: Study) -> Floats | None:
    """Return how far on the good side of the deadline each case ended.

    A case still open has not ended. Scores move in steps, and have no deadline.
    """
    closed = study.decided["is_closed"].to_numpy()
    distance = np.where(closed, -study.numbers("breach"), np.nan)
    sides = [np.isfinite(distance[study.is_kept == side]).any() for side in (True, False)]
    return distance if all(sides) and not isinstance(study.promise, Felt) else None

"""The gap of one promise: kept or broken, what it changed, what it costs."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas, Stage, Touchpoint
from parcours.core.effect import Effect
from parcours.core.effect.covariates import Floats
from parcours.core.effect.described import Scale
from parcours.core.effect.estimate import Estimate
from parcours.core.effect.ladder import Codes, Comparison, Mask, Measured, measure
from parcours.core.figure import Figure
from parcours.core.gap import figures
from parcours.core.gap.cases import BROKEN, DAY, KEPT, KNOWN, STATES
from parcours.core.gap.matrix import cells, quadrant
from parcours.core.gap.recovery import recovery
from parcours.core.gap.result import PromiseGap
from parcours.core.gap.spread import spread, unit_of
from parcours.core.occurrence import Reason
from parcours.core.promise import Felt, Promise
from parcours.core.selection import numbers
from parcours.core.value import Losses, value

SEGMENTS: Final = 20


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

    @cached_property
    def decided(self) -> pl.DataFrame:
        """The cases that were kept or broken."""
        return self.table.filter(pl.col("state").is_in([KEPT, BROKEN]))

    @cached_property
    def is_kept(self) -> Mask:
        """Which of the decided cases were kept."""
        kept: Mask = self.decided["state"].to_numpy() == KEPT
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
        return found.with_columns(_read(found[name]) for name in self.promise.adjust)

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


@dataclass(frozen=True, kw_only=True)
class Studied:
    """A promise's gap, and what totals over promises are made of."""

    gap: PromiseGap
    losses: Losses
    is_kept: Mask
    customer: Codes
    broken: pl.DataFrame


def studied(study: Study) -> Studied:
    """Return the gap of one promise."""
    found = {
        name: measure(
            study.numbers(name),
            study.comparison,
            study.scale(name),
            has_deadline=name != "contacts",
        )
        for name in _outcomes(study)
    }
    losses = Losses(
        broken=int((~study.is_kept).sum()),
        years=study.years,
        returns=found["returned"],
        spend=_spend_per_return(study),
        contacts=found.get("contacts"),
        stakes=study.canvas.stakes,
        currency=study.canvas.currency,
        as_of=study.as_of,
    )
    broken = study.decided.filter(pl.col("state") == BROKEN).select("customer", "anchor")
    return Studied(
        gap=_gap(study, found, losses),
        losses=losses,
        is_kept=study.is_kept,
        customer=study.customer,
        broken=broken,
    )


def _gap(study: Study, found: dict[str, Measured | None], losses: Losses) -> PromiseGap:
    kept = study.share(study.is_kept.astype(np.float64), "kept/1")
    felt, cut = study.felt(), study.canvas.thresholds
    place, is_clear = quadrant(kept, felt, cut)
    returned, is_kept = study.numbers("returned"), study.is_kept
    return PromiseGap(
        promise=study.promise.promise,
        touchpoint=study.touchpoint.touchpoint,
        stage=study.stage.stage,
        kind=study.promise.kind,
        n=_states(study.table),
        void_reasons=_void_reasons(study.table),
        customers=len(np.unique(study.customer)),
        customers_touched=len(np.unique(study.customer[~is_kept])),
        kept=kept,
        breach=spread(study.numbers("breach"), unit_of(study.promise)),
        felt=felt,
        felt_kept=study.felt(is_kept),
        felt_broken=study.felt(~is_kept),
        returned_kept=study.share(returned, "returned/1", is_kept),
        returned_broken=study.share(returned, "returned/1", ~is_kept),
        felt_effects=_effects(found.get("felt")),
        return_effects=_effects(found["returned"]),
        spend_effects=_effects(found["spend"]),
        value=value(losses),
        quadrant=place,
        is_clear=is_clear,
        cells=cells(is_kept, study.numbers("felt"), cut),
        segments=_segments(study),
        **recovery(study),
    )


def _outcomes(study: Study) -> list[str]:
    """Return what to compare; a promise about the felt score says nothing about it."""
    outcomes = [] if isinstance(study.promise, Felt) else ["felt"]
    contacts = ["contacts"] if study.canvas.stakes.contact is not None else []
    return [*outcomes, "returned", "spend", *contacts]


def _effects(measured: Measured | None) -> tuple[Effect, ...]:
    return measured.effects if measured is not None else ()


def _distance(study: Study) -> Floats | None:
    """Return how far on the good side of the deadline each case ended.

    A case still open has not ended. Scores move in steps, and have no deadline.
    """
    closed = study.decided["is_closed"].to_numpy()
    distance = np.where(closed, -study.numbers("breach"), np.nan)
    sides = [np.isfinite(distance[study.is_kept == side]).any() for side in (True, False)]
    return distance if all(sides) and not isinstance(study.promise, Felt) else None


def _spend_per_return(study: Study) -> Estimate | None:
    """Return the mean spend of those who came back, kept or broken; null without spend."""
    came_back = study.numbers("returned") == 1
    spend, customer = study.numbers("spend")[came_back], study.customer[came_back]
    if not spend.any():
        return None
    mean = float(spend.mean())
    influence = (spend - mean) / len(spend)
    return Estimate.of(mean, influence, customer=customer, customers=study.customers)


def _states(table: pl.DataFrame) -> dict[Any, int]:
    counts = np.bincount(table["state"].to_numpy(), minlength=len(STATES))
    return {
        name: int(counts[STATES.index(name)]) for name in ("kept", "broken", "pending", "void")
    }


def _void_reasons(table: pl.DataFrame) -> dict[str, int]:
    counts = np.bincount(table["reason"].to_numpy(), minlength=len(Reason))
    return {
        reason.words: int(counts[reason])
        for reason in Reason
        if reason.words and counts[reason]
    }


def _read(series: pl.Series) -> pl.Series:
    """Return a property as numbers if all its values are; only all buckets together tell."""
    if series.dtype != pl.String or series.is_null().all():
        return series
    read = numbers(series)
    is_text = np.isnan(read[series.is_not_null().to_numpy()]).any()
    return series if is_text else pl.Series(series.name, read)


def _segments(study: Study) -> tuple[tuple[str, Figure, Figure], ...]:
    """Return kept and felt of the twenty largest segments, the largest first."""
    segment = study.decided["segment"]
    if segment.is_null().all():
        return ()
    counts = segment.drop_nulls().value_counts(sort=True, name="cases")
    names = counts.sort(["cases", "segment"], descending=[True, False])["segment"][:SEGMENTS]
    is_kept = study.is_kept.astype(np.float64)
    found = []
    for name in names:
        rows = (segment == name).fill_null(value=False).to_numpy()
        found.append((name, study.share(is_kept, "kept/1", rows), study.felt(rows)))
    return tuple(found)

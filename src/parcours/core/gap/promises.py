"""The gap of one promise: kept or broken, what it changed, what it costs."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.effect import Effect
from parcours.core.effect.estimate import Estimate
from parcours.core.effect.ladder import Codes, Mask, Measured, measure
from parcours.core.figure import Figure
from parcours.core.gap.matrix import cells, quadrant
from parcours.core.gap.recovery import recovery
from parcours.core.gap.result import PromiseGap
from parcours.core.gap.spread import spread, unit_of
from parcours.core.gap.study import Study
from parcours.core.occurrence import Reason, State
from parcours.core.occurrence.setting import microseconds
from parcours.core.promise import Felt
from parcours.core.value import Losses, value

SEGMENTS: Final = 20


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
        horizon=study.horizon.seconds,
        currency=study.canvas.currency,
        as_of=study.as_of,
    )
    broken = study.decided.filter(pl.col("state") == State.BROKEN).select(
        "customer", "anchor", until=pl.col("anchor") + microseconds(study.horizon)
    )
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
        inferred=study.inferred(),
        inferred_kept=study.inferred(is_kept),
        inferred_broken=study.inferred(~is_kept),
        **recovery(study),
    )


def _outcomes(study: Study) -> list[str]:
    """Return what to compare; a promise about the felt score says nothing about it."""
    outcomes = [] if isinstance(study.promise, Felt) else ["felt"]
    contacts = ["contacts"] if study.canvas.stakes.contact is not None else []
    return [*outcomes, "returned", "spend", *contacts]


def _effects(measured: Measured | None) -> tuple[Effect, ...]:
    return measured.effects if measured is not None else ()


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
    counts = np.bincount(table["state"].to_numpy(), minlength=len(State))
    shown = (State.KEPT, State.BROKEN, State.PENDING, State.VOID)
    return {state.name.lower(): int(counts[state]) for state in shown}


def _void_reasons(table: pl.DataFrame) -> dict[str, int]:
    counts = np.bincount(table["reason"].to_numpy(), minlength=len(Reason))
    return {
        reason.words: int(counts[reason])
        for reason in Reason
        if reason.words and counts[reason]
    }


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

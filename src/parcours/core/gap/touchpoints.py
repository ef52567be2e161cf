"""The gap of a touchpoint, and promises taken together: kept, touched, at stake."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas, Stage, Touchpoint
from parcours.core.figure import Figure
from parcours.core.gap import figures
from parcours.core.gap.gathering import FELT_HERE, Gathered
from parcours.core.gap.matrix import quadrant
from parcours.core.gap.promises import Studied
from parcours.core.gap.result import TouchpointGap
from parcours.core.inferred import DEFINITION, INFERRED
from parcours.core.language import _
from parcours.core.metrics.felt import FELT
from parcours.core.metrics.metric import Metric
from parcours.core.value import sharing, total


def touchpoint_gap(
    place: tuple[int, Stage, Touchpoint],
    found: Sequence[Studied],
    *,
    canvas: Canvas,
    seen: Gathered,
    as_of: datetime,
) -> TouchpointGap:
    """Return the gap of one touchpoint.

    Args:
        place: its position on the canvas, its stage, itself.
        found: the promises made there.
        seen: what was gathered from the log.
    """
    position, stage, point = place
    rows = seen.places.filter(pl.col("touchpoint") == position).to_dicts()
    here: dict[str, Any] = rows[0] if rows else {"events": 0, "customers": 0, "last": None}
    felt = overall(FELT, seen.tallies[FELT_HERE].filter(group=str(position)), as_of=as_of)
    felt = felt or Figure(value=None, n=0, unit="felt", definition=FELT.definition, as_of=as_of)
    kept = kept_together(found, as_of=as_of) if found else None
    words = seen.tallies.get(INFERRED)
    inferred = words is not None and overall(
        FELT, words.filter(group=str(position)), as_of=as_of
    )
    where, is_clear = quadrant(kept, felt, canvas.thresholds)
    return TouchpointGap(
        touchpoint=point.touchpoint,
        stage=stage.stage,
        aim=point.aim,
        belief=point.belief,
        felt=felt,
        kept=kept,
        customers=here["customers"],
        events=here["events"],
        last_evidence=here["last"],
        value=at_stake_together(found, canvas=canvas, as_of=as_of) if found else None,
        quadrant=where,
        is_clear=is_clear,
        inferred=replace(inferred, definition=DEFINITION) if inferred else None,
    )


def overall(metric: Metric, tally: pl.DataFrame, *, as_of: datetime) -> Figure | None:
    """Return the figure of the scale with most answers; null where nobody answered."""
    if tally.is_empty():
        return None
    row = tally.sort("n", "scale", descending=[True, False]).row(0, named=True)
    return metric.of(row, as_of=as_of)


def kept_together(found: Sequence[Studied], *, as_of: datetime) -> Figure:
    """Return the share of decided cases that were kept, over several promises."""
    kept = np.concatenate([each.is_kept for each in found])
    customer = np.concatenate([each.customer for each in found])
    return figures.share(kept.astype(np.float64), customer, definition="kept/1", as_of=as_of)


def touched_together(found: Sequence[Studied]) -> int:
    """Return how many customers had at least one promise broken."""
    return pl.concat(each.broken for each in found)["customer"].n_unique() if found else 0


def at_stake_together(found: Sequence[Studied], *, canvas: Canvas, as_of: datetime) -> Figure:
    """Return the value at stake of several promises, no loss being counted twice.

    Where a customer was watched for several broken promises at once, they share her loss.
    Promises with too few cases are left out. The note says what the plain sum would be.
    """
    counted = [each for each in found if each.gap.value.at_stake.evidence != "too few"]
    if not counted:
        return total([], currency=canvas.currency, as_of=as_of)
    broken = pl.concat(
        each.broken.with_columns(promise=pl.lit(number)) for number, each in enumerate(counted)
    )
    shares = sharing(*(broken[name].to_numpy() for name in ("customer", "anchor", "until")))
    weights = np.bincount(broken["promise"].to_numpy(), shares, minlength=len(counted))
    most = sum(each.gap.value.at_stake.value or 0.0 for each in counted)
    note = _(
        "Promises broken for the same customer share one loss; "
        "simply added they give {sum:,} {currency}."
    ).format(sum=int(round(most, -2)), currency=canvas.currency)
    losses = [
        (each.losses, weight) for each, weight in zip(counted, weights.tolist(), strict=True)
    ]
    return total(losses, currency=canvas.currency, as_of=as_of, note=note)

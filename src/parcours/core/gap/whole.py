"""The gap of a whole canvas on a whole log."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from parcours.core.canvas import Canvas
from parcours.core.figure import Figure
from parcours.core.gap.conclusive import concluded
from parcours.core.gap.gathering import Gathered, gathered
from parcours.core.gap.promises import Studied, studied
from parcours.core.gap.result import Gap, PromiseGap, TouchpointGap
from parcours.core.gap.study import Study
from parcours.core.gap.touchpoints import (
    at_stake_together,
    kept_together,
    overall,
    touched_together,
    touchpoint_gap,
)
from parcours.core.inferred import LogWithInferred, widening
from parcours.core.kernel import Log, LogAsOf, as_log, zoned
from parcours.core.language import _
from parcours.core.metrics.csat import CSAT
from parcours.core.metrics.nps import NPS
from parcours.core.pattern import Where, conditions
from parcours.core.refusal import Refused
from parcours.core.value import years_between

if TYPE_CHECKING:
    import polars as pl

Wider = Callable[[Figure | None], Figure | None]


class EmptyLog(Refused):
    """The log has no event, so there is no moment to compute the gap as of."""


def gap(
    canvas: Canvas | str | Path,
    log: Any,
    *,
    as_of: datetime | None = None,
    where: Where | None = None,
    since: datetime | None = None,
    inferred: "pl.DataFrame | None" = None,
) -> Gap:
    """Return how far the experience lived is from the one promised, touchpoint by touchpoint.

    Args:
        canvas: a canvas, or the path of its file.
        log: a log, a table of events, or the path of a log.
        as_of: events after it do not exist; by default the moment of the last event.
        where: conditions on the events that open a promise and on those that are counted.
        since: neither is earlier; what was known of a customer before still is.
        inferred: what the words of events let infer was felt: customer_id, event_id and
            ``inferred`` on 1 to 5; with ``error`` and ``spread`` intervals hold what inferring
            adds, see `core.inferred`. It is shown beside the scores given, never mixed in.

    Raises:
        EmptyLog: there is no event and no *as_of*.
        Refused: *where* names no column, or a moment no time zone.
    """
    canvas = Canvas.load(canvas) if isinstance(canvas, str | Path) else canvas
    log = as_log(log)
    last = log.last_at()
    moment = zoned(as_of) if as_of else last
    if moment is None:
        raise EmptyLog(_("the log has no events: import some, or say as of which moment"))
    existing: Log = log if last is None or last <= moment else LogAsOf(log, moment)
    if inferred is not None:
        existing = LogWithInferred(existing, inferred)
    seen = gathered(canvas, existing, as_of=moment, where=conditions(where or {}), since=since)
    # Thousands of small matrices: threads of linear algebra would only wait for each other.
    with threadpool_limits(limits=1, user_api="blas"):
        found = [studied(study) for study in _studies(canvas, seen, moment)]
    whole = Gap(
        canvas=canvas,
        as_of=moment,
        version=log.version,
        events=seen.events,
        customers=seen.customers,
        first_at=seen.first_at,
        promises=tuple(concluded([one.gap for one in found])),
        touchpoints=_touchpoints(found, canvas=canvas, seen=seen, as_of=moment),
        nps=overall(NPS, seen.tallies[NPS.name], as_of=moment),
        csat=overall(CSAT, seen.tallies[CSAT.name], as_of=moment),
        kept=_kept(found, moment),
        customers_touched=touched_together(found),
        value=at_stake_together(found, canvas=canvas, as_of=moment),
    )
    return whole if inferred is None else _widened(whole, widening(inferred))


def _widened(whole: Gap, wider: Wider) -> Gap:
    """Give every mean of what is inferred the interval that inferring deserves."""
    return replace(
        whole,
        promises=tuple(_widened_promise(each, wider) for each in whole.promises),
        touchpoints=tuple(
            replace(each, inferred=wider(each.inferred)) for each in whole.touchpoints
        ),
    )


def _widened_promise(promise: PromiseGap, wider: Wider) -> PromiseGap:
    return replace(
        promise,
        inferred=wider(promise.inferred),
        inferred_kept=wider(promise.inferred_kept),
        inferred_broken=wider(promise.inferred_broken),
    )


def _touchpoints(
    found: list[Studied], *, canvas: Canvas, seen: Gathered, as_of: datetime
) -> tuple[TouchpointGap, ...]:
    return tuple(
        touchpoint_gap(
            (position, stage, point),
            [each for each in found if each.gap.touchpoint == point.touchpoint],
            canvas=canvas,
            seen=seen,
            as_of=as_of,
        )
        for position, (stage, point) in enumerate(canvas.touchpoints())
    )


def _kept(found: list[Studied], as_of: datetime) -> Figure:
    if found:
        return kept_together(found, as_of=as_of)
    return Figure(value=None, n=0, unit="share", definition="kept/1", as_of=as_of)


def _studies(canvas: Canvas, seen: Gathered, as_of: datetime) -> Iterator[Study]:
    years = years_between(seen.first_at, as_of)
    for stage, point in canvas.touchpoints():
        for promise in point.promises:
            yield Study(
                canvas=canvas,
                stage=stage,
                touchpoint=point,
                promise=promise,
                table=seen.cases.pop(promise.promise),
                customers=seen.customers,
                years=years,
                as_of=as_of,
            )

"""The evaluation of promises: a kernel on a bucket, and the same on a whole log."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from parcours.core.calendar import Calendar
from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.kernel import as_log, run
from parcours.core.language import _
from parcours.core.occurrence.before import before
from parcours.core.occurrence.bounds import bounded
from parcours.core.occurrence.bucket import NEVER, Bucket, Moments
from parcours.core.occurrence.felt import inferred, nearest, reached, scores
from parcours.core.occurrence.needs import adjusted_for, asked, columns_needed
from parcours.core.occurrence.never import held
from parcours.core.occurrence.opening import opened
from parcours.core.occurrence.outcome import outcome
from parcours.core.occurrence.pair import agreed
from parcours.core.occurrence.recovery import recovered
from parcours.core.occurrence.scope import Openings
from parcours.core.occurrence.setting import Setting
from parcours.core.occurrence.table import Occurrences, table
from parcours.core.occurrence.verdict import Verdict
from parcours.core.occurrence.waiting import waited
from parcours.core.pattern import Where, conditions
from parcours.core.promise import Felt, Limit, Never, Same
from parcours.core.refusal import Refused


def occurrences(
    events: Events,
    canvas: Canvas,
    *,
    as_of: datetime,
    promises: Collection[str] | None = None,
    where: Where | None = None,
) -> pl.DataFrame:
    """Return each time a promise applied to a customer, and what became of it.

    The rules are those of docs/reference/promises.md.

    Args:
        events: whole customers, with the columns of `columns_needed`; what lacks is null.
        as_of: events later than it do not exist.
        promises: names of those to evaluate, all by default.
        where: conditions on the opening events, on top of each promise's own.

    Returns:
        One row per occurrence, by promise in the canvas's order, customer_id and opened;
        the columns are those of ``table.SCHEMA``, then one ``adjust.NAME`` for each name
        that a promise adjusts for (null for the other promises).
    """
    adjust = adjusted_for(canvas, promises)
    found = evaluate(events, canvas, as_of=as_of, promises=promises, where=where)
    return table(canvas, [each.frame(adjust) for each in found], adjust)


def all_occurrences(
    canvas: Canvas,
    log: Any,
    *,
    as_of: datetime,
    promises: Collection[str] | None = None,
    where: Where | None = None,
    workers: int | None = None,
) -> pl.DataFrame:
    """Return the table of `occurrences` for a whole log: a Log, a table, or a path."""
    where = conditions(where or {})
    adjust = adjusted_for(canvas, promises)

    def kernel(events: Events) -> list[pl.DataFrame]:
        found = evaluate(events, canvas, as_of=as_of, promises=promises, where=where)
        return [each.frame(adjust) for each in found]

    columns = columns_needed(canvas, promises, where)
    parts = run(as_log(log), kernel, columns=columns, workers=workers)
    return table(canvas, [frame for part in parts for frame in part], adjust)


def evaluate(
    events: Events,
    canvas: Canvas,
    *,
    as_of: datetime,
    promises: Collection[str] | None = None,
    where: Where | None = None,
) -> Iterator[Occurrences]:
    """Yield the occurrences of each promise as arrays, in the canvas's order.

    Arguments are those of `occurrences`. Take what you need of one before asking for the
    next: together they may be larger than the events.
    """
    wanted = {promise.promise for promise in asked(canvas, promises)}
    bucket, calendar = Bucket(events, _microseconds(as_of)), Calendar.of(canvas)
    for position, (_stage, touchpoint) in enumerate(canvas.touchpoints()):
        for promise in touchpoint.promises:
            if promise.promise in wanted:
                setting = Setting(
                    canvas=canvas,
                    calendar=calendar,
                    position=position,
                    touchpoint=touchpoint,
                    promise=promise,
                    bucket=bucket,
                )
                yield _occurrences(setting, where or {})


def _occurrences(setting: Setting, where: Where) -> Occurrences:
    begun = opened(setting, where)
    openings, due = begun.openings, begun.due
    can_be_decided = begun.reason == 0
    verdict = _verdict(setting, openings.only(can_be_decided), due[can_be_decided])
    verdict = verdict.spread(begun.reason)
    anchor = np.where(due != NEVER, due, openings.at)
    moment = np.where(verdict.closed != NEVER, verdict.closed, anchor)
    if isinstance(setting.promise, Felt):
        moment = openings.at
    scored, source = nearest(setting, openings, moment)
    is_known, returned, spend = outcome(setting, openings, anchor)
    return Occurrences(
        events=setting.bucket.events,
        touchpoint=setting.touchpoint,
        promise=setting.promise,
        opening=openings.rows,
        opened=openings.at,
        due=due,
        verdict=verdict,
        recovered_at=recovered(setting, openings, verdict.broken_at),
        felt=scores(setting).felt_of(scored),
        scored=scored,
        felt_source=source,
        inferred=inferred(setting, openings, moment),
        anchor=anchor,
        is_known=is_known,
        returned=returned,
        spend=spend,
        before=before(setting, openings),
    )


def _verdict(setting: Setting, openings: Openings, due: Moments) -> Verdict:
    promise = setting.promise
    if isinstance(promise, Limit):
        return bounded(setting, promise, openings)
    if isinstance(promise, Felt):
        return reached(setting, promise, openings)
    if isinstance(promise, Never):
        return held(setting, promise, openings, due=due)
    if isinstance(promise, Same):
        return agreed(setting, promise, openings, due=due)
    return waited(setting, promise, openings, due=due)


def _microseconds(as_of: datetime) -> int:
    if getattr(as_of, "tzinfo", None) is None:
        raise Refused(
            _("as_of {as_of} has no time zone: give one, UTC for instance").format(as_of=as_of)
        )
    return int(pl.Series([as_of]).dt.convert_time_zone("UTC").dt.timestamp("us").item())

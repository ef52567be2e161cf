"""When a promise applies: its openings, their due moments, and those void from the start."""

from dataclasses import dataclass, replace

import numpy as np

from parcours.core.occurrence.bucket import NEVER, Moments
from parcours.core.occurrence.scope import Openings, Track, track
from parcours.core.occurrence.setting import Setting
from parcours.core.occurrence.verdict import Codes, Reason
from parcours.core.pattern import Pattern, Where
from parcours.core.promise import By, Limit, Never, Promise, Same, Within
from parcours.core.schema import MOMENT
from parcours.core.selection import Mask, Rows, numbers, texts


@dataclass(frozen=True)
class Opened:
    """Openings with their due moments (NEVER for none) and why they are void at once (or 0)."""

    openings: Openings
    due: Moments
    reason: Codes


def opened(setting: Setting, *where: Where) -> Opened:
    """Return the occurrences of a promise as they begin, in row order.

    Args:
        where: conditions of the caller on the opening event, on top of the promise's own.
    """
    promise = setting.promise
    rows = setting.bucket.rows(promise.opens, promise.where, *where)
    found = Openings(setting.bucket, promise.match, rows)
    begun = Opened(found, _due(setting, found), np.zeros(len(rows), dtype=np.uint8))
    begun = replace(begun, reason=_void_from_the_start(setting, begun))
    if promise.openings == "each" or not _ends(promise):
        return begun
    keeps = begun.reason > 0
    keeps[~keeps] = _does_not_join(setting, found.only(~keeps), begun.due[~keeps])
    return Opened(found.only(keeps), begun.due[keeps], begun.reason[keeps])


def _due(setting: Setting, found: Openings) -> Moments:
    promise, calendar = setting.promise, setting.calendar
    if not isinstance(promise, By):
        within = getattr(promise, "within", None)
        nothing = np.full(len(found), NEVER)
        return nothing if within is None else calendar.add(found.at, within)
    due = _announced(found)
    known = due != NEVER
    moment = calendar.end_of_day(due[known]) if promise.whole_day else due[known]
    due[known] = calendar.add(moment, promise.grace) if promise.grace else moment
    return due


def _announced(found: Openings) -> Moments:
    frame = found.bucket.events.frame
    if "due_at" not in frame.columns:
        return np.full(len(found), NEVER)
    told = frame["due_at"].cast(MOMENT).gather(found.rows).to_physical()
    return told.fill_null(NEVER).to_numpy().copy()


def _void_from_the_start(setting: Setting, begun: Opened) -> Codes:
    promise, rows = setting.promise, begun.openings.rows
    reason = begun.reason.copy()
    if isinstance(promise, By):
        reason[begun.due == NEVER] = Reason.NO_DUE
    if isinstance(promise, Limit):
        reason[np.isnan(numbers(setting.values(rows, promise.of)))] = Reason.NO_VALUE
    if isinstance(promise, Same):
        reason[texts(setting.values(rows, promise.of)).is_null().to_numpy()] = Reason.NO_VALUE
    if promise.match == "case":
        reason[setting.bucket.case[rows] < 0] = Reason.NO_CASE
    return reason


def _ends(promise: Promise) -> tuple[Pattern | None, ...]:
    """Return the events that end the wait of a promise; none where it does not wait."""
    if isinstance(promise, Within | By):
        return (promise.keeps, promise.unless)
    if isinstance(promise, Never):
        return (promise.breaks, promise.until, promise.unless)
    if isinstance(promise, Same):
        return (promise.equals, promise.unless)
    return ()


def _does_not_join(setting: Setting, waiting: Openings, due: Moments) -> Mask:
    """Return which openings find none of their scope still waiting."""
    along = Track.of(setting.bucket, waiting.rows, waiting.match)
    place = along.rank(waiting, waiting.rows)
    free_at = _row_when_free(setting, waiting, due)
    rank = along.rank(waiting, free_at)
    after = np.full(len(place) + 1, len(place))
    after[place] = np.where(along.row(waiting, rank) >= 0, rank, len(place))

    starts = np.zeros(len(place) + 1, dtype=np.bool_)
    starts[place] = along.is_first(waiting, place)
    while (after < len(place)).any():  # twice as far at each turn
        starts[after[starts]] = True
        after = after[after]
    return starts[place]


def _row_when_free(setting: Setting, waiting: Openings, due: Moments) -> Rows:
    """Return the first row at which a new opening would not join this one."""
    bucket = setting.bucket
    ends = track(bucket, waiting.match, *_ends(setting.promise)).follows(waiting)
    free_at = np.where(ends >= 0, bucket.after[ends], waiting.end)
    if not isinstance(setting.promise, Never | Same):
        return free_at
    # These two are decided when due passes; the others still wait for a late answer.
    return np.minimum(free_at, bucket.row_at(waiting.rows, np.minimum(due, NEVER - 1) + 1))

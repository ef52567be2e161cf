"""``felt``: what the customer says of it, as the score nearest to the moment."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.inferred import INFERRED
from parcours.core.occurrence.bounds import exceeding
from parcours.core.occurrence.bucket import Bucket, Moments, numbered, running
from parcours.core.occurrence.scope import Openings, Track, moments
from parcours.core.occurrence.setting import Setting, microseconds
from parcours.core.occurrence.verdict import Codes, Reason, Verdict, because
from parcours.core.promise import Felt
from parcours.core.scale import rescale
from parcours.core.selection import Numbers, Rows, touchpoint_of

Source = Literal["score", "inferred"]


@dataclass(frozen=True)
class Scores:
    """The events of a bucket that tell what was felt: rows, felt 1 to 5, touchpoint (or −1).

    ``number`` is how many lie before each row, ``by_case`` their track by case, ``running``
    the sums of felt over the first 0, 1, 2… of them, in billionths.
    """

    rows: Rows
    felt: Numbers
    touchpoint: NDArray[np.int16]
    number: NDArray[np.int32]
    by_case: Track
    running: NDArray[np.int64]

    @classmethod
    def of(cls, bucket: Bucket, canvas: Canvas, source: Source) -> "Scores":
        """Return those of *bucket* with a score inside a known scale, or an inferred one."""
        rows, scored = _told(bucket.events, source)
        return cls(
            rows=rows,
            felt=scored["felt"].to_numpy(),
            touchpoint=touchpoint_of(Events(scored), canvas),
            number=numbered(rows, bucket.size),
            by_case=Track.of(bucket, rows, "case"),
            running=running(scored["felt"].to_numpy(), unit=1e-9),
        )

    def felt_of(self, row: Rows) -> Numbers:
        """Return what was felt at each row, NaN where a row is −1."""
        felt = np.full(len(row), np.nan)
        known = row >= 0
        felt[known] = self.felt[self.number[row[known]]]
        return felt

    def of_touchpoint(self, position: int) -> Track:
        """Return the scores of one touchpoint by customer."""
        return Track(self.rows[self.touchpoint == position].astype(np.int64))


def _told(events: Events, source: Source) -> tuple[Rows, pl.DataFrame]:
    """Return the events that tell what was felt, and ``felt`` from 1 to 5."""
    frame = events.frame
    needed = {"score", "scale"} if source == "score" else {INFERRED}
    if not needed <= set(frame.columns):
        return np.zeros(0, np.intp), frame.clear().with_columns(felt=pl.lit(0.0))
    rows = np.flatnonzero(frame[source].is_not_null().to_numpy())
    felt = pl.col(INFERRED)
    if source == "score":
        felt = rescale(pl.col("score"), pl.col("scale"))
    told = frame[rows].with_columns(felt=felt)
    known = told["felt"].is_not_null()
    return rows[known.to_numpy()], told.filter(known)


def scores(setting: Setting, source: Source = "score") -> Scores:
    """Return the scores of the setting's bucket, those given or those inferred."""
    bucket, canvas = setting.bucket, setting.canvas
    found: Scores = bucket.once(source, lambda: Scores.of(bucket, canvas, source))
    return found


def inferred(setting: Setting, openings: Openings, moment: Moments) -> Numbers:
    """Return what words let infer of each occurrence, as `nearest` finds scores; else NaN."""
    found = scores(setting, INFERRED)
    if not len(found.rows):
        return np.full(len(openings), np.nan)
    return found.felt_of(nearest(setting, openings, moment, source=INFERRED)[0])


def nearest(
    setting: Setting, openings: Openings, moment: Moments, *, source: Source = "score"
) -> tuple[Rows, Codes]:
    """Return the scored event that tells of each occurrence, and how it was found.

    Args:
        moment: what the score should be near to.

    Returns:
        Row of the event, −1 for none; 1 if of the same case, 2 if of the same touchpoint.
    """
    found = scores(setting, source)
    row = _nearest(setting, found.by_case, openings.by("case"), moment=moment)
    how = (row >= 0).astype(np.uint8)
    other = row < 0
    on_touchpoint = found.of_touchpoint(setting.position)
    row[other] = _nearest(
        setting, on_touchpoint, openings.by("customer").only(other), moment=moment[other]
    )
    how[other] = 2 * (row[other] >= 0)
    return row, how


def _nearest(setting: Setting, track: Track, openings: Openings, *, moment: Moments) -> Rows:
    at = setting.bucket.events.at
    last = moment + microseconds(setting.promise.felt_window)
    rank = track.rank(openings, openings.instant)
    row = track.row(openings, rank)
    some = row >= 0
    some[some] = at[row[some]] <= last[some]
    row[~some] = -1
    # Few customers score: only for those is it worth asking which score is the nearest.
    openings, moment, last, rank = openings.only(some), moment[some], last[some], rank[some]

    since = np.maximum(setting.bucket.row_at(openings.rows, moment), openings.instant)
    later = np.maximum(track.rank(openings, since), rank)
    after = track.row(openings, later)
    before = track.row(openings, np.maximum(later - 1, 0))
    before[later == rank] = -1
    # At one instant the first in the log's order speaks.
    instant = setting.bucket.instant[np.maximum(before, 0)].astype(np.intp)
    before = np.where(before >= 0, track.row(openings, track.rank(openings, instant)), -1)

    usable = after >= 0
    usable[usable] = at[after[usable]] <= last[usable]
    row[some] = np.where(usable, after, before)
    both = usable & (before >= 0)
    is_nearer = at[before[both]] - moment[both] > moment[both] - at[after[both]]
    row[np.flatnonzero(some)[both]] = np.where(is_nearer, before[both], after[both])
    return row


def reached(setting: Setting, promise: Felt, openings: Openings) -> Verdict:
    """Decide whether the felt score reaches the aim."""
    row, _source = nearest(setting, openings, openings.at)
    told = moments(setting.bucket, row)
    void = setting.moment_of(openings, promise.unless)
    last = openings.at + microseconds(promise.felt_window)
    breach = exceeding(setting.aim - scores(setting).felt_of(row))
    reason = because((row < 0) & (setting.as_of > last), Reason.NO_SCORE)
    reason[(void < told) & (void <= last)] = Reason.UNLESS
    return Verdict.of(
        kept=breach <= 0,
        broken=breach > 0,
        reason=reason,
        closed=told,
        broken_at=told,
        breach=breach,
    )

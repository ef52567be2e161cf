"""One promise asked of one bucket: its clock, its openings, what follows them."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import polars as pl

from parcours.core.calendar import Calendar
from parcours.core.canvas import Canvas, Touchpoint
from parcours.core.duration import Duration
from parcours.core.occurrence.bucket import Bucket, Moments
from parcours.core.occurrence.scope import Openings, moments, track
from parcours.core.pattern import Pattern
from parcours.core.promise import Promise
from parcours.core.selection import Numbers, Rows, values


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Everything around an occurrence of *promise* but the occurrence itself.

    ``position`` is the touchpoint's in the canvas.
    """

    canvas: Canvas
    calendar: Calendar
    position: int
    touchpoint: Touchpoint
    promise: Promise
    bucket: Bucket

    @property
    def as_of(self) -> int:
        """The moment after which nothing exists."""
        return self.bucket.as_of

    @property
    def clock(self) -> Duration | None:
        """The duration whose clock, open hours or not, measures the breach."""
        if self.promise.kind == "by":
            return self.promise.grace
        return getattr(self.promise, "within", None)

    @property
    def aim(self) -> float:
        """The felt score wanted, 1 to 5."""
        own = getattr(self.promise, "aim", None)
        # A canvas without either is refused when it is read.
        return cast("float", self.touchpoint.aim if own is None else own)

    def follows(self, openings: Openings, pattern: Pattern | None) -> Rows:
        """Return the first event of *pattern* in scope that follows each opening, or −1."""
        if pattern is None:
            return np.full(len(openings), -1, dtype=np.intp)
        return track(self.bucket, openings.match, pattern).follows(openings)

    def moment_of(self, openings: Openings, pattern: Pattern | None) -> Moments:
        """Return when *pattern* first follows each opening, NEVER where it does not."""
        return moments(self.bucket, self.follows(openings, pattern))

    def values(self, rows: Rows, name: str) -> pl.Series:
        """Return a column or property of *rows*."""
        return values(self.bucket.events, rows, name)

    def elapsed(self, start: Moments, end: Moments) -> Numbers:
        """Return signed seconds from *start* to *end* on the promise's own clock."""
        if self.clock is None or not self.clock.business:
            return (end - start) / 1e6
        return self.calendar.between(start, end)


def microseconds(duration: Duration) -> int:
    """Return a duration of the clock in microseconds."""
    return round(duration.seconds * 1_000_000)

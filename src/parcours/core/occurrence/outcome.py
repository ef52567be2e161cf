"""What the customer did afterwards: whether she came back, and what she spent."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.canvas import Canvas
from parcours.core.occurrence.bucket import Bucket, Moments, bisect, running
from parcours.core.occurrence.scope import Openings, Track
from parcours.core.occurrence.setting import Setting, microseconds
from parcours.core.selection import Mask, Numbers, Rows


@dataclass(frozen=True)
class Returns:
    """The events of a bucket that count as coming back, and their amounts."""

    bucket: Bucket
    rows: Rows
    amounts: Numbers

    @classmethod
    def of(cls, bucket: Bucket, canvas: Canvas) -> "Returns":
        """Return those of *bucket*; amounts in another currency than the canvas's are 0."""
        rows = bucket.rows(canvas.returns)
        return cls(bucket, rows, _amounts(bucket, rows, canvas.currency))

    @cached_property
    def first(self) -> Rows:
        """The first return of each customer, and at last the number of returns."""
        return np.searchsorted(self.rows, self.bucket.first)

    @cached_property
    def spent(self) -> NDArray[np.int64]:
        """Sums of the first 0, 1, 2… amounts, in millionths."""
        return running(self.amounts, unit=1e-6)

    @cached_property
    def by_case(self) -> tuple[Track, NDArray[np.int64]]:
        """The returns by case, and the sums of their amounts in that order."""
        by_case = Track.of(self.bucket, self.rows, "case")
        rows = by_case.keys % max(self.bucket.size, 1)
        return by_case, running(self.amounts[np.searchsorted(self.rows, rows)], unit=1e-6)

    def window(self, openings: Openings, start: Moments, end: Moments) -> tuple[Rows, Rows]:
        """Return the places of the customer's first return after *start* and after *end*."""
        customer = self.bucket.events.customer[openings.rows]
        at = self.bucket.events.at[self.rows]
        low, high = self.first[customer], self.first[customer + 1]
        first, last = (bisect(at, moment + 1, low=low, high=high) for moment in (start, end))
        return first, last


def returns(setting: Setting) -> Returns:
    """Return the returns of the setting's bucket."""
    bucket = setting.bucket
    found: Returns = bucket.once("returns", lambda: Returns.of(bucket, setting.canvas))
    return found


def outcome(
    setting: Setting, openings: Openings, anchor: Moments
) -> tuple[Mask, Mask, Numbers]:
    """Return whether the horizon has passed, whether the customer returned, what she spent.

    Spend is in the canvas's currency; neither it nor the return means anything before
    the horizon has passed.
    """
    horizon = microseconds(setting.promise.horizon or setting.canvas.horizon)
    is_known = anchor + horizon <= setting.as_of
    returned = np.zeros(len(openings), dtype=np.bool_)
    spend = np.where(is_known, 0.0, np.nan)
    openings, anchor = openings.only(is_known), anchor[is_known]
    found = returns(setting)
    low, high = found.window(openings, anchor, anchor + horizon)
    times, spent = high - low, found.spent[high] - found.spent[low]

    some = times > 0
    own_times, own_spent = _of_own_case(
        found, openings.only(some), low=low[some], high=high[some]
    )
    times[some] -= own_times
    spent[some] -= own_spent
    returned[is_known], spend[is_known] = times > 0, spent / 1e6
    return is_known, returned, spend


def _of_own_case(
    found: Returns, openings: Openings, *, low: Rows, high: Rows
) -> tuple[Rows, NDArray[np.int64]]:
    by_case, spent = found.by_case
    own = openings.by("case")
    first = by_case.rank(own, found.rows[low])
    last = by_case.rank(own, found.rows[high - 1] + 1)
    return last - first, spent[last] - spent[first]


def _amounts(bucket: Bucket, rows: Rows, currency: str) -> Numbers:
    frame = bucket.events.frame
    if "amount" not in frame.columns:
        return np.zeros(len(rows))
    found = frame[rows]
    if "currency" in frame.columns:
        is_other = pl.col("currency").cast(pl.String).fill_null(currency) != currency
        found = found.select(pl.when(~is_other).then("amount"))
    return found["amount"].fill_null(0.0).to_numpy()

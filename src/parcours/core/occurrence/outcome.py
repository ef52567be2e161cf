"""What the customer did afterwards: whether she came back, and what she spent."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.canvas import Canvas
from parcours.core.occurrence.bucket import Bucket, Moments, bisect, numbered, running
from parcours.core.occurrence.scope import Openings, Track
from parcours.core.occurrence.setting import Setting, microseconds
from parcours.core.selection import Mask, Numbers, Rows


@dataclass(frozen=True)
class Returns:
    """The events of a bucket that count as coming back.

    ``number`` is how many lie before each row, ``first`` the same of each customer's first
    row. ``by_case`` is their track by case. ``spent`` and ``spent_by_case`` are the sums of
    the first 0, 1, 2… amounts in either order, in millionths; one in another currency is 0.
    """

    rows: Rows
    at: Moments
    number: NDArray[np.int32]
    first: Rows
    spent: NDArray[np.int64]
    by_case: Track
    spent_by_case: NDArray[np.int64]

    @classmethod
    def of(cls, bucket: Bucket, canvas: Canvas) -> "Returns":
        """Return those of *bucket*."""
        rows = bucket.rows(canvas.returns)
        amounts = _amounts(bucket, rows, canvas.currency)
        by_case = Track.of(bucket, rows, "case")
        number = numbered(rows, bucket.size)
        in_cases = amounts[number[by_case.keys % max(bucket.size, 1)]]
        return cls(
            rows=rows,
            at=bucket.events.at[rows],
            number=number,
            first=number[bucket.first].astype(np.intp),
            spent=running(amounts, unit=1e-6),
            by_case=by_case,
            spent_by_case=running(in_cases, unit=1e-6),
        )

    def place(self, openings: Openings, after: Moments) -> Rows:
        """Return the place of the customer's first return later than each moment."""
        customer = openings.customer
        low, high = self.first[customer], self.first[customer + 1]
        return bisect(self.at, after + 1, low=low, high=high)


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
    low = found.place(openings, anchor)
    high = found.place(openings, anchor + horizon)
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
    own = openings.by("case")
    first = found.by_case.rank(own, found.rows[low])
    last = found.by_case.rank(own, found.rows[high - 1] + 1)
    return last - first, found.spent_by_case[last] - found.spent_by_case[first]


def _amounts(bucket: Bucket, rows: Rows, currency: str) -> Numbers:
    frame = bucket.events.frame
    if "amount" not in frame.columns:
        return np.zeros(len(rows))
    found = frame[rows]
    if "currency" in frame.columns:
        is_other = pl.col("currency").cast(pl.String).fill_null(currency) != currency
        found = found.select(pl.when(~is_other).then("amount"))
    return found["amount"].fill_null(0.0).to_numpy()

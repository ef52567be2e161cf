"""One bucket as promises see it: where customers, instants and cases begin and end."""

from collections.abc import Hashable
from functools import cached_property
from typing import Any, Final, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.events import Events
from parcours.core.pattern import Pattern, Where
from parcours.core.selection import Numbers, Rows, select

Moments = NDArray[np.int64]
"""Microseconds since 1970, UTC."""

NEVER: Final = np.iinfo(np.int64).max
"""The moment of what did not happen, later than every moment."""


class Bucket:
    """The events of a bucket that exist at *as_of*, and what all promises need of them."""

    def __init__(self, events: Events, as_of: int) -> None:
        if len(events) and events.at.max() > as_of:
            events = Events(events.frame.filter(pl.Series(events.at <= as_of)))
        self.events = events
        self.as_of = as_of
        self.size = len(events)
        self._cache: dict[Hashable, Any] = {}

    @cached_property
    def first(self) -> Rows:
        """First row of each customer, and at last the number of rows."""
        changes = np.flatnonzero(np.diff(self.events.customer)) + 1
        return np.concatenate([[0], changes, [self.size]]).astype(np.intp)

    @cached_property
    def _instants(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        at, customer = self.events.at, self.events.customer
        is_new = np.ones(self.size, dtype=np.bool_)
        is_new[1:] = (at[1:] != at[:-1]) | (customer[1:] != customer[:-1])
        starts = np.flatnonzero(is_new).astype(np.int32)
        ends = np.append(starts, np.int32(self.size))[1:]
        return np.repeat(starts, ends - starts), np.repeat(ends, ends - starts)

    @property
    def instant(self) -> NDArray[np.int32]:
        """For each row, the first row of the same customer and instant."""
        return self._instants[0]

    @property
    def after(self) -> NDArray[np.int32]:
        """For each row, the row after the last of the same customer and instant."""
        return self._instants[1]

    @cached_property
    def case(self) -> NDArray[np.int64]:
        """Number of each row's case, −1 for none. Two customers may share a number."""
        if "case_id" not in self.events.frame.columns:
            return np.full(self.size, -1, dtype=np.int64)
        cases = self.events.frame["case_id"]
        # 64 bits of hash: only a clash between two cases of one customer would matter.
        hashes = cases.hash().to_numpy()
        runs = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: self.size])
        _, first, found = np.unique(hashes[runs], return_index=True, return_inverse=True)
        # Numbered as they first come, neighbours stay neighbours: searches are quicker.
        codes = np.repeat(first[found], np.diff(np.append(runs, self.size)))
        return np.where(cases.is_not_null().to_numpy(), codes, -1)

    def rows(self, pattern: Pattern, *extra: Where) -> Rows:
        """Return the rows that match *pattern* and the conditions of *extra*, ascending."""
        if any(extra):
            return select(self.events, pattern, *extra)
        return cast(
            "Rows", self.once(("rows", _key(pattern)), lambda: select(self.events, pattern))
        )

    def once(self, key: Hashable, make: Any) -> Any:
        """Return what *make* made under *key*, made at the first call.

        It must not hold the bucket: their cycle would stay in memory until Python's
        collector comes by, which after so few objects may be many buckets later.
        """
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def row_at(self, rows: Rows, moments: Moments) -> Rows:
        """Return, per row, the first row of its customer at or after the moment.

        The row after the customer's last where there is none.
        """
        customer = self.events.customer[rows]
        low, high = self.first[customer], self.first[customer + 1]
        return bisect(self.events.at, moments, low=low, high=high)


def bisect(ascending: Moments, wanted: Moments, *, low: Rows, high: Rows) -> Rows:
    """Return, per query, the first position in [low, high) whose value is at least *wanted*.

    *high* where there is none. *ascending* must ascend inside each [low, high).
    """
    position = low.astype(np.intp)
    longest = int((high - low).max(initial=0))
    step = 1 << longest.bit_length() >> 1
    while step:
        probe = np.minimum(position + step, high)
        is_before = (position + step <= high) & (ascending[probe - 1] < wanted)
        position += step * is_before
        step >>= 1
    return position


def numbered(rows: Rows, size: int) -> NDArray[np.int32]:
    """Return how many of *rows* lie before row 0, 1, 2… *size*."""
    counts = np.zeros(size + 1, dtype=np.int32)
    counts[rows + 1] = 1
    return np.cumsum(counts, dtype=np.int32)


def running(amounts: Numbers, *, unit: float) -> NDArray[np.int64]:
    """Return the sums of the first 0, 1, 2… *amounts*, counted in *unit*.

    Whole numbers, so that the difference of two sums is exact.
    """
    counted = np.rint(np.clip(np.nan_to_num(amounts) / unit, -9e18, 9e18)).astype(np.int64)
    return np.concatenate([[0], np.cumsum(counted)])


def _key(pattern: Pattern) -> str:
    return pattern.model_dump_json()

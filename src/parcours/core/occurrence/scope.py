"""Who an occurrence may look at: all events of its customer, or those of her one case."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.occurrence.bucket import NEVER, Bucket, Moments
from parcours.core.pattern import Match, Pattern
from parcours.core.selection import Mask, Rows

_BEYOND: Final = NEVER // 2


@dataclass(frozen=True)
class Openings:
    """Opening events, and where in the bucket each may look.

    Args:
        rows: the opening events, ascending.
    """

    bucket: Bucket
    match: Match
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, mask: Mask) -> "Openings":
        """Return those of *mask*."""
        return self if mask.all() else Openings(self.bucket, self.match, self.rows[mask])

    def by(self, match: Match) -> "Openings":
        """Return the same openings looking at their customer, or at their case."""
        return self if match == self.match else Openings(self.bucket, match, self.rows)

    @cached_property
    def at(self) -> Moments:
        """The moment of each opening."""
        return self.bucket.events.at[self.rows]

    @cached_property
    def instant(self) -> Rows:
        """The first row of the opening's instant: from there on events follow it."""
        return self.bucket.instant[self.rows].astype(np.intp)

    @cached_property
    def customer(self) -> NDArray[np.uint32]:
        """The number of each opening's customer."""
        return self.bucket.events.customer[self.rows]

    @cached_property
    def start(self) -> Rows:
        """The customer's first row."""
        return self.bucket.first[self.customer]

    @cached_property
    def end(self) -> Rows:
        """The row after the customer's last."""
        return self.bucket.first[self.customer + 1]

    @cached_property
    def offset(self) -> NDArray[np.int64]:
        """What a row in this scope has added in the keys of a track."""
        if self.match == "customer":
            return np.zeros(1, dtype=np.int64)
        return self.bucket.case[self.rows] * self.bucket.size


@dataclass(frozen=True)
class Track:
    """Some rows of a bucket, by scope and then by time.

    A key is *number of the scope × rows in the bucket + row*. A customer's rows lie
    together, so for customers the row alone will do, and the number is 0.
    """

    keys: NDArray[np.int64]

    @classmethod
    def of(cls, bucket: Bucket, rows: Rows, match: Match) -> "Track":
        """Return the track of *rows* (ascending); rows without a case are in none."""
        if match == "customer":
            return cls(rows.astype(np.int64))
        case = bucket.case[rows]
        return cls(np.sort(case * bucket.size + rows)[int((case < 0).sum()) :])

    @cached_property
    def _padded(self) -> NDArray[np.int64]:
        return np.append(self.keys, _BEYOND)

    def rank(self, openings: Openings, since: Rows) -> Rows:
        """Return the place on the track of the first row at or after row *since*."""
        return np.searchsorted(self.keys, openings.offset + since)

    def row(self, openings: Openings, rank: Rows) -> Rows:
        """Return the row at that place, −1 where it is out of the opening's scope."""
        found = self._padded[rank] - openings.offset
        return np.where(found < openings.end, found, -1)

    def is_first(self, openings: Openings, rank: Rows) -> Mask:
        """Return whether the row at that place is the first of the opening's scope."""
        before = np.where(rank > 0, self.keys[rank - 1], -1) - openings.offset
        return before < openings.start

    def follows(self, openings: Openings, since: Rows | None = None) -> Rows:
        """Return the first row that follows each opening, never itself; −1 for none.

        Args:
            since: the row from which to look, by default the opening's own instant.
        """
        rank = self.rank(openings, openings.instant if since is None else since)
        is_itself = self._padded[rank] == openings.offset + openings.rows
        return self.row(openings, rank + is_itself)


def track(bucket: Bucket, match: Match, *patterns: Pattern | None) -> Track:
    """Return the track of the rows that match any of *patterns*."""
    wanted = [pattern for pattern in patterns if pattern is not None]

    def make() -> Track:
        found = [bucket.rows(pattern) for pattern in wanted]
        rows = found[0] if len(found) == 1 else np.unique(np.concatenate([[], *found]))
        return Track.of(bucket, rows.astype(np.intp), match)

    key = ("track", match, *(pattern.model_dump_json() for pattern in wanted))
    made: Track = bucket.once(key, make)
    return made


def moments(bucket: Bucket, rows: Rows) -> Moments:
    """Return the moments of *rows*, NEVER where a row is −1."""
    return np.where(rows >= 0, bucket.events.at[rows], NEVER)

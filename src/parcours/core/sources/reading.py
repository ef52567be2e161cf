"""What every reader gives: rows of a file in batches, and what could not be read."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final, Protocol

import polars as pl

from parcours.core.refusal import Refused
from parcours.core.schema import SCHEMA

LINE: Final = "line"
REJECTED: Final = pl.Schema(
    {LINE: pl.Int64, "column": pl.String, "value": pl.String, "reason": pl.String}
)


class UnreadableFile(Refused):
    """A file is not what its name says, or holds nothing to import."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that stays out of the log, where it stands in the file, and why."""

    line: int
    column: str
    value: str
    reason: str


def rejects(found: list[Rejected]) -> pl.DataFrame:
    """Return *found* as a table of line, column, value, reason."""
    rows = [(each.line, each.column, each.value, each.reason) for each in found]
    return pl.DataFrame(rows, schema=REJECTED, orient="row")


@dataclass(frozen=True)
class Rows:
    """Rows of a file as they stand: one column per header, and the line each begins at."""

    frame: pl.DataFrame
    lines: pl.Series
    done: int
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows of the file these are, the unreadable ones included."""
        return self.frame.height + len(self.rejected)


@dataclass(frozen=True)
class Batch:
    """Rows turned into events: those that enter, those that do not, and why.

    ``skipped`` counts, by reason, what was left out on purpose (test orders).
    ``done`` is how far the file is read, in the units of its plan's ``total``. ``reached``
    are e-mail addresses and phone numbers that the file gives of customers, by customer_id:
    for whoever keeps identities apart from the log.
    """

    events: pl.DataFrame
    rejected: pl.DataFrame
    read: int
    done: int
    skipped: dict[str, int] = field(default_factory=dict)
    reached: dict[str, set[str]] = field(default_factory=dict, repr=False)


NO_EVENTS: Final = SCHEMA.to_frame()


class Reader(Protocol):
    """A file that is a table: its header, how long it is, its rows in batches."""

    @property
    def header(self) -> list[str]:
        """The columns, each name once."""

    @property
    def total(self) -> int:
        """What ``done`` reaches when all is read: bytes, or rows."""

    def rows(self) -> Generator[Rows]:
        """Read from the start, a bounded batch at a time."""


def unique_names(header: list[str]) -> list[str]:
    """Return *header* with every name there, and there once.

    >>> unique_names(["date", "", "date"])
    ['date', 'column 2', 'date 2']
    """
    names: list[str] = []
    for place, name in enumerate(header, 1):
        wanted = (name or "").strip() or f"column {place}"
        same, number = wanted, 1
        while same in names:
            number += 1
            same = f"{wanted} {number}"
        names.append(same)
    return names

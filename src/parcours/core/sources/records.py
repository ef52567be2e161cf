"""Files of records, each with its own names: read in batches, laid out as tables."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import polars as pl

from parcours.core.sources.reading import Rows

AT_ONCE: Final = 20_000
_SAMPLE: Final = 2_000


@dataclass(frozen=True)
class Records(ABC):
    """A file of records as a table: its columns are those of the first records."""

    path: Path

    @cached_property
    def header(self) -> list[str]:
        """The names in the first records. Others may come later."""
        first = next(iter(self._batches(_SAMPLE)), None)
        return [] if first is None else first.frame.columns

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def rows(self) -> Generator[Rows]:
        """Read the records in order; what is not one is rejected with its line."""
        return self._batches(AT_ONCE)

    @abstractmethod
    def _batches(self, size: int) -> Generator[Rows]:
        """Read up to *size* records at a time."""


def table(found: list[dict[str, Any]]) -> pl.DataFrame:
    """Return dictionaries as a table: a column whose values are of several kinds is text."""
    names = list(dict.fromkeys(name for each in found for name in each))
    return pl.DataFrame([_column(name, [each.get(name) for each in found]) for name in names])


def _column(name: str, values: list[Any]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    if len(kinds) > 1:
        values = [None if value is None else str(value) for value in values]
    try:
        return pl.Series(name, values, dtype=pl.String if not kinds else None)
    except OverflowError:
        return pl.Series(name, [None if value is None else str(value) for value in values])

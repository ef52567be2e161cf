"""JSON objects as a table: one a line, or an array of them; nested names joined by dots."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl

from parcours.core.sources.documents import documents
from parcours.core.sources.reading import Rejected, Rows
from parcours.core.sources.xes import table

ROWS: Final = 20_000
_SAMPLE: Final = 2_000


@dataclass(frozen=True)
class JsonTable:
    """A file of JSON objects as a table; ``{"order": {"id": 7}}`` has a column order.id."""

    path: Path

    @cached_property
    def header(self) -> list[str]:
        """The names in the first objects. Others may come later."""
        first = next(iter(self._batches(_SAMPLE)), None)
        return [] if first is None else first.frame.columns

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def rows(self) -> Generator[Rows]:
        """Read the objects; what is not one is rejected with its line."""
        return self._batches(ROWS)

    def _batches(self, size: int) -> Generator[Rows]:
        found: list[dict[str, Any]] = []
        lines: list[int] = []
        bad: list[Rejected] = []
        for each in documents(self.path):
            if isinstance(each.value, Rejected):
                bad.append(each.value)
            else:
                found.append(flat(each.value))
                lines.append(each.line)
            if len(found) + len(bad) == size:
                yield _rows(found, lines, bad, done=each.done)
                found, lines, bad = [], [], []
        yield _rows(found, lines, bad, done=self.total)


def _rows(
    found: list[dict[str, Any]], lines: list[int], bad: list[Rejected], *, done: int
) -> Rows:
    return Rows(table(found), pl.Series("line", lines, dtype=pl.Int64), done, bad)


def flat(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return *value* without nesting: names joined by dots, lists as JSON.

    >>> flat({"order": {"id": 7, "items": [1, 2]}})
    {'order.id': 7, 'order.items': '[1,2]'}
    """
    pairs: dict[str, Any] = {}
    for name, each in value.items():
        if isinstance(each, dict):
            pairs |= flat(each, f"{prefix}{name}.")
        elif isinstance(each, list):
            pairs[prefix + name] = orjson.dumps(each).decode() if each else None
        else:
            pairs[prefix + name] = each
    return pairs

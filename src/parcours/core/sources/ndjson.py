"""JSON objects as a table: one a line, or an array of them; nested names joined by dots."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import orjson
import polars as pl

from parcours.core.sources.documents import documents
from parcours.core.sources.reading import Rejected, Rows
from parcours.core.sources.records import Records, table


@dataclass(frozen=True)
class JsonTable(Records):
    """A file of JSON objects as a table; ``{"order": {"id": 7}}`` has a column order.id."""

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

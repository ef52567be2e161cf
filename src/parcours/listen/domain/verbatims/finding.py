"""Finding verbatims: those asked for, page after page, and how many there are of each kind."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from parcours.core.report.numbers import count
from parcours.listen.domain.verbatims import codes, full_text
from parcours.listen.domain.verbatims.asking import (
    FACETS,
    PLAIN,
    SEGMENT,
    SENTIMENTS,
    YES_OR_NO,
    Asked,
    conditions,
)
from parcours.listen.domain.verbatims.table import Counts, Meanings, Table, current, valued

PAGE: Final = 25
MOST_VALUES: Final = 40

_BY: Final[dict[str, tuple[pl.Expr, bool]]] = {
    "newest": (pl.col("at").to_physical(), True),
    "oldest": (pl.col("at").to_physical(), False),
    "worst": (pl.col("positivity").cast(pl.Float64).fill_null(2), False),
    "best": (pl.col("positivity").cast(pl.Float64).fill_null(-1), True),
    "unsure": (pl.col("doubt").cast(pl.Float64).fill_null(0), True),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of verbatims by number, how many there are in all, and where it goes on."""

    numbers: list[int]
    total: int
    after: str

    @property
    def told(self) -> str:
        """How many there are in all, in words."""
        return count(self.total)


@dataclass(frozen=True)
class Search:
    """What is asked for, on the table of one moment, its words looked up once."""

    asked: Asked
    table: Table
    said: pl.Series | None

    @cached_property
    def all(self) -> pl.DataFrame:
        """The rows of all verbatims that are asked for."""
        return self._but("")

    def page(self, *, after: str = "", size: int = PAGE) -> Found:
        """Return a page of them, in the order asked for.

        Args:
            after: where the page before ended, empty for the first.
        """
        value, is_falling = _BY[self.asked.order]
        rows = self.all.lazy().select("id", value=value)
        if after:
            rows = rows.filter(_comes_after(after, is_falling=is_falling))
        shown = rows.sort("value", "id", descending=[is_falling, True]).head(size + 1).collect()
        page = shown.head(size)
        is_more = shown.height > size
        return Found(
            numbers=page["id"].to_list(),
            total=self.all.height,
            after=_place(page) if is_more else "",
        )

    def counts(self) -> Counts:
        """Return how many there are with each value of each facet, all else as asked."""
        asked = replace(self.asked, order="newest").query
        return self.table.counts.of(asked, self._counts)

    def _counts(self) -> Counts:
        everything = self.all
        found: Counts = {}
        for name in FACETS:
            rows = self._but(name) if getattr(self.asked, name) else everything
            found[name] = dict(_counted(name, rows, self.table))
        for name in self._segments():
            rows = everything
            if name in self.asked.segments:
                rows = self._but(SEGMENT + name)
            found[SEGMENT + name] = dict(_told(rows["segments"], self.table.segments, name))
        return found

    def _segments(self) -> list[str]:
        names = {name for told in self.table.segments.values() for name in told}
        return sorted(names)

    def _but(self, name: str) -> pl.DataFrame:
        wanted = conditions(self.asked, self.table, but=name)
        if self.said is not None:
            wanted.append(pl.lit(self.said))
        return self.table.frame.filter(*wanted) if wanted else self.table.frame


def search(asked: Asked) -> Search:
    """Look up what is asked for; nothing is counted or sorted yet."""
    table = current()
    return Search(asked, table, _saying(asked.words, table) if asked.words else None)


def _saying(words: str, table: Table) -> pl.Series | None:
    """Return which verbatims of the table have the words; null where nothing is asked."""

    def look_up() -> pl.Series | None:
        found = full_text.found(words)
        if found is None:
            return None
        last = table.numbers.max(initial=0)
        are_said = table.are(found.numbers[found.numbers <= last])
        return ~are_said if found.is_all_others else are_said

    return table.said.of(words, look_up)


def _comes_after(after: str, *, is_falling: bool) -> pl.Expr:
    value, _separator, number = after.partition("~")
    try:
        edge, last = float(value), int(number)
    except ValueError:
        return pl.lit(value=True)
    beyond = pl.col("value") < edge if is_falling else pl.col("value") > edge
    return beyond | ((pl.col("value") == edge) & (pl.col("id") < last))


def _place(page: pl.DataFrame) -> str:
    value, number = page.select("value", "id").row(-1)
    return f"{value!r}~{number}"


def _counted(name: str, rows: pl.DataFrame, table: Table) -> Iterator[tuple[str, int]]:
    if name in PLAIN:
        yield from _valued(rows, name)
    elif name in YES_OR_NO:
        yes = int(rows[name].sum())
        yield from (("yes", yes), ("no", rows.height - yes))
    elif name == "sentiment":
        counts = dict(rows["sentiment"].value_counts().iter_rows())
        yield from ((key, counts.get(value, 0)) for key, value in SENTIMENTS.items())
    elif name == "flag":
        yield from zip(codes.FLAGS, _bits(rows["flags"]), strict=False)
    elif name == "driver":
        for column in ("present", "positive", "negative"):
            names = [
                each if column == "present" else f"{each}:{column}" for each in codes.DRIVERS
            ]
            yield from zip(names, _bits(rows[column]), strict=False)
    else:
        yield from _touchpoints(rows, table)


def _bits(masks: pl.Series) -> list[int]:
    """Return how many masks have each of eight bits."""
    counts = np.bincount(masks.to_numpy(), minlength=256)
    every = np.arange(len(counts))
    return [int(counts[every >> place & 1 == 1].sum()) for place in range(8)]


def _valued(rows: pl.DataFrame, column: str) -> Iterator[tuple[str, int]]:
    counts = rows[column].value_counts(sort=True)
    for value, n in counts.head(MOST_VALUES).iter_rows():
        if value:
            yield value, n


def _touchpoints(rows: pl.DataFrame, table: Table) -> Iterator[tuple[str, int]]:
    for canvas in sorted({each for told in table.places.values() for each in told}):
        for name, n in _told(rows["places"], table.places, canvas):
            yield f"{canvas}:{name}", n


def _told(texts: pl.Series, meanings: Meanings, key: str) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for text, n in texts.value_counts(name="n").cast({texts.name: pl.String}).iter_rows():
        for value in valued(meanings.get(text or "", {}), key):
            found[value] = found.get(value, 0) + n
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST_VALUES]

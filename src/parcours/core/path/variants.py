"""Which ways customers take, and how many take each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.language import _
from parcours.core.path.show import card
from parcours.core.path.steps import Steps

_KEY: Final = ("first", "second")
_BLOCK: Final = 1 << 16


@dataclass(frozen=True)
class Ways:
    """One bucket's variants: the 128-bit hash of each, how many journeys, its steps.

    ``table`` has one row per variant: first, second (the hash), journeys, offset, length;
    its steps are ``codes[offset:offset + length]``, positions in ``names``.
    """

    names: list[str]
    table: pl.DataFrame
    codes: NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class Variants:
    """The most frequent ways, and how many there are in all.

    ``table``, most frequent first: rank, steps (list), length, journeys, share (of all
    journeys), cumulative_share.
    """

    table: pl.DataFrame
    variants: int
    journeys: int

    def _repr_html_(self) -> str:
        facts = {_("journeys"): self.journeys, _("variants"): self.variants}
        way = pl.col("steps").list.join(" → ").alias("variant")
        return card(
            _("Variants"), facts, self.table.select("rank", way, pl.exclude("rank", "steps"))
        )


def ways(steps: Steps, *, collapse: bool = False) -> Ways:
    """Count a bucket's variants. With *collapse*, a step repeated at once counts once."""
    if collapse:
        same = np.append(False, steps.step[1:] == steps.step[:-1]) & steps.follows
        steps = steps.taken(~same)
    if not len(steps):
        return Ways(steps.names, _NONE, steps.step)
    first, second = _hashes(steps)
    journeys = pl.DataFrame(
        {"first": first, "second": second, "start": steps.starts, "length": steps.lengths}
    )
    table = journeys.group_by(_KEY).agg(
        pl.len().cast(pl.Int64).alias("journeys"), pl.col("start", "length").first()
    )
    lengths = table["length"].to_numpy()
    offsets = np.cumsum(lengths) - lengths
    rows = np.repeat(table["start"].to_numpy() - offsets, lengths) + np.arange(lengths.sum())
    kept = table.with_columns(offset=pl.Series(offsets)).select(_NONE.columns)
    return Ways(steps.names, kept, steps.step[rows])


def together(buckets: Sequence[Ways]) -> Ways:
    """Return the variants of all buckets, most frequent first, then shortest."""
    names = sorted({name for each in buckets for name in each.names})
    place = {name: position for position, name in enumerate(names)}
    wide = np.min_scalar_type(max(len(names) - 1, 0))
    codes = [
        np.array([place[name] for name in each.names], wide)[each.codes] for each in buckets
    ]
    before = np.cumsum([0, *map(len, codes)])
    tables = [
        each.table.with_columns(pl.col("offset") + int(start))
        for each, start in zip(buckets, before, strict=False)
    ]
    summed = (
        pl.concat(tables)
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("journeys").sum(), pl.col("offset", "length").first())
        .sort("journeys", "length", *_KEY, descending=[True, False, False, False])
    )
    return Ways(names, summed, np.concatenate(codes))


def named(ways: Ways, top: int | None) -> Variants:
    """Return the *top* variants with the names of their steps; all of them if null."""
    journeys = int(ways.table["journeys"].sum())
    shown = ways.table if top is None else ways.table.head(top)
    offsets, lengths = shown["offset"].to_list(), shown["length"].to_list()
    steps = [
        [ways.names[code] for code in ways.codes[start : start + length].tolist()]
        for start, length in zip(offsets, lengths, strict=True)
    ]
    share = pl.col("journeys") / max(journeys, 1)
    table = shown.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank"),
        pl.Series("steps", steps, dtype=pl.List(pl.String)),
        "length",
        "journeys",
        share.alias("share"),
        (pl.col("journeys").cum_sum() / max(journeys, 1)).alias("cumulative_share"),
    )
    return Variants(table, ways.table.height, journeys)


_NONE: Final = pl.DataFrame(
    schema={
        "first": pl.UInt64, "second": pl.UInt64, "journeys": pl.Int64,
        "offset": pl.Int64, "length": pl.Int64,
    }
)  # fmt: skip


def _hashes(steps: Steps) -> NDArray[np.uint64]:
    """Return two rows of 64-bit hashes, of each journey: the sum of name key x place key.

    Keys depend on names and places only, so buckets and machines agree. Unlike powers of
    a base, place keys without a pattern leave no two long journeys that always collide.

    Source:
        Lemire, D., Kaser, O. (2014). Strongly universal string hashing is fast. The
        Computer Journal 57(11).
    """
    longest = 1 << int(steps.lengths.max()).bit_length()
    of_name, of_place = _name_keys(tuple(steps.names)), _place_keys(longest)
    hashes = np.empty((2, len(steps.starts)), np.uint64)
    for some in _blocks(steps):
        begin, lengths = steps.starts[some], steps.lengths[some]
        rows = slice(begin[0], begin[0] + lengths.sum())
        begin = begin - begin[0]
        step = steps.step[rows].astype(np.intp)
        place = np.arange(len(step)) - np.repeat(begin, lengths)
        for half in (0, 1):
            keys = of_name[half][step] * of_place[half][place]
            hashes[half, some] = np.add.reduceat(keys, begin)
    return hashes


def _blocks(steps: Steps) -> Iterator[slice]:
    """Yield journeys in runs of some 65,536 steps: twice as fast as all of them at once."""
    cuts = np.searchsorted(steps.starts, np.arange(0, len(steps), _BLOCK))
    for start, end in pairwise(np.unique(np.append(cuts, len(steps.starts))).tolist()):
        yield slice(start, end)


@lru_cache(maxsize=16)
def _name_keys(names: tuple[str, ...]) -> NDArray[np.uint64]:
    digests = b"".join(blake2b(name.encode(), digest_size=16).digest() for name in names)
    return np.frombuffer(digests, "<u8").astype(np.uint64).reshape(-1, 2).T.copy()


@lru_cache(maxsize=4)
def _place_keys(longest: int) -> NDArray[np.uint64]:
    """Return odd random numbers that never change (splitmix64), two rows of *longest*."""
    z = np.arange(1, 2 * longest + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) | np.uint64(1)).reshape(-1, 2).T.copy()

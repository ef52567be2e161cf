"""Which step follows which, how often, and after how long a wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.language import _
from parcours.core.path.show import card
from parcours.core.path.steps import Steps
from parcours.core.quantiles import ERROR, Binned, Sample, quantiles, sample

_SECONDS: Final = 1e-6


@dataclass(frozen=True)
class Edges:
    """One bucket's directly-follows pairs: from, to, times, and the waits of each.

    ``start`` and ``end`` are positions in ``names``; ``waits`` has one group per pair.
    """

    names: list[str]
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    times: NDArray[np.intp]
    waits: Sample


@dataclass(frozen=True)
class Follows:
    """The directly-follows graph.

    ``table``, most frequent first: from, to, times, share (of all steps that follow
    ``from``), median_seconds, p90_seconds (of the wait). A row from a step to itself is a
    loop. ``error`` is the relative error of the quantiles: 0, or 0.01 on a large log.
    """

    table: pl.DataFrame
    error: float

    @property
    def loops(self) -> pl.DataFrame:
        """Steps that follow themselves at once."""
        return self.table.filter(pl.col("from") == pl.col("to"))

    def _repr_html_(self) -> str:
        facts = {_("pairs"): self.table.height, _("loops"): self.loops.height}
        return card(_("What follows what"), facts, self.table)


def edges(steps: Steps) -> Edges:
    """Count a bucket's pairs of steps that follow each other in a journey."""
    wide = np.min_scalar_type(max(len(steps.names) ** 2 - 1, 0))
    follows = steps.follows[1:]
    pair = steps.step[:-1].astype(wide) * wide.type(len(steps.names)) + steps.step[1:]
    order = np.argsort(pair[follows], kind="stable")
    pair, wait = pair[follows][order], np.diff(steps.at)[follows][order]
    bounds = np.flatnonzero(np.append(np.append(True, pair[1:] != pair[:-1]), len(pair) > 0))
    found = pair[bounds[:-1]].astype(np.intp)
    waits = sample(wait, bounds, exact=steps.exact)
    start, end = np.divmod(found, max(len(steps.names), 1))
    return Edges(steps.names, start, end, np.diff(bounds), waits)


def graph(buckets: Sequence[Edges]) -> Follows:
    """Return the pairs of all buckets together."""
    names = sorted({name for each in buckets for name in each.names})
    place = {name: position for position, name in enumerate(names)}
    pairs = []
    for each in buckets:
        global_ = np.array([place[name] for name in each.names], np.intp)
        pairs.append(global_[each.start] * len(names) + global_[each.end])
    found, owner = np.unique(np.concatenate(pairs), return_inverse=True)
    owners = np.split(owner, np.cumsum([len(pair) for pair in pairs])[:-1])
    times = np.bincount(
        owner, weights=np.concatenate([each.times for each in buckets]), minlength=len(found)
    ).astype(np.int64)
    waits = quantiles(
        [(each.waits, own) for each, own in zip(buckets, owners, strict=True)], len(found)
    )
    start, end = np.divmod(found, max(len(names), 1))
    name = pl.Series(names, dtype=pl.String)
    table = pl.DataFrame(
        {
            "from": name.gather(start),
            "to": name.gather(end),
            "times": times,
            "median_seconds": waits[:, 0] * _SECONDS,
            "p90_seconds": waits[:, 1] * _SECONDS,
        }
    ).select(
        "from",
        "to",
        "times",
        (pl.col("times") / pl.col("times").sum().over("from")).alias("share"),
        "median_seconds",
        "p90_seconds",
    )
    exact = not any(isinstance(each.waits, Binned) for each in buckets)
    ordered = table.sort("times", "from", "to", descending=[True, False, False])
    return Follows(ordered, 0.0 if exact else ERROR)

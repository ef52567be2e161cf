"""What changes files of a log: putting them together, taking events or customers out."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from parcours.core.log import rejection
from parcours.core.log.bucketing import buckets_of
from parcours.core.log.lake import Lake, Overtaken
from parcours.core.schema import SCHEMA

_AT_ONCE: Final = timedelta(0)
_NOTHING: Final = pl.lit(value=False)


def compact(lake: Lake, keep: timedelta) -> None:
    """Make one file of each bucket that has several; sweep what *keep* has passed for."""
    for bucket in range(lake.buckets):
        # Where another process is doing the same, once is enough.
        with lake.lock(), suppress(Overtaken):
            if len(lake.snapshot().of(bucket)) > 1:
                _rewrite(lake, bucket)
    with lake.lock(alone=True):
        lake.sweep(keep)


def delete(lake: Lake, event_ids: Collection[str]) -> None:
    """Take events out, whoever's they are. Older versions keep them until a sweep."""
    _take_out_everywhere(lake, pl.col("event_id").is_in(list(event_ids)))


def take_back(lake: Lake, recorded_at: datetime) -> None:
    """Take out the events recorded at one moment."""
    _take_out_everywhere(lake, pl.col("recorded_at") == recorded_at)


def _take_out_everywhere(lake: Lake, unwanted: pl.Expr) -> None:
    for bucket in range(lake.buckets):
        with lake.lock():
            _take_out(lake, bucket, unwanted)


def erase(lake: Lake, customer_ids: Collection[str]) -> None:
    """Take customers out of every file there is, in this version or any other.

    Their ids are told to no one: Delta's log gets file names and moments only.
    """
    ids = pl.Series(list(customer_ids), dtype=pl.String)
    buckets = pl.Series(buckets_of(ids, lake.buckets))
    with lake.lock(alone=True):
        for bucket in buckets.unique():
            unwanted = pl.col("customer_id").is_in(ids.filter(buckets == bucket).to_list())
            _take_out(lake, bucket, unwanted)
        lake.sweep(_AT_ONCE)
        rejection.forget(lake.beside, set(customer_ids))


def _take_out(lake: Lake, bucket: int, unwanted: pl.Expr) -> None:
    """Rewrite a bucket until no file holds what is unwanted, not even one that just came."""
    while _has(lake, bucket, unwanted):
        with suppress(Overtaken):
            _rewrite(lake, bucket, unwanted)


def _has(lake: Lake, bucket: int, unwanted: pl.Expr) -> bool:
    columns = unwanted.meta.root_names()
    paths = lake.snapshot().of(bucket)
    return any(lake.read(path, columns).filter(unwanted).height for path in paths)


def _rewrite(lake: Lake, bucket: int, unwanted: pl.Expr = _NOTHING) -> None:
    """Replace a bucket's files by one; what comes in meanwhile stays beside it."""
    paths = lake.snapshot().of(bucket)
    rows = lake.rows(paths, list(SCHEMA)).filter(~unwanted)
    added = [lake.write(bucket, rows, order=paths[0])] if rows.height else []
    lake.commit(added, paths)

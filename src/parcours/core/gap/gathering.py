"""One pass over the log: what every part of the gap is computed from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.gap.cases import SCHEMA, cases
from parcours.core.inferred import INFERRED
from parcours.core.kernel import Log, run
from parcours.core.log.bucketing import checksums
from parcours.core.metrics.csat import CSAT
from parcours.core.metrics.felt import FELT
from parcours.core.metrics.metric import Metric, Moment
from parcours.core.metrics.nps import NPS
from parcours.core.metrics.statistic import CELL, combined
from parcours.core.occurrence import columns_needed, evaluate
from parcours.core.occurrence.bucket import Bucket
from parcours.core.pattern import Pattern, Where
from parcours.core.schema import COLUMNS
from parcours.core.selection import Mask, columns_of, select, touchpoint_of

OVERALL: Final = (NPS, CSAT)
FELT_HERE: Final = "felt"


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What one bucket, or all of them, tell.

    ``cases`` has a table per promise; customers are numbered from 0 over all of them, and
    ``checksums`` has that of each one's id.
    ``returns`` counts the events that may be a customer coming back.
    ``places`` has touchpoint (its position), events, customers and last; ``tallies`` has felt
    by touchpoint, given or inferred, and NPS and CSAT of all answers.
    """

    events: int
    checksums: NDArray[np.uint32]
    returns: int
    first_at: datetime | None
    cases: dict[str, pl.DataFrame]
    places: pl.DataFrame
    tallies: dict[str, pl.DataFrame]

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.checksums)


def gathered(
    canvas: Canvas, log: Log, *, as_of: datetime, where: Where, since: datetime | None = None
) -> Gathered:
    """Read *log* once, bucket by bucket.

    Args:
        log: without events later than *as_of*.
        where: conditions on the events that open a promise, and on those counted.
        since: neither is earlier; what was known before them still is.
    """
    begin = Moment(as_of=since).microseconds if since is not None else None
    columns = set(columns_needed(canvas, where=where, shown=False)) | {"channel"}
    columns |= columns_of(canvas.stakes.contact)

    def kernel(events: Events) -> Gathered:
        return _of_bucket(canvas, events, as_of=as_of, where=where, begin=begin)

    parts = run(log, kernel, columns=[name for name in COLUMNS if name in columns])
    found = _together(parts)
    return found if found.returns else _without_returns(found)


def _without_returns(found: Gathered) -> Gathered:
    """Return *found* with returns unknown: a log without a single one cannot tell of them."""
    unknown = [pl.lit(np.nan).cast(SCHEMA[name]).alias(name) for name in ("returned", "spend")]
    tables = {name: table.with_columns(unknown) for name, table in found.cases.items()}
    return replace(found, cases=tables)


def _of_bucket(
    canvas: Canvas, events: Events, *, as_of: datetime, where: Where, begin: int | None
) -> Gathered:
    moment = Moment(as_of=as_of)
    bucket = Bucket(events, moment.microseconds)
    found = evaluate(events, canvas, as_of=as_of, where=where)
    tables = {each.promise.promise: cases(each, bucket, canvas) for each in found}
    chosen, places = _chosen(bucket, where), touchpoint_of(events, canvas)
    if begin is not None:
        tables = {name: of.filter(pl.col("opened") >= begin) for name, of in tables.items()}
        chosen &= events.at >= begin
    seen = events.frame.select(
        "at",
        touchpoint=places.astype(np.int32),
        customer=pl.Series(events.customer),
    ).filter(pl.Series(chosen))
    return Gathered(
        events=seen.height,
        checksums=checksums(events.frame["customer_id"].rle().struct.field("value")),
        returns=len(bucket.rows(canvas.returns)),
        first_at=cast("datetime | None", seen["at"].min()),
        cases=tables,
        places=_places(seen.filter(pl.col("touchpoint") >= 0)),
        tallies=_tallies(events, moment, chosen=chosen, places=places),
    )


def _chosen(bucket: Bucket, where: Where) -> Mask:
    """Return which events meet *where*, or are of a case with one that does.

    Who answers a survey after a visit says nothing of the shop; the visit does.
    """
    events = bucket.events
    if not where or not len(events):
        return np.full(len(events), not where)
    chosen = np.zeros(len(events), dtype=np.bool_)
    chosen[select(events, Pattern(activity=tuple(events.activities)), where)] = True
    # Two customers may have a case of the same name.
    case = bucket.case * (int(events.customer.max()) + 1) + events.customer
    has_case = bucket.case >= 0
    return chosen | (has_case & np.isin(case, case[chosen & has_case]))


def _places(seen: pl.DataFrame) -> pl.DataFrame:
    return seen.group_by("touchpoint").agg(
        events=pl.len(), customers=pl.col("customer").n_unique(), last=pl.col("at").max()
    )


def _tallies(
    events: Events, moment: Moment, *, chosen: Mask, places: NDArray[np.int16]
) -> dict[str, pl.DataFrame]:
    here = pl.Series([str(place) for place in range(-1, places.max(initial=-1) + 1)])
    tallies = {
        each.name: _tally(each, events, moment, chosen=chosen, group=None) for each in OVERALL
    }
    group = here.gather(places + 1)
    tallies[FELT_HERE] = _tally(FELT, events, moment, chosen=chosen, group=group)
    if INFERRED in events.frame.columns:
        words = Events(
            events.frame.with_columns(
                score=pl.col(INFERRED), scale=pl.lit("inferred_1_5", COLUMNS["scale"])
            )
        )
        tallies[INFERRED] = _tally(FELT, words, moment, chosen=chosen, group=group)
    return tallies


def _tally(
    metric: Metric, events: Events, moment: Moment, *, chosen: Mask, group: pl.Series | None
) -> pl.DataFrame:
    found = metric.observe(events, moment)
    found = found.filter(pl.Series(chosen).gather(found["row"]))
    if "scale" not in found.columns:
        found = found.with_columns(scale=pl.lit(None, CELL["scale"]))
    rows = found["row"]
    table = found.select(
        "value",
        "scale",
        start=pl.lit(None, CELL["start"]),
        group=pl.lit(None, CELL["group"]) if group is None else group.gather(rows),
        customer=pl.Series(events.customer).gather(rows),
    )
    return metric.tally(table)


def _together(parts: Sequence[Gathered]) -> Gathered:
    numbers, sums = _numbered(parts)
    tables = {
        name: pl.concat(
            part.cases[name].with_columns(number.gather(part.cases[name]["customer"]))
            for part, number in zip(parts, numbers, strict=True)
        )
        for name in parts[0].cases
    }
    places = pl.concat(part.places for part in parts).group_by("touchpoint")
    moments = [part.first_at for part in parts if part.first_at is not None]
    return Gathered(
        events=sum(part.events for part in parts),
        checksums=sums,
        returns=sum(part.returns for part in parts),
        first_at=min(moments, default=None),
        cases=tables,
        places=places.agg(pl.col("events", "customers").sum(), pl.col("last").max()),
        tallies={
            name: combined([part.tallies[name] for part in parts]) for name in parts[0].tallies
        },
    )


def _numbered(parts: Sequence[Gathered]) -> tuple[list[pl.Series], NDArray[np.uint32]]:
    """Return the number of each part's customers over all of them, and their checksums.

    Numbers decide the folds of adjusting, so they may not depend on how many buckets there
    are: they go by checksum, then by id. Customers of one checksum are in one bucket, which
    is sorted by id.
    """
    sums = np.concatenate([part.checksums for part in parts])
    order = np.argsort(sums, kind="stable")
    numbers = np.empty(len(sums), np.uint32)
    numbers[order] = np.arange(len(sums), dtype=np.uint32)
    ends = np.cumsum([part.customers for part in parts])[:-1]
    each = [pl.Series("customer", part) for part in np.split(numbers, ends)]
    return each, sums[order]

"""Events that several imports told: taking one import back leaves them to the others.

The log keeps the first of equals, and drops the others for good when it puts its files
together. So an import keeps aside, for thirty days, what it told that the log had already.
"""

import polars as pl

from parcours.core.sources import Plan
from parcours.ledger.domain import files
from parcours.ledger.domain.lake import lake
from parcours.ledger.models import Import

_NAME = pl.struct("customer_id", "event_id").hash(seed=1)


def keep(named: Plan, brought: Import) -> None:
    """Read a file once more, and keep those of its events that did not enter.

    Args:
        named: the file as it was imported.
    """
    moment = pl.lit(brought.recorded_at)
    own = pl.col("recorded_at") == moment
    told = lake().scan(["customer_id", "event_id", "recorded_at"]).filter(own)
    entered = told.select(_NAME).collect().to_series()
    folder = files.repeated(brought)
    folder.mkdir(exist_ok=True)
    for number, batch in enumerate(named.batches()):
        events = batch.events.with_columns(recorded_at=moment)
        repeated = events.filter(~_NAME.is_in(entered.implode()))
        if repeated.height:
            repeated.write_parquet(folder / f"{number}.parquet")


def tell_again(undone: Import) -> None:
    """Give the log what later imports told as well as *undone*; twice is once.

    To be called while nobody else changes the lake.
    """
    others = Import.objects.filter(undoing_at=None, recorded_at__gt=undone.recorded_at)
    for later in others.exclude(finished_at=None):
        for part in sorted(files.repeated(later).glob("*.parquet")):
            events = pl.read_parquet(part)
            if events.height:
                lake().append(events)

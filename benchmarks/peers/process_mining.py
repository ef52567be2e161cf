"""pm4py, on pandas and on Polars: the functions its documentation names for the job."""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pm4py
import polars as pl

from benchmarks import clock
from benchmarks.peers.cutting import cut

Found = dict[str, Any]
READ = ["customer_id", "activity", "at"]
NAMES = {"journey": "case:concept:name", "activity": "concept:name", "at": "time:timestamp"}


def read_pandas(path: str, gap: float) -> pd.DataFrame:
    """Read, cut journeys, and format as pm4py wants it."""
    frame = cut(pd.read_parquet(path, columns=READ), gap)[list(NAMES)].rename(columns=NAMES)
    frame["case:concept:name"] = frame["case:concept:name"].astype(str)
    return pm4py.format_dataframe(frame)


def read_polars(path: str, gap: float) -> pl.LazyFrame:
    """Read into memory and cut journeys; pm4py takes a lazy table."""
    customer, silence = pl.col("customer_id"), pl.col("at").diff().dt.total_microseconds()
    begins = customer.ne_missing(customer.shift()) | (silence > gap * 1_000_000)
    frame = pl.read_parquet(path, columns=READ)
    journey = begins.cum_sum().cast(pl.String)
    return frame.select(journey.alias("journey"), "activity", "at").rename(NAMES).lazy()


def variants(frame: Any) -> Found:
    """Count the variants."""
    found = pm4py.get_variants(frame)
    return {
        "journeys": sum(found.values()),
        "variants": len(found),
        "first": max(found.values()),
    }


def follows(frame: Any) -> Found:
    """Count pairs, with the median wait (all statistics at once; a p90 is not offered)."""
    counts, _starts, _ends = pm4py.discover_dfg(frame)
    waits, _starts, _ends = pm4py.discover_performance_dfg(frame)
    first = max(counts, key=lambda pair: counts[pair])
    return {
        "pairs": len(counts),
        "times": sum(counts.values()),
        "median": int(waits[first]["median"]),
    }


READERS = {"pandas": read_pandas, "polars": read_polars}
JOBS = {"variants": variants, "follows": follows}

if __name__ == "__main__":
    kind, job, path, canvas = sys.argv[1:5]
    gap = json.loads(Path(canvas).read_text())["gap"]
    clock.run(JOBS[job], lambda: READERS[kind](path, gap))

"""Retentioneering: its transition graph and step matrix, headless."""

import json
import os
import sys
from pathlib import Path
from typing import Any

# Read when it is imported: without it each call is reported to its makers.
os.environ["RETENTIONEERING_NO_TRACK"] = "1"

import pandas as pd
from retentioneering import Eventstream

from benchmarks import clock
from benchmarks.peers.cutting import cut

Found = dict[str, Any]
ENDS = ["path_start", "path_end"]
READ = ["customer_id", "activity", "at"]


def read(path: str, gap: float) -> Eventstream:
    """Read, cut journeys (its own ``split_sessions`` is slower), make an event stream."""
    schema = {"path_cols": ["journey"], "event_col": "activity", "timestamp_col": "at"}
    frame = cut(pd.read_parquet(path, columns=READ), gap)
    return Eventstream(frame[["journey", "activity", "at"]], schema)


def variants(stream: Eventstream) -> Found:
    """Compute the step matrix, the nearest it has: shares of events at the first ten steps."""
    return {"steps": stream.step_matrix_data(max_steps=10).shape[1]}


def follows(stream: Eventstream) -> Found:
    """Count pairs, and compute the median wait (a call each)."""
    counts = stream.transition_graph_data(edge_weight="count")
    counts = counts.drop(index=ENDS, columns=ENDS, errors="ignore")
    stream.transition_graph_data(edge_weight="time_median")
    return {"pairs": int((counts > 0).sum().sum()), "times": int(counts.sum().sum())}


JOBS = {"variants": variants, "follows": follows}

if __name__ == "__main__":
    job, path, canvas = sys.argv[1:4]
    gap = json.loads(Path(canvas).read_text())["gap"]
    clock.run(JOBS[job], lambda: read(path, gap))

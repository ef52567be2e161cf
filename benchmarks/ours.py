"""The jobs, done by Parcours: opening and reading the log included."""

import sys
from collections import Counter
from typing import Any

import numpy as np

from benchmarks import clock
from benchmarks.house import CANVAS
from benchmarks.synthetic import AS_OF, JOURNEY_GAP
from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.kernel import run
from parcours.core.log import EventLog
from parcours.core.metrics import measure
from parcours.core.occurrence import State, columns_needed, evaluate
from parcours.core.path import journeys

Found = dict[str, Any]


def read(uri: str) -> Found:
    """Only read the columns that journeys need."""
    return {"events": sum(run(EventLog.open(uri), len))}


def read_promises(uri: str) -> Found:
    """Only read the columns that the promises need."""
    columns = columns_needed(Canvas.load(CANVAS))
    return {"events": sum(run(EventLog.open(uri), len, columns=columns))}


def read_scores(uri: str) -> Found:
    """Only read the columns that scores need."""
    columns = ["channel", "score", "scale"]
    return {"events": sum(run(EventLog.open(uri), len, columns=columns))}


def variants(uri: str) -> Found:
    """Count the ways through journeys cut at seven days of silence; name the first 20."""
    found = journeys(EventLog.open(uri), gap=JOURNEY_GAP).variants(top=20)
    first = found.table["journeys"][0]
    return {"journeys": found.journeys, "variants": found.variants, "first": first}


def follows(uri: str) -> Found:
    """Count what follows what, with median and 90th percentile of the wait."""
    found = journeys(EventLog.open(uri), gap=JOURNEY_GAP).follows().table
    median = int(found["median_seconds"][0])
    return {"pairs": found.height, "times": found["times"].sum(), "median": median}


def scores(uri: str) -> Found:
    """Compute the mean felt score of each touchpoint, week by week."""
    log, canvas = EventLog.open(uri), Canvas.load(CANVAS)
    found = measure(
        log, metrics=["felt"], every="1w", by="touchpoint", canvas=canvas, as_of=AS_OF
    )
    return {
        "cells": found.height,
        "answers": int(found["n"].sum()),
        "means": round(float(found["value"].sum()), 3),
    }


def promises(uri: str) -> Found:
    """Evaluate 20 promises: state, breach, felt, recovery, return and spend of each time."""
    log, canvas = EventLog.open(uri), Canvas.load(CANVAS)
    parts = run(log, lambda events: _tally(events, canvas), columns=columns_needed(canvas))
    total = Counter[str]()
    for part in parts:
        total.update(part)
    return {**total, "spend": round(total["spend"], 1)}


def _tally(events: Events, canvas: Canvas) -> Counter[str]:
    tally = Counter[str]()
    for each in evaluate(events, canvas, as_of=AS_OF):
        states = np.bincount(each.verdict.state, minlength=len(State))
        tally.update({state.name.lower(): int(states[state]) for state in State})
        tally["returned"] += int(each.returned[each.is_known].sum())
        tally["spend"] += float(each.spend[each.is_known].sum())
    return tally


JOBS = {
    "read": read, "read-promises": read_promises, "read-scores": read_scores,
    "variants": variants, "follows": follows, "promises": promises, "scores": scores,
}  # fmt: skip

if __name__ == "__main__":
    job, uri = JOBS[sys.argv[1]], sys.argv[2]
    clock.run(lambda _nothing: job(uri))

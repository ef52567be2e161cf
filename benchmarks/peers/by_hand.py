"""What an analyst would write in pandas, with some care."""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks import clock
from benchmarks.peers.cutting import cut
from benchmarks.peers.promises_by_hand import promises

Found = dict[str, Any]
COLUMNS = {
    "variants": ["customer_id", "activity", "at"],
    "follows": ["customer_id", "activity", "at"],
    "scores": ["at", "activity", "channel", "score", "scale"],
    "promises": [
        "customer_id", "case_id", "at", "activity", "channel",
        "due_at", "score", "scale", "amount", "seconds",
    ],
}  # fmt: skip
CODED = ("activity", "channel", "customer_id", "case_id")


def read(path: str, job: str, gap: float) -> pd.DataFrame:
    """Read what the job needs and cut journeys; repeated texts become categories."""
    frame = pd.read_parquet(path, columns=COLUMNS[job])
    if job in ("variants", "follows"):
        frame = cut(frame, gap)
    if job == "variants":
        return frame
    return frame.astype({name: "category" for name in CODED if name in frame})


def variants(frame: pd.DataFrame, _canvas: Found) -> Found:
    """Join each journey's steps into a text, and count texts."""
    ways = frame.groupby("journey", sort=False)["activity"].agg("→".join).value_counts()
    return {"journeys": int(ways.sum()), "variants": len(ways), "first": int(ways.iloc[0])}


def follows(frame: pd.DataFrame, _canvas: Found) -> Found:
    """Shift by one, keep pairs of the same journey, group."""
    after = frame.shift(-1)
    same = frame["journey"] == after["journey"]
    pairs = pd.DataFrame(
        {
            "from": frame["activity"],
            "to": after["activity"],
            "wait": (after["at"] - frame["at"]).dt.total_seconds(),
        }
    )[same]
    waits = pairs.groupby(["from", "to"], observed=True)["wait"]
    table = waits.agg(["size", "median"])
    table["p90"] = waits.quantile(0.9)
    first = table.sort_values("size").iloc[-1]
    return {
        "pairs": len(table),
        "times": int(table["size"].sum()),
        "median": int(first["median"]),
    }


def scores(frame: pd.DataFrame, canvas: Found) -> Found:
    """Rescale answers to 1 to 5, group by touchpoint and week."""
    answers = frame[frame["score"].notna()].copy()
    points = pd.DataFrame(canvas["touchpoints"], columns=["activity", "channel", "point"])
    anywhere = points[points["channel"].isna()].drop(columns="channel")
    by_channel = answers.merge(points, "left", ["activity", "channel"])["point"]
    point = by_channel.fillna(answers.merge(anywhere, "left", "activity")["point"])
    ends = answers["scale"].str.extract(r"_(\d+)_(\d+)$").astype(float)
    felt = 1 + 4 * (answers["score"] - ends[0]) / (ends[1] - ends[0])
    local = answers["at"].dt.tz_convert(canvas["time_zone"]).dt.tz_localize(None)
    week = local.dt.to_period("W").dt.start_time
    keys = [point.to_numpy(), week.to_numpy()]
    table = felt.groupby(keys, dropna=False).agg(["size", "mean"])
    return {
        "cells": len(table),
        "answers": int(table["size"].sum()),
        "means": round(float(table["mean"].sum()), 3),
    }


JOBS = {"variants": variants, "follows": follows, "scores": scores, "promises": promises}

if __name__ == "__main__":
    job, path, canvas = sys.argv[1:4]
    known = json.loads(Path(canvas).read_text())
    clock.run(lambda frame: JOBS[job](frame, known), lambda: read(path, job, known["gap"]))

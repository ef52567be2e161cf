"""The logs that are measured, made once and kept under build/bench, and what peers read."""

import json
import shutil
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.synthetic import AS_OF, JOURNEY_GAP, chunks
from parcours.core.canvas import Canvas
from parcours.core.log import EventLog

ROOT: Final = Path(__file__).parents[1]
CANVAS: Final = ROOT / "benchmarks" / "shop.yaml"
KEPT: Final = ROOT / "build" / "bench"
SIZES: Final = {"1m": 1_000_000, "10m": 10_000_000, "100m": 100_000_000}
_PEERS_READ: Final = (
    "customer_id", "case_id", "at", "activity", "channel",
    "due_at", "score", "scale", "amount", "seconds",
)  # fmt: skip


def log_of(size: str) -> Path:
    """Return the log of *size*, making it if it is not there."""
    path = KEPT / size / "log"
    done = KEPT / size / "made.json"
    if done.exists():
        return path
    shutil.rmtree(KEPT / size, ignore_errors=True)
    start, events = time.perf_counter(), 0
    log = EventLog.create(path)
    for frame in chunks(SIZES[size]):
        events += log.append(frame, recorded_at=AS_OF).written
    log.compact()
    done.write_text(json.dumps({"events": events, "seconds": time.perf_counter() - start}))
    return path


def made(size: str) -> dict[str, Any]:
    """Return how many events the log of *size* has, and how many seconds it took to make."""
    facts: dict[str, Any] = json.loads((KEPT / size / "made.json").read_text())
    return facts


def for_peers(size: str) -> Path:
    """Return the same events as one Parquet file, sorted by customer and moment."""
    path = KEPT / size / "events.parquet"
    if not path.exists():
        EventLog.open(log_of(size)).scan(_PEERS_READ).collect().write_parquet(path)
    return path


def promises_for_peers() -> Path:
    """Return the canvas's promises and touchpoints as JSON, durations in seconds."""
    canvas = Canvas.load(CANVAS)
    promises = [
        each.model_dump(mode="json")
        | {"within": each.within.seconds if getattr(each, "within", None) else None}
        | {"aim": point.aim}
        for point, each in canvas.promises()
    ]
    touchpoints = [
        (activity, channel, point.touchpoint)
        for _stage, point in canvas.touchpoints()
        for pattern in point.events
        for activity in pattern.activity
        for channel in (pattern.channel or (None,))
    ]
    path = KEPT / "canvas.json"
    path.write_text(
        json.dumps(
            {
                "promises": promises,
                "touchpoints": touchpoints,
                "gap": JOURNEY_GAP.seconds,
                "horizon": canvas.horizon.seconds,
                "time_zone": canvas.time_zone,
                "as_of": AS_OF.isoformat(),
            }
        )
    )
    return path

"""One measured run: seconds, CPU seconds and peak memory of a job, in its own process.

Needs the standard library only: peers run it in an environment of theirs.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any


def run(job: Callable[[Any], dict[str, Any]], read: Callable[[], Any] = lambda: None) -> None:
    """Read, then do *job*, and print what each took and what the job found."""
    before = _now()
    data = read()
    between = _now()
    found = job(data)
    after = _now()
    print(
        json.dumps(
            {
                "read": between[0] - before[0],
                "read_cpu": between[1] - before[1],
                "seconds": after[0] - between[0],
                "cpu": after[1] - between[1],
                "megabytes": _peak_megabytes(),
                "found": found,
            }
        )
    )


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _peak_megabytes() -> float:
    if sys.platform == "linux":
        # Unlike ru_maxrss, never that of the process that started this one.
        with open("/proc/self/status") as status:  # noqa: PTH123 - no file of ours
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

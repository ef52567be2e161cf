"""Jobs that tests give to the worker: they leave a line in a file, or fail, or take long."""

import time
from pathlib import Path

from django_tasks import task


@task()
def write(file: str, line: str = "done") -> None:
    with Path(file).open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")


@task()
def write_slowly(file: str, seconds: float) -> None:
    write.func(file, "started")
    time.sleep(seconds)
    write.func(file, "ended")


@task()
def fail(_why: str) -> None:
    raise ValueError(_why)


@task()
def tick() -> None:
    """A regular task that has nothing to do."""

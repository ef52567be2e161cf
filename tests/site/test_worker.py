"""The worker as a process: nothing is lost when it is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from parcours.site.jobs.schedules import wanted
from parcours.site.models import Job, Schedule
from tests.site import chores
from tests.site.databases import environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def rooms_at_rest() -> None:
    """The regular jobs of the rooms have just run: at a first start all are due at once."""
    now = timezone.now()
    Schedule.objects.bulk_create(
        Schedule(task=task, next_at=now + every) for task, every in wanted().items()
    )


def ours() -> QuerySet[Job]:
    """Return the jobs of these tests, without the regular ones of the rooms."""
    return Job.objects.filter(task__startswith="tests.")


@contextmanager
def a_worker(*, lease: float = 20) -> Iterator[subprocess.Popen[bytes]]:
    code = (
        "import django; django.setup()\n"
        "from datetime import timedelta; import signal\n"
        "from parcours.site.jobs.worker import Worker\n"
        f"worker = Worker(lease=timedelta(seconds={lease}))\n"
        "signal.signal(signal.SIGTERM, lambda *_: worker.stop())\n"
        "worker.run()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env=environment())
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)
        connection.close()


def until(happened: Callable[[], Any], seconds: float = 15) -> float:
    """Wait until something has happened; return how long it took."""
    start = time.monotonic()
    while not happened():
        assert time.monotonic() < start + seconds, "it did not happen in time"
        time.sleep(0.005)
    return time.monotonic() - start


def has_line(file: Path, line: str, times: int = 1) -> Callable[[], bool]:
    return lambda: file.exists() and file.read_text().split().count(line) >= times


def test_a_job_whose_worker_is_killed_runs_again(tmp_path):
    file = tmp_path / "lines"
    chores.write_slowly.enqueue(str(file), 1.0)
    with a_worker(lease=2) as first:
        until(has_line(file, "started"))
        os.kill(first.pid, signal.SIGKILL)

    with a_worker(lease=2):
        until(has_line(file, "ended"))
        until(lambda: not ours().exists())

    assert file.read_text().split() == ["started", "started", "ended"]


def test_a_long_job_keeps_its_lease(tmp_path):
    file = tmp_path / "lines"
    chores.write_slowly.enqueue(str(file), 5.0)
    # On a machine that is busy a renewal can come more than a second late.
    with a_worker(lease=3), a_worker(lease=3):
        until(has_line(file, "ended"))

    assert file.read_text().split() == ["started", "ended"]


def test_two_workers_run_every_job_once(tmp_path):
    file = tmp_path / "lines"
    for n in range(200):
        chores.write.enqueue(str(file), line=f"job{n}")
    with a_worker(), a_worker():
        until(lambda: not ours().exists(), 30)

    assert sorted(file.read_text().split()) == sorted(f"job{n}" for n in range(200))


def test_a_worker_that_stops_leaves_what_it_cannot_end_to_the_next(tmp_path):
    file = tmp_path / "lines"
    chores.write_slowly.enqueue(str(file), 60)
    start = time.monotonic()
    with a_worker() as worker:
        until(has_line(file, "started"))
        start = time.monotonic()
        worker.terminate()
        worker.wait(10)

    assert time.monotonic() - start < 5
    left = ours().get()
    assert (left.attempts, left.lease_until < timezone.now()) == (0, True)

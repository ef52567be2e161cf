"""The worker: a few threads that run jobs, and one that keeps watch."""

import logging
import threading
import time
import traceback
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import import_string

from parcours.site.changes import Changes
from parcours.site.jobs import queue, schedules
from parcours.site.jobs.backend import CHANNEL
from parcours.site.models import Job

_log = logging.getLogger(__name__)
_LOOK_EVERY: Final = 0.5  # seconds: schedules, jobs that become due, leases that run out
_GRACE: Final = 2.0  # seconds for running jobs to end when the worker stops


class Worker:
    """Runs jobs until it is told to stop."""

    def __init__(self, *, threads: int = 2, lease: timedelta = queue.LEASE) -> None:
        self._lease = lease
        self._stopping = threading.Event()
        self._something_new = threading.Condition()
        self._running: dict[str, Job] = {}
        self._threads = [
            threading.Thread(target=self._work, name=f"job-{n}", daemon=True)
            for n in range(threads)
        ]

    def run(self) -> None:
        """Run jobs until ``stop()``; then leave what does not end in time to others."""
        for thread in self._threads:
            thread.start()
        while not self._stopping.is_set():
            try:
                self._watch()
            except Exception:  # noqa: BLE001 - whatever happens, it goes on
                _log.exception("the queue cannot be read; trying again")
                connection.close()
                self._stopping.wait(1)
        self._end()

    @property
    def is_stopping(self) -> bool:
        """Whether ``stop()`` was called."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Make ``run()`` return. May be called from a signal or another thread."""
        self._stopping.set()

    def _watch(self) -> None:
        schedules.plan()
        changes, beat, look = Changes(CHANNEL), 0.0, 0.0
        try:
            while not self._stopping.is_set():
                now = time.monotonic()
                if now >= beat:
                    queue.extend(list(self._running), self._lease)
                    queue.bury()
                    beat = now + self._lease.total_seconds() / 4
                if now >= look:
                    schedules.enqueue_due()
                    look = now + _LOOK_EVERY
                changes.wait(min(look, beat) - now)
                with self._something_new:
                    self._something_new.notify_all()
        finally:
            changes.close()

    def _work(self) -> None:
        while not self._stopping.is_set():
            job = None
            try:
                close_old_connections()
                job = queue.claim(self._lease)
                if job is not None:
                    self._run(job)
            except Exception:  # noqa: BLE001 - whatever happens, it goes on
                _log.exception("the queue cannot be read; trying again")
                connection.close()
            if job is None:
                with self._something_new:
                    self._something_new.wait(_LOOK_EVERY)
        connection.close()

    def _run(self, job: Job) -> None:
        self._running[job.lease_by] = job
        try:
            run(job)
        finally:
            self._running.pop(job.lease_by, None)

    def _end(self) -> None:
        end = time.monotonic() + _GRACE
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        with suppress(DatabaseError):
            for job in list(self._running.values()):
                queue.give_back(job)


def run(job: Job) -> None:
    """Run a claimed job, outside any transaction, and say what became of it."""
    try:
        perform(job)
    except Exception as error:  # noqa: BLE001 - whatever a job raises, the worker goes on
        _log.warning("%s failed (attempt %d): %r", job.task, job.attempts, error)
        queue.put_off(job, traceback.format_exc())
    else:
        queue.finish(job)


def perform(job: Job) -> None:
    """Do what a job says, here and now."""
    import_string(job.task).call(*job.args, **job.kwargs)


def run_waiting() -> int:
    """Run the jobs that are due in this thread, and what they ask for; return how many.

    For tests and for set-up: what a job raises is raised here.
    """
    count = 0
    while job := queue.claim():
        perform(job)
        queue.finish(job)
        count += 1
    return count

"""The child that runs jobs: ``python -m parcours.site.processes.work``."""

import os
import signal
import sys
import time

from parcours.site.processes.child import run_as_child


def work(threads: int | None = None) -> int:
    """Run jobs until a signal comes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from parcours.site.bootstrap import is_set_up
    from parcours.site.jobs.worker import Worker

    worker = Worker(threads=threads or settings.WORKER_THREADS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop())
    while not is_set_up() and not worker.is_stopping:
        time.sleep(0.5)  # Another process is at it, or `parcours migrate` will be.
    worker.run()
    return 0


if __name__ == "__main__":
    sys.exit(run_as_child(work))

"""Jobs in tests: they wait, as they do for a page, until the test runs them."""

from collections.abc import Callable

import pytest

from parcours.site.jobs.worker import run_waiting


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Run the jobs that are due, here and now; what one raises, the test sees."""
    return run_waiting

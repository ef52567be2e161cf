"""What tests share: where the real data lies."""

import gc
import os
from pathlib import Path

import pytest

from tests.databases_of_tests import django_db_keepdb, django_db_setup
from tests.french_of_tests import french
from tests.jobs_of_tests import run_jobs
from tests.marks_of_tests import pytest_collection_modifyitems
from tests.people_of_tests import ana, bob, viewer, zoe
from tests.server_of_tests import site_server

__all__ = [
    "ana", "bob", "django_db_keepdb", "django_db_setup", "french",
    "pytest_collection_modifyitems", "run_jobs", "site_server",
    "viewer", "zoe",
]  # fmt: skip

# Two test processes on two processors: threads of linear algebra only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Tests make much that lives on, little that goes round in circles: look for it less often.
gc.set_threshold(100_000, 20, 20)

SHARED = Path(os.environ.get("PARCOURS_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets, or a visible skip where it is not there."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"real data is not at {folder}; set PARCOURS_SHARED to its parent")
    return folder

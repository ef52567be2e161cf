"""The log of a test, where tests of one process would else find what others recorded."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def lake_of_the_test(settings, tmp_path: Path) -> Path:
    """An empty folder where the site's lake lies during a test."""
    settings.LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"

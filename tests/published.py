"""Published data that comes inside packages: read by path, the packages never imported."""

import sys
from pathlib import Path

import pytest

PUBLISHED = Path(sys.prefix) / "data"


def published(path: str) -> Path:
    """Return the file at *path* of a package of requirements/data.in, or skip visibly."""
    file = PUBLISHED / path
    if not file.exists():
        pytest.skip(f"{path} is not here: run ./parcours test once with the network")
    return file

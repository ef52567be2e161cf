"""Files to import, and the real ones beside the repository."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PARCOURS_SHARED", Path(__file__).parents[4] / "shared"))

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture(scope="session")
def payloads() -> Path:
    folder = SHARED / "reference/payloads"
    if not folder.exists():
        pytest.skip(f"no sample payloads in {folder}")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    folder = SHARED / "data"
    if not folder.exists():
        pytest.skip(f"no real data in {folder}")
    return folder

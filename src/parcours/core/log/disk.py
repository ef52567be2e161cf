"""What a disk of this machine can do that an object store cannot: locks, and lasting writes."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows has no flock: there, one process at a time
    fcntl = None  # type: ignore[assignment]


@contextmanager
def lock(folder: Path | None, *, alone: bool) -> Iterator[None]:
    """Hold *folder* with others, or *alone* once they are done; nothing without a folder.

    The system lets go of a killed process's hold.
    """
    if folder is None or fcntl is None:
        yield
        return
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    with (folder / "_lock").open("a") as file:
        with (folder / "_turn").open("a") as turn:
            # Whoever waits to be alone holds the turn, or newcomers would never let them be.
            fcntl.flock(turn, kind)
            fcntl.flock(file, kind)
        yield


def settle(folder: Path | None, paths: Iterable[str]) -> None:
    """Return once files of *folder* would survive a power cut: bytes, names, and folders."""
    if folder is None:
        return
    files = [folder / path for path in paths]
    for path in [*files, *{file.parent for file in files}, folder]:
        _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

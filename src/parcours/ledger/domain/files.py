"""Where brought files lie while they are of use, and what of them stayed out of the log."""

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final

import polars as pl
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.text import get_valid_filename

from parcours.ledger.models import Import

MOST_BYTES: Final = 1_000_000_000
REJECTED: Final = "rejected.csv"
REPEATED: Final = "repeated"
SAMPLE: Final = "sample.parquet"


def folder(brought: Import) -> Path:
    """Return the folder of what belongs to an import."""
    return Path(settings.DATA) / "imports" / str(brought.pk)


def path(brought: Import) -> Path:
    """Return where the file lies, or lay."""
    return folder(brought) / _on_disk(brought.name)


def rejected(brought: Import) -> Path:
    """Return the file of rows that stayed out: line, column, value, reason."""
    return folder(brought) / REJECTED


def sample(brought: Import) -> Path:
    """Return where the first rows lie, so that a page need not read the file again."""
    return folder(brought) / SAMPLE


def keep(upload: UploadedFile, brought: Import) -> None:
    """Put what was sent in its place, without reading it into memory."""
    place = path(brought)
    place.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(upload, TemporaryUploadedFile):
        shutil.move(upload.temporary_file_path(), place)
        place.chmod(0o600)
        return
    with place.open("wb") as file:
        for part in upload.chunks():
            file.write(part)


def discard(brought: Import) -> None:
    """Delete the file itself and its first rows; what it left behind stays."""
    path(brought).unlink(missing_ok=True)
    sample(brought).unlink(missing_ok=True)


def repeated(brought: Import) -> Path:
    """Return the folder of the events that the log had already when they were brought."""
    return folder(brought) / REPEATED


def forget(brought: Import, names: Collection[str]) -> None:
    """Take out what holds one of *names*: rows that stayed out, and events told again."""
    for part in repeated(brought).glob("*.parquet"):
        events = pl.read_parquet(part)
        others = events.filter(~pl.col("customer_id").is_in(list(names)))
        if others.height < events.height:
            others.write_parquet(part)
    file = rejected(brought)
    if not file.exists():
        return
    wanted = [name.lower() for name in names]
    lines = file.read_text("utf-8-sig").splitlines(keepends=True)
    kept = [line for line in lines if not any(name in line.lower() for name in wanted)]
    if len(kept) < len(lines):
        file.write_text("".join(kept), "utf-8-sig")


def discard_all(brought: Import) -> None:
    """Delete all that belongs to an import."""
    shutil.rmtree(folder(brought), ignore_errors=True)


def _on_disk(name: str) -> str:
    # The importers look at the end of a name, and say it in their messages.
    return get_valid_filename(Path(name).name[-120:].lstrip("._ ") or "file")

"""Making a backup while the site runs."""

import json
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from parcours import __version__
from parcours.core.schema import SCHEMA
from parcours.ledger.domain.lake import lake
from parcours.site.backups import tables

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A backup: where it is, and what is in it."""

    file: Path
    rows: int
    events: int
    media: int
    size: int


def back_up(file: Path | None = None) -> Saved:
    """Write everything that cannot be computed again into one file, and return it.

    The database comes first and the lake after: an event that moves from one to the other
    meanwhile is in both, and counts once. The secret key is not in it.

    Args:
        file: by default a new one in the folder of backups.

    Raises:
        FileExistsError: there is a file already.
    """
    now = timezone.now()
    target = file or Path(settings.BACKUPS) / f"parcours-{now:%Y%m%d-%H%M%S}.tar"
    if target.exists():
        raise FileExistsError(17, "", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        whole = Path(folder)
        (whole / "tables").mkdir()
        (whole / "events").mkdir()
        rows = tables.dump(whole / "tables")
        events = _write_events(whole / "events")
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "at": now.isoformat(),
            "rows": rows,
            "events": events,
        }
        (whole / "manifest.json").write_text(json.dumps(manifest, indent=2))
        with tarfile.open(draft, "w") as archive:
            # The manifest in front: a reader knows at once what the file is.
            for name in ("manifest.json", "tables", "events"):
                archive.add(whole / name, name)
            media = _add_media(archive)
    draft.replace(target)
    return Saved(
        file=target,
        rows=sum(rows.values()),
        events=events,
        media=media,
        size=target.stat().st_size,
    )


def _write_events(folder: Path) -> int:
    log, count = lake(), 0
    for bucket in range(log.buckets):
        events = log.events(bucket, list(SCHEMA)).frame
        count += events.height
        events.write_parquet(folder / f"{bucket:04}.parquet")
    return count


def _add_media(archive: tarfile.TarFile) -> int:
    root = Path(settings.MEDIA_ROOT)
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    for path in files:
        archive.add(path, f"media/{path.relative_to(root).as_posix()}")
    return len(files)

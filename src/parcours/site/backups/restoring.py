"""Bringing a backup back, into a place where nobody is yet."""

import json
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.ledger.domain.lake import lake
from parcours.people.domain import erasing
from parcours.people.models import Customer
from parcours.site.backups import tables
from parcours.site.backups.saving import FORMAT


class WrongBackup(Refused):
    """A file is not a backup that can be brought back here."""


class NotEmpty(Refused):
    """There are people here already: a backup would mix with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, and how many people who were erased since did not."""

    rows: int
    events: int
    media: int
    forgotten: int


def restore(file: Path) -> Restored:
    """Bring everything in a backup back; those erased since it was made stay erased.

    Who was erased is read from the list beside the file.

    Raises:
        NotEmpty: there are members or customers here.
        WrongBackup: the file is not a backup, or a newer Parcours made it.
    """
    if not tables.is_empty() or lake().count():
        raise NotEmpty(
            _(
                "There is something here already. Restore into an empty place: "
                "another PARCOURS_DATA, another PARCOURS_DATABASE_URL."
            )
        )
    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
        whole = Path(folder)
        manifest = _unpacked(file, whole)
        rows = _load_tables(whole / "tables")
        media = _move_media(whole / "media")
        events = _append_events(whole / "events")
    known = Customer.objects.values_list("customer_id", flat=True)
    everyone = {*known, *lake().scan(["customer_id"]).collect()["customer_id"].unique()}
    forgotten = erasing.erase_again(file.parent, everyone)
    if events < manifest["events"]:
        raise WrongBackup(
            _("{file} says {wanted} events and holds {found}: it is not whole.").format(
                file=file, wanted=manifest["events"], found=events
            )
        )
    return Restored(rows=rows, events=events, media=media, forgotten=len(forgotten))


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, FileNotFoundError, ValueError) as error:
        if not file.exists():
            raise FileNotFoundError(2, "", str(file)) from None
        raise WrongBackup(
            _("{file} is not a backup, or not a whole one: {error}").format(
                file=file, error=error
            )
        ) from None
    if manifest.get("format", 0) > FORMAT:
        raise WrongBackup(
            _("{file} was made by Parcours {version}: install that version first.").format(
                file=file, version=manifest.get("version")
            )
        )
    return manifest


@transaction.atomic
def _load_tables(folder: Path) -> int:
    count = 0
    for model in tables.kept_models():
        path = folder / f"{model._meta.label_lower}.jsonl"
        # A migration may have filled it; the backup knows better.
        model._base_manager.all().delete()
        if path.exists():
            with path.open(encoding="utf-8") as file:
                count += tables.load(model, file)
    tables.restart_sequences()
    return count


def _move_media(folder: Path) -> int:
    root, count = Path(settings.MEDIA_ROOT), 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            target = root / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            count += 1
    return count


def _append_events(folder: Path) -> int:
    log, count = lake(), 0
    for path in sorted(folder.glob("*.parquet")):
        events = pl.read_parquet(path)
        count += log.append(events).written if events.height else 0
    log.compact()
    return count

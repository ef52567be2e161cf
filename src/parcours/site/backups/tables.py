"""The tables of the database as lines of JSON, and back."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Final

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

_BATCH: Final = 1000
# What another start makes anew: sessions, results, jobs that run, what pages were told.
_PASSING: Final = frozenset(
    {
        "auth.group", "auth.permission", "contenttypes.contenttype", "ledger.announcement",
        "ledger.result", "sessions.session", "site.job", "site.schedule",
        "usersessions.usersession",
    }
)  # fmt: skip


def kept_models() -> list[type[models.Model]]:
    """Return the models a backup keeps, those that others point to first."""
    known = [
        model
        for model in apps.get_models()
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label_lower not in _PASSING
    ]
    return serializers.sort_dependencies([(None, known)])


def dump(into: Path) -> dict[str, int]:
    """Write one file of JSON lines per model, all as of one moment; return the row counts."""
    counts = {}
    with _snapshot() as using:
        for model in kept_models():
            name = model._meta.label_lower
            rows = model._base_manager.using(using).order_by("pk")
            with (into / f"{name}.jsonl").open("w", encoding="utf-8") as file:
                serializers.serialize("jsonl", rows.iterator(chunk_size=_BATCH), stream=file)
            counts[name] = rows.count()
    return counts


def load(model: type[models.Model], file: IO[str]) -> int:
    """Put the rows of a file into the table of *model*; return how many.

    Call it for every model within one transaction: rows may point to rows still to come.
    """
    count = 0
    for lines in _batched(file):
        rows = list(serializers.deserialize("jsonl", lines))
        model._base_manager.bulk_create([row.object for row in rows])
        for row in rows:
            for accessor, values in (row.m2m_data or {}).items():
                getattr(row.object, accessor).set(values)
        count += len(rows)
    return count


def restart_sequences() -> None:
    """Let new rows be numbered after those that were loaded, where the database counts."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_empty() -> bool:
    """Return whether nobody is in the database yet: no member, no customer."""
    return not any(
        apps.get_model(label).objects.exists() for label in ("people.Member", "people.Customer")
    )


@contextmanager
def _snapshot() -> Iterator[str]:
    """Yield the alias of a database that stands still while it is read."""
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory() as folder, _copied(Path(folder) / "copy") as using:
            yield using
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield "default"


@contextmanager
def _copied(path: Path) -> Iterator[str]:
    # SQLite copies a database under its writers; reading it for long would make them wait.
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    reader = connection.copy()
    reader.settings_dict["NAME"] = str(path)
    connections["backup"] = reader
    try:
        yield "backup"
    finally:
        reader.close()
        del connections["backup"]


def _batched(file: IO[str]) -> Iterator[str]:
    lines = (line for line in file if line.strip())
    while batch := "".join(islice(lines, _BATCH)):
        yield batch

"""The tests' database: SQLite's is migrated once, and copied where another is needed."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "migrated"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether the database is there already: a copy of the migrated one is."""
    place = Path(str(connection.settings_dict["TEST"]["NAME"]))
    return connection.vendor == "sqlite" and copied(place)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker, french: None
) -> Iterator[None]:
    """Migrate the database, keep it for others, and let the rooms speak French."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not django_db_keepdb:
            keep(Path(str(connection.settings_dict["NAME"])))
    yield
    if django_db_keepdb:
        connection.close()
        for file in _files(Path(str(connection.settings_dict["NAME"]))):
            file.unlink(missing_ok=True)


def copied(place: Path) -> bool:
    """Put a database that is migrated and empty at *place*, if one was kept."""
    if not _kept().exists():
        return False
    with closing(sqlite3.connect(_kept())) as kept, closing(sqlite3.connect(place)) as copy:
        kept.backup(copy)
    return True


def keep(migrated: Path) -> None:
    """Keep a copy of *migrated*; those of other sources go."""
    KEPT.mkdir(parents=True, exist_ok=True)
    half = KEPT / f"{os.getpid()}.half"
    with closing(sqlite3.connect(migrated)) as made, closing(sqlite3.connect(half)) as copy:
        made.backup(copy)
    half.replace(_kept())
    for file in KEPT.glob("*.sqlite3"):
        if file != _kept():
            file.unlink(missing_ok=True)


@cache
def _kept() -> Path:
    """Where the database of these very sources is kept: any of them may have a say in it."""
    sources = sorted((ROOT / "src").rglob("*.py"))
    told = hashlib.sha256((ROOT / "requirements/run.txt").read_bytes())
    for each in sources:
        told.update(each.read_bytes())
    told.update(repr(sorted(settings.INSTALLED_APPS)).encode())
    return KEPT / f"{told.hexdigest()[:16]}.sqlite3"


def _files(database: Path) -> Iterator[Path]:
    return database.parent.glob(f"{database.name}*")

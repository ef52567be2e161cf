"""The tests' database: it is migrated once, and copied where another is needed."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "migrated"
PREFIX = "migrated_"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker) -> bool:
    """Whether the database is there already, migrated: SQLite's is copied as a file."""
    if connection.vendor == "sqlite":
        return copied(Path(str(connection.settings_dict["TEST"]["NAME"])))
    with django_db_blocker.unblock():
        if _is_kept_by_the_server():
            connection.settings_dict["TEST"]["TEMPLATE"] = _name()
    return False


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker, french: None
) -> Iterator[None]:
    """Migrate the database, keep it for others, and let the rooms speak French."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not django_db_keepdb:
            keep(Path(str(connection.settings_dict["NAME"])))
        if connection.vendor == "postgresql" and not _is_kept_by_the_server():
            keep_on_the_server(str(connection.settings_dict["NAME"]))
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


def keep_on_the_server(migrated: str) -> None:
    """Keep a copy of the database *migrated* of PostgreSQL; those of other sources go."""
    connection.close()
    half = f"half_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {half} TEMPLATE {migrated}")
        try:
            cursor.execute(f"ALTER DATABASE {half} RENAME TO {_name()}")
        except ProgrammingError:  # Another process was quicker.
            cursor.execute(f"DROP DATABASE {half}")
        for other in _on_the_server() - {_name()}:
            cursor.execute(f"DROP DATABASE IF EXISTS {other}")


def _is_kept_by_the_server() -> bool:
    return _name() in _on_the_server()


def _on_the_server() -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'")
        return {name for (name,) in cursor.fetchall()}


def _kept() -> Path:
    return KEPT / f"{_fingerprint()}.sqlite3"


def _name() -> str:
    return f"{PREFIX}{_fingerprint()}"


@cache
def _fingerprint() -> str:
    """Return what names a database of these very sources: any may have a say in it."""
    sources = sorted((ROOT / "src").rglob("*.py"))
    told = hashlib.sha256((ROOT / "requirements/run.txt").read_bytes())
    for each in sources:
        told.update(each.read_bytes())
    told.update(repr(sorted(settings.INSTALLED_APPS)).encode())
    return told.hexdigest()[:16]


def _files(database: Path) -> Iterator[Path]:
    return database.parent.glob(f"{database.name}*")

"""What a site needs before its first page: tables, translations, files. Quick when there."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from parcours.site.translations import compile_catalogues


def bootstrap() -> int:
    """Set up what is missing or old; return how many migrations were applied."""
    compile_catalogues()
    applied = migrate()
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    collect_static_files()
    return applied


def migrate() -> int:
    """Bring the tables up to date; return how many migrations were applied."""
    missing = len(_missing_migrations())
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return missing


def is_set_up() -> bool:
    """Return whether the database answers and its tables are up to date."""
    try:
        return not _missing_migrations()
    except DatabaseError:
        connection.close()
        return False


def collect_static_files() -> None:
    """Copy, number and compress the files of pages, where any changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now, encoding="utf-8")


def _missing_migrations() -> list[object]:
    executor = MigrationExecutor(connection)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _fingerprint_of_static_files() -> str:
    found = hashlib.sha256(settings.VERSION.encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda each: each[0]):
            file = Path(storage.path(path)).stat()
            found.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return found.hexdigest()

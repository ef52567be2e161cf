"""The index of words: FTS5 in SQLite, lexemes in PostgreSQL, kept by triggers."""

from typing import Any

from django.db import migrations

from parcours.listen.domain.verbatims.full_text import postgresql, sqlite


def make(_apps: Any, editor: Any) -> None:
    _run(editor, "MAKE")


def drop(_apps: Any, editor: Any) -> None:
    _run(editor, "DROP")


def _run(editor: Any, name: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(getattr(postgresql, name))
    else:
        # One statement after the other: a script would commit the migration half way.
        for statement in getattr(sqlite, name):
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listen", "0002_verbatims")]
    operations = [migrations.RunPython(make, drop)]

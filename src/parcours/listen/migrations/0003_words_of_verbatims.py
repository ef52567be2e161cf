"""The index of words: FTS5 in SQLite, lexemes in PostgreSQL, kept by triggers."""

from django.db import migrations

from parcours.listen.domain.verbatims.full_text import postgresql, sqlite


def make(apps, editor):
    _run(editor, "MAKE")


def drop(apps, editor):
    _run(editor, "DROP")


def _run(editor, name):
    if editor.connection.vendor == "postgresql":
        editor.execute(getattr(postgresql, name))
    else:
        # One statement after the other: a script would commit the migration half way.
        for statement in getattr(sqlite, name):
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listen", "0002_verbatims")]
    operations = [migrations.RunPython(make, drop)]

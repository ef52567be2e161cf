"""In PostgreSQL the table of words holds no lexemes any more, and takes half the pages."""

from typing import Any

from django.db import migrations

from parcours.listen.domain.verbatims.full_text import postgresql

FILL = "INSERT INTO listen_verbatim_words SELECT id, words FROM listen_verbatim"


def make_anew(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in (postgresql.DROP, postgresql.MAKE, FILL):
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listen", "0010_links_and_departures")]
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]

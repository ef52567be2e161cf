"""The index of words in SQLite: FTS5 over the words that the verbatims hold."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from parcours.core.text.searching import Term

TABLE: Final = "listen_verbatim_words"
MAKE: Final = (
    f"""
    CREATE VIRTUAL TABLE {TABLE} USING fts5(
        words, content='listen_verbatim', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2')
    """,
    f"""
    CREATE TRIGGER {TABLE}_new AFTER INSERT ON listen_verbatim BEGIN
        INSERT INTO {TABLE}(rowid, words) VALUES (new.id, new.words);
    END
    """,
    f"""
    CREATE TRIGGER {TABLE}_gone AFTER DELETE ON listen_verbatim BEGIN
        INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.id, old.words);
    END
    """,
    f"""
    CREATE TRIGGER {TABLE}_changed AFTER UPDATE OF words ON listen_verbatim
    WHEN old.words <> new.words BEGIN
        INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO {TABLE}(rowid, words) VALUES (new.id, new.words);
    END
    """,
)
DROP: Final = (
    f"DROP TRIGGER {TABLE}_new",
    f"DROP TRIGGER {TABLE}_gone",
    f"DROP TRIGGER {TABLE}_changed",
    f"DROP TABLE {TABLE}",
)
_ALL: Final = f"SELECT group_concat(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s"
_ALIKE: Final = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rank LIMIT %s"
_PAGES: Final = -500  # of the index, put together at once while others may write


def matching(terms: tuple[Term, ...]) -> NDArray[np.int64]:
    """Return the numbers of the verbatims with all wanted words, ascending."""
    wanted = " AND ".join(_said(each) for each in terms if not each.is_unwanted)
    unwanted = " OR ".join(_said(each) for each in terms if each.is_unwanted)
    said = f"({wanted}) NOT ({unwanted})" if unwanted else wanted
    with connection.cursor() as cursor:
        # As one text: a million numbers as rows would take ten times as long.
        cursor.execute(_ALL, [said])
        numbers = cursor.fetchone()[0] or ""
    return np.sort(np.fromstring(numbers, dtype=np.int64, sep=","))


def alike(words: list[str], most: int) -> list[int]:
    """Return the numbers of those that share most of *words*, the likest first."""
    said = " OR ".join(f'"{word}"' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [said, most])
        return [number for (number,) in cursor.fetchall()]


def forget() -> None:
    """Put the index together anew: until then, words of deleted verbatims stay in its pages."""
    for _round in _until_nothing_changes():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES('merge', {_PAGES})")


def _until_nothing_changes() -> Iterator[int]:
    """Yield until a round writes nothing more than its own line."""
    least, before = 2, _changes()
    while True:
        yield before
        after = _changes()
        if after - before < least:
            return
        before = after


def _changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        return int(cursor.fetchone()[0])


def _said(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + (" *" if term.is_begun else "")

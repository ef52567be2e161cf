"""The index of words in PostgreSQL: a column of lexemes that the database makes itself."""

from typing import Final

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from parcours.core.text.searching import Term

MAKE: Final = """
CREATE TABLE listen_verbatim_words (
    id bigint PRIMARY KEY,
    lexemes tsvector NOT NULL
);
CREATE INDEX listen_verbatim_words_found ON listen_verbatim_words USING gin (lexemes);
CREATE FUNCTION listen_verbatim_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'TRUNCATE' THEN
        TRUNCATE listen_verbatim_words;
        RETURN NULL;
    ELSIF tg_op = 'DELETE' THEN
        DELETE FROM listen_verbatim_words WHERE id = old.id;
        RETURN old;
    END IF;
    INSERT INTO listen_verbatim_words VALUES (new.id, to_tsvector('simple', new.words))
    ON CONFLICT (id) DO UPDATE SET lexemes = EXCLUDED.lexemes;
    RETURN new;
END $$;
CREATE TRIGGER listen_verbatim_words_changed
AFTER INSERT OR DELETE OR UPDATE OF words ON listen_verbatim
FOR EACH ROW EXECUTE FUNCTION listen_verbatim_words();
CREATE TRIGGER listen_verbatim_words_emptied AFTER TRUNCATE ON listen_verbatim
FOR EACH STATEMENT EXECUTE FUNCTION listen_verbatim_words();
"""
DROP: Final = """
DROP TRIGGER listen_verbatim_words_changed ON listen_verbatim;
DROP TRIGGER listen_verbatim_words_emptied ON listen_verbatim;
DROP FUNCTION listen_verbatim_words;
DROP TABLE listen_verbatim_words;
"""
# As one value: a million numbers as rows would take ten times as long.
_ALL: Final = """
SELECT string_agg(int8send(id), '') FROM listen_verbatim_words
WHERE lexemes @@ to_tsquery('simple', %s)
"""
# With less, each text that has a very common word would be looked at once more.
_MEMORY: Final = "SET LOCAL work_mem = '64MB'"
_ALIKE: Final = """
SELECT id FROM listen_verbatim_words, to_tsquery('simple', %s) wanted
WHERE lexemes @@ wanted ORDER BY ts_rank_cd(lexemes, wanted, 2) DESC, id DESC LIMIT %s
"""


def matching(terms: tuple[Term, ...]) -> NDArray[np.int64]:
    """Return the numbers of the verbatims with all wanted words, ascending."""
    said = " & ".join(("!" if each.is_unwanted else "") + _said(each) for each in terms)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        cursor.execute(_ALL, [said])
        numbers = cursor.fetchone()[0] or b""
    return np.sort(np.frombuffer(numbers, dtype=">i8").astype(np.int64))


def alike(words: list[str], most: int) -> list[int]:
    """Return the numbers of those that share most of *words*, the likest first."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [" | ".join(f"'{word}'" for word in words), most])
        return [number for (number,) in cursor.fetchall()]


def forget() -> None:
    """Take deleted rows out of the files: vacuuming is PostgreSQL's own work, done now."""
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            cursor.execute("VACUUM listen_verbatim, listen_verbatim_words")


def _said(term: Term) -> str:
    *first, last = (f"'{word}'" for word in term.words)
    return "(" + " <-> ".join([*first, last + ":*" * term.is_begun]) + ")"

"""The index of words in PostgreSQL: lexemes in the index alone, the words in its table.

For a very common word nearly every page of that table is read: a column of lexemes, each
with its places, would take twice as many pages as the words do.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from parcours.core.text.searching import Term

MAKE: Final = """
CREATE TABLE listen_verbatim_words (
    id bigint PRIMARY KEY,
    words text NOT NULL
);
CREATE INDEX listen_verbatim_words_found ON listen_verbatim_words
USING gin (to_tsvector('simple', words));
CREATE FUNCTION listen_verbatim_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'TRUNCATE' THEN
        TRUNCATE listen_verbatim_words;
        RETURN NULL;
    ELSIF tg_op = 'DELETE' THEN
        DELETE FROM listen_verbatim_words WHERE id = old.id;
        RETURN old;
    END IF;
    INSERT INTO listen_verbatim_words VALUES (new.id, new.words)
    ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words;
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
_LEXEMES: Final = "to_tsvector('simple', words)"
# As one value: a million numbers as rows would take ten times as long.
_ALL: Final = f"""
SELECT string_agg(int8send(id), '') FROM listen_verbatim_words
WHERE {_LEXEMES} @@ to_tsquery('simple', %s)
"""
# Left to the index, the lexemes of each text with these words would be made again.
_IN_A_ROW: Final = "AND (strpos(' ' || words || ' ', %s) > 0) = %s "
_ALIKE: Final = f"""
SELECT id FROM listen_verbatim_words WHERE {_LEXEMES} @@ to_tsquery('simple', %s)
ORDER BY ts_rank_cd({_LEXEMES}, to_tsquery('simple', %s), 2) DESC, id DESC LIMIT %s
"""
# With less, each text that has a very common word would be looked at once more.
_MEMORY: Final = "SET LOCAL work_mem = '64MB'"
# To hand numbers from process to process takes longer than to find them.
_ALONE: Final = f"{_MEMORY}; SET LOCAL max_parallel_workers_per_gather = 0"


def matching(terms: tuple[Term, ...]) -> NDArray[np.int64]:
    """Return the numbers of the verbatims with all wanted words, ascending."""
    in_a_row = [each for each in terms if len(each.words) > 1]
    given: list[Any] = [" & ".join(_said(terms))]
    for each in in_a_row:
        given += [_row(each), not each.is_unwanted]
    [(numbers,)] = _answer(_ALONE, _ALL + _IN_A_ROW * len(in_a_row), given)
    return np.sort(np.frombuffer(numbers or b"", dtype=">i8").astype(np.int64))


def alike(words: list[str], most: int) -> list[int]:
    """Return the numbers of those that share most of *words*, the likest first."""
    quoted = [f"'{word}'" for word in words]
    # To rank all that share a single word would take seconds, and they are not alike.
    two = [
        f"({word} & ({' | '.join(others)}))"
        for place, word in enumerate(quoted)
        if (others := quoted[place + 1 :])
    ]
    rows = _answer(_MEMORY, _ALIKE, [" | ".join(two), " | ".join(quoted), most])
    return [number for (number,) in rows]


def forget() -> None:
    """Take deleted rows out of the files: vacuuming is PostgreSQL's own work, done now."""
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            cursor.execute("VACUUM listen_verbatim, listen_verbatim_words")


def _answer(settings: str, question: str, given: list[Any]) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(settings)
        cursor.execute(question, given)
        return list(cursor.fetchall())


def _said(terms: tuple[Term, ...]) -> Iterator[str]:
    """Yield what the index can tell: of words in a row, that all of them are there."""
    for term in terms:
        *first, last = (f"'{word}'" for word in term.words)
        if not term.is_unwanted:
            yield from [*first, last + ":*" * term.is_begun]
        elif not first:
            yield f"!{last}" + ":*" * term.is_begun


def _row(term: Term) -> str:
    """Return words in a row as they stand in a text that begins and ends with a space."""
    return f" {' '.join(term.words)}" + " " * (not term.is_begun)

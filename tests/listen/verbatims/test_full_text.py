"""Words are looked up without reading more than it takes."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parcours.core.text.searching import question
from parcours.listen.domain.verbatims import full_text
from tests.listen.verbatims.said import heard, shop

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has an index and plans of its own"
)
TEXTS = 4_000
LONG = " ".join("abcdefghijklmnopqrst")
PAGE = 8_192  # bytes


def test_of_all_but_some_words_only_those_are_looked_up(heard):
    late, early, *_others = (each.pk for each in heard)

    found = full_text.found("-livr* -rien")

    assert (sorted(found.numbers), found.is_all_others) == ([late, early], True)


@on_postgresql
def test_a_word_of_all_texts_costs_as_many_pages_as_the_texts_have():
    planned = plan("mot")

    rows = len(f"mot {LONG}") + 48  # bytes: header, number and place of a row
    assert planned["Actual Rows"] == TEXTS
    assert planned["Node Type"] == "Bitmap Heap Scan"
    assert planned["Exact Heap Blocks"] <= TEXTS * rows / PAGE
    assert planned["Lossy Heap Blocks"] == 0


@on_postgresql
def test_words_in_a_row_are_compared_as_they_stand_never_parsed_again():
    planned = plan('"mot a" -"a mot"')

    assert planned["Actual Rows"] == TEXTS
    assert planned["Recheck Cond"].count("@@") == 1
    assert "<->" not in planned["Recheck Cond"]
    assert planned["Rows Removed by Index Recheck"] == 0
    assert "@@" not in planned["Filter"]


@on_postgresql
def test_what_shares_a_single_word_is_not_ranked():
    written(LONG)

    assert full_text.index().alike(["mot", "absent"], 5) == []
    assert len(full_text.index().alike(["mot", "absent", "a"], 5)) == 5


def plan(asked: str) -> dict[str, Any]:
    """Return how PostgreSQL reads the table of words, with many texts in it."""
    written(LONG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        full_text.index().matching(question(asked))
    [looked_up] = [each["sql"] for each in queries if "@@" in each["sql"]]
    with connection.cursor() as cursor:
        for cheap in (
            "parallel_setup_cost",
            "parallel_tuple_cost",
            "min_parallel_table_scan_size",
        ):
            cursor.execute(f"SET LOCAL {cheap} = 0")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {looked_up}")
        planned: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]["Plans"][0]
    return planned


def written(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listen_verbatim_words "
            "SELECT number, 'mot ' || %s FROM generate_series(1, %s) number",
            [words, TEXTS],
        )
        cursor.execute("ANALYZE listen_verbatim_words")

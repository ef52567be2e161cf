"""The verbatims that drivers and flags are learned from."""

import json
from pathlib import Path

import polars as pl
import pytest
from training.alike import groups_of
from training.sources import labelled
from training.told import FOLDER, paths, told

from parcours.core.text.drivers import DRIVERS
from parcours.core.text.flags import FLAGS

ROWS = [json.loads(line) for path in paths() for line in path.read_text("utf-8").splitlines()]
SETS = ("dev", "test", "fresh", "drawn")


def folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def test_every_row_follows_the_codebook() -> None:
    for row in ROWS:
        assert row["language"] in ("fr", "en")
        assert row["sentiment"] in (-1, 0, 1)
        assert row["drivers"].keys() <= set(DRIVERS)
        assert set(row["drivers"].values()) <= {-1, 0, 1}
        assert set(row["flags"]) <= set(FLAGS)
        assert "request" in row["flags"] or "promise" not in row["flags"], row


def test_nothing_that_measures_is_learned_from() -> None:
    held = {folded(str(row["text"])) for name in SETS for row in labelled(name)}
    places = {row["source"] for name in SETS for row in labelled(name)}

    assert not [row for row in ROWS if "text" in row and folded(row["text"]) in held]
    assert not [row for row in ROWS if "row" in row
                and f"{row['source']} row {row['row']}" in places]  # fmt: skip


@pytest.mark.shared_data
def test_the_texts_of_others_are_read_from_where_they_are(shared_data: Path) -> None:
    rows = told(shared_data)

    assert len(rows) == len(ROWS)
    assert all(row["text"] for row in rows)


def test_a_table_that_holds_another_text_is_refused(tmp_path: Path) -> None:
    rows = [row["row"] for row in ROWS if "row" in row]
    others = ["something else"] * (max(rows) + 1)
    pl.DataFrame({"data": others}).write_parquet(tmp_path / "minibar_app_reviews_fr_en.parquet")
    pl.DataFrame({"text": others}).write_parquet(tmp_path / "m_absa_fr_en.parquet")

    with pytest.raises(ValueError, match="is another text than was labelled"):
        told(tmp_path)


def test_words_that_mean_alike_share_what_is_learned() -> None:
    assert groups_of("attendre") & groups_of("waiting")
    assert groups_of("12") == groups_of("3")
    assert groups_of("zzz") == set()


def test_files_are_named_for_what_they_hold() -> None:
    kinds = {path.stem.split("-")[0] for path in FOLDER.glob("*")}

    assert kinds == {"clauses", "english", "french", "real", "short"}

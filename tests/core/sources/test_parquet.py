"""Parquet files."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from parcours.core.sources.parquet import ParquetTable, plain
from parcours.core.sources.reading import UnreadableFile


def test_rows_come_in_batches_with_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.parquet.ROWS", 2)
    pl.DataFrame({"a": [1, 2, 3]}).write_parquet(tmp_path / "f.parquet")
    table = ParquetTable(tmp_path / "f.parquet")

    found = [
        (rows.frame["a"].to_list(), rows.lines.to_list(), rows.done) for rows in table.rows()
    ]

    assert (table.header, table.total) == (["a"], 3)
    assert found == [([1, 2], [1, 2], 2), ([3], [3], 3)]


def test_nested_values_become_json_and_categories_texts() -> None:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    frame = pl.DataFrame(
        {
            "list": [[1, 2]],
            "struct": [{"a": 1}],
            "category": pl.Series(["x"], dtype=pl.Categorical),
            "nothing": [None],
            "at": [at],
        }
    )

    assert plain(frame).rows() == [('{"list":[1,2]}', '{"struct":{"a":1}}', "x", None, at)]


def test_a_file_that_was_cut_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"a": range(1000)}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(UnreadableFile, match="is not a whole Parquet file"):
        _ = ParquetTable(path).header

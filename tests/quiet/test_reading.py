"""How many verbatims are read in a second: measured while nothing else runs."""

import time
from pathlib import Path

import polars as pl
import pytest

from parcours.core.text import code


@pytest.mark.shared_data
@pytest.mark.one_database
def test_20_000_verbatims_are_read_in_a_second_of_one_processor(shared_data: Path) -> None:
    apps = pl.read_parquet(shared_data / "minibar_app_reviews_fr_en.parquet")["data"]
    goods = pl.read_parquet(shared_data / "m_absa_fr_en.parquet")["text"]
    texts = [*apps, *goods]
    code(texts)  # loading, and meeting words for the first time, is not counted

    before = time.process_time()
    code(texts)

    assert len(texts) / (time.process_time() - before) > 20_000

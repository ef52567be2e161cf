"""Journeys of published logs: numbers others have printed, or a plain count gives."""

import json
from itertools import count

import pandas as pd
import polars as pl
import pytest

from parcours.core.path import journeys


@pytest.fixture(scope="module")
def book(shared_data):
    """The 1,391 cases of van der Aalst's Process Mining, chapter 8."""
    tables = shared_data.parent / "reference" / "tables"
    known = json.loads((tables / "08_paths.json").read_text())["token_replay"]
    minute = count()
    rows = []
    for part in known["log"].split(";"):
        times, way = part.split()
        for _ in range(int(times)):
            case = f"case {len(rows)}"
            rows.append([(case, next(minute), step) for step in way])
    flat = [row for case in rows for row in case]
    log = pl.DataFrame(flat, schema=["customer_id", "at", "activity"], orient="row")
    return known, log.with_columns(pl.from_epoch(pl.col("at") * 60).dt.replace_time_zone("UTC"))


@pytest.fixture(scope="module", params=["eventlog_bpic2012", "eventlog_helpdesk"])
def real(request, shared_data):
    frame = pl.read_parquet(
        shared_data / f"{request.param}.parquet",
        columns=["case:concept:name", "time:timestamp", "concept:name"],
    )
    return frame.rename(
        {"case:concept:name": "case_id", "time:timestamp": "at", "concept:name": "activity"}
    ).with_columns(customer_id="case_id")


@pytest.mark.shared_data
def test_the_book_s_log_has_21_variants(book):
    known, log = book

    found = journeys(log)

    assert found.variants().variants == known["variants"] == 21
    assert (found.variants().journeys, found.durations.steps) == (1391, 7539)
    first = found.variants(top=1).table.row(0, named=True)
    assert ("".join(first["steps"]), first["journeys"]) == ("acdeh", 455)


@pytest.mark.shared_data
def test_a_real_log_has_the_variants_that_pandas_counts(real):
    found = journeys(real, match="case").variants(top=None).table

    plain = real.to_pandas().sort_values("at", kind="stable")
    expected = plain.groupby("case_id")["activity"].agg(tuple).value_counts().to_dict()
    steps = map(tuple, found["steps"].to_list())
    assert dict(zip(steps, found["journeys"], strict=True)) == expected


@pytest.mark.shared_data
def test_a_real_log_has_the_pairs_and_waits_that_pandas_counts(real):
    found = journeys(real, match="case").follows().table

    plain = real.to_pandas().sort_values(["case_id", "at"], kind="stable")
    next_ = plain.groupby("case_id")[["activity", "at"]].shift(-1)
    pairs = pd.DataFrame(
        {
            "from": plain["activity"],
            "to": next_["activity"],
            "wait": (next_["at"] - plain["at"]).dt.total_seconds(),
        }
    ).dropna()
    waits = pairs.groupby(["from", "to"])["wait"]
    expected = waits.agg(["size", "median", lambda wait: wait.quantile(0.9)])
    got = found.to_pandas().set_index(["from", "to"]).sort_index()
    assert got["times"].to_list() == expected["size"].to_list()
    assert got["median_seconds"].to_list() == pytest.approx(expected["median"].to_list())
    assert got["p90_seconds"].to_list() == pytest.approx(expected.iloc[:, 2].to_list())

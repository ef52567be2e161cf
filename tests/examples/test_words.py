"""Comments and reviews of real people: every row enters, and counts are those of the file."""

from pathlib import Path

import polars as pl
import pytest
from examples.lounges.run import prepare as lounges
from examples.patients.run import prepare as patients
from examples.running import ROOT, run

from parcours.core.log import EventLog
from parcours.core.sources import load_mapping, plan, preview
from tests.examples.told import states, unsaid_by_its_page

pytestmark = pytest.mark.shared_data


def test_each_part_of_a_lounge_is_kept_as_often_as_it_has_four_stars(
    shared_data: Path, tmp_path: Path
) -> None:
    ran = run(ROOT / "examples" / "lounges", lounges, data=shared_data, to=tmp_path)
    rows = pl.read_parquet(shared_data / "skytrax_lounge.parquet")
    marks = {
        "comfort": "comfort_rating", "cleanliness": "cleanliness_rating",
        "bar": "bar_beverages_rating", "catering": "catering_rating",
        "washrooms": "washrooms_rating", "wifi": "wifi_connectivity_rating",
        "staff": "staff_service_rating",
    }  # fmt: skip
    counted = {
        f"{name}-pleases": {
            "kept": rows.filter(pl.col(column) >= 4).height,
            "broken": rows.filter(pl.col(column).is_between(1, 3)).height,
        }
        for name, column in marks.items()
    }
    parts = sum(sum(each.values()) for each in counted.values())

    assert states(ran) == counted
    assert unsaid_by_its_page(ran) == []
    # A score of the old form above its 5 stars: that review stays out, and is told.
    assert (ran.imported.written, ran.imported.rejected) == (rows.height - 1 + parts, 1)


def test_a_patient_is_asked_once_and_says_as_many_things_as_the_file_has(
    shared_data: Path, tmp_path: Path
) -> None:
    ran = run(ROOT / "examples" / "patients", patients, data=shared_data, to=tmp_path)
    rows = pl.read_parquet(shared_data / "nhs_patient_experience_v6.parquet")
    said = rows.filter(
        pl.col("FFT answer").str.strip_chars().is_in(["", "Did not answer"]).not_()
    )
    people = rows["Comment ID"].str.replace(r" - Q\d$", "")
    told = EventLog.open(ran.log).scan(["customer_id", "event_id", "text", "properties"])
    log = told.collect().unique(["customer_id", "event_id"])
    marked = log.filter(pl.col("properties").str.contains('"Timeliness of care"'))

    assert log.filter(pl.col("text").is_not_null()).height == said.height
    assert set(log["customer_id"]) == set(people)
    assert log.filter(pl.col("text").is_null()).height == people.n_unique()
    assert marked.height == said.filter(pl.col("Timeliness of care") == 1).height
    assert log.filter(pl.col("text").str.contains("â€")).height == 0
    assert unsaid_by_its_page(ran) == []


@pytest.mark.parametrize(
    ("example", "file"),
    [("app_reviews", "minibar_app_reviews_fr_en"), ("aspects", "m_absa_fr_en")],
)
def test_every_row_is_a_review_of_someone_of_its_own(
    shared_data: Path, example: str, file: str
) -> None:
    path = shared_data / f"{file}.parquet"
    mapping = load_mapping(ROOT / "examples" / example / "mapping.yaml")
    seen = preview(plan(path, mapping=mapping))

    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    assert (seen.read, seen.events, seen.rejected) == (rows, {"review.posted": rows}, 0)


@pytest.mark.parametrize(
    ("file", "missing"),
    [
        ("nhs_patient_experience_v6", []),
        ("skytrax_lounge", ["scale of 'overall_rating'"]),
        ("minibar_app_reviews_fr_en", ["when"]),
        ("m_absa_fr_en", ["when"]),
    ],
)
def test_a_guess_asks_for_nothing_but_what_the_file_does_not_say(
    shared_data: Path, file: str, missing: list[str]
) -> None:
    found = plan(shared_data / f"{file}.parquet")

    assert [each.partition(":")[0] for each in found.missing] == missing
    assert found.mapping.events[0].text is not None

"""Comments of real patients and reviews of real apps, imported into a site as anyone would."""

from pathlib import Path

import polars as pl
import pytest
from examples.site import make

from parcours.core.text import code
from parcours.ledger.domain.reading import current_log
from parcours.listen.domain.verbatims import codes, driving, inferring, naming
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.finding import search
from parcours.listen.domain.verbatims.reading import frame

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


@pytest.fixture
def part(shared_data: Path, tmp_path: Path):
    """Write some rows of a file where an example looks for it."""

    def write(name: str, rows: pl.Expr) -> Path:
        pl.scan_parquet(shared_data / f"{name}.parquet").filter(rows).sink_parquet(
            tmp_path / f"{name}.parquet"
        )
        return tmp_path

    return write


def test_patients_are_found_by_their_words_and_by_the_theme_that_others_marked(part):
    data = part("nhs_patient_experience_v6", pl.col("Comment ID").str.contains("NEAS S&C"))
    owner = make("patients", data)
    said = pl.read_parquet(data / "nhs_patient_experience_v6.parquet").filter(
        pl.col("FFT answer").str.strip_chars().is_in(["", "Did not answer"]).not_()
    )
    late = said.filter(pl.col("Timeliness of care") == 1)
    told = frame(["text", *(f"driver_{name}" for name in codes.DRIVERS)])
    plain = code(told["text"])
    board = driving.board(Asked(), places=naming.touchpoints(owner))

    assert board.total == said.height == 901
    assert {
        each.key: (each.spoken.n, round(each.spoken.value * 901)) for each in board.lines
    } == {name: (901, plain[f"driver_{name}"].count()) for name in codes.DRIVERS}
    assert {each.key: round(each.ill.value * each.ill.n) for each in board.lines} == {
        name: (plain[f"driver_{name}"] == -1).sum() for name in codes.DRIVERS
    }
    asked = Asked(segments={"theme": ("Timeliness of care",)})
    assert search(asked).all.height == late.height
    counts = search(Asked()).counts()["segment.theme"]
    assert counts["Timeliness of care"] == late.height
    known = inferring.calibration(current_log())
    assert known["pairs"] > 200 > known["alone"] > 0
    assert known["taught"]["error"] < known["taught"]["usual"]


def test_a_french_review_is_found_without_its_accents(part):
    rows = (pl.col("ori_lang") == "fr") & pl.col("data").str.contains("(?i)déconnect")
    data = part("minibar_app_reviews_fr_en", rows)
    make("app_reviews", data)
    whole = pl.read_parquet(data / "minibar_app_reviews_fr_en.parquet")

    assert search(Asked(words="DECONNECTE*")).all.height == whole.height > 30
    assert search(Asked(words="deconnecte*", language=("en",))).all.height == 0
    marked = Asked(segments={"theme": ("problem_report",)})
    assert search(marked).all.height == whole["problem_report"].sum()

"""A workspace's own model."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parcours.core.text import Workspace, code, explain, learn
from parcours.core.text.drivers import DRIVERS
from parcours.core.text.learning import LEAST

PRAISE = [f"La glace au marron du numéro {number}" for number in range(30)]
BLAME = [f"Encore le plaid gris du numéro {number}" for number in range(30)]
TEXTS = PRAISE + BLAME
SAID = pl.DataFrame({"sentiment": pl.Series([1] * 30 + [-1] * 30, dtype=pl.Int8)})
NEW = ["la glace au marron", "toujours le plaid gris"]


def of_drivers(present: list[bool]) -> pl.DataFrame:
    polarity = pl.Series([1 if each else None for each in present], dtype=pl.Int8)
    absent = pl.Series([None] * len(present), dtype=pl.Int8)
    return pl.DataFrame(
        {f"driver_{key}": polarity if key == "identity" else absent for key in DRIVERS}
    )


def test_corrections_teach_what_the_shipped_model_could_not_know() -> None:
    before, after = code(NEW), code(NEW, workspace=learn(TEXTS, SAID))

    assert after["sentiment"].to_list() == [1, -1]
    assert after["positivity"][0] > before["positivity"][0]
    assert after["positivity"][1] < before["positivity"][1]


def test_words_that_corrections_taught_are_shown() -> None:
    before, after = (
        {NEW[0][each.start : each.end] for each in explain(NEW[0], workspace=workspace)
         if each.label == "positive"}
        for workspace in (Workspace(0), learn(TEXTS, SAID))
    )  # fmt: skip

    assert "marron" not in before
    assert "marron" in after


def test_corrections_teach_drivers() -> None:
    workspace = learn(TEXTS, of_drivers([True] * 30 + [False] * 30))

    found = code(NEW, workspace=workspace)

    assert [each is None for each in found["driver_identity"]] == [False, True]
    assert found["sure_identity"][0] > 0.5 > found["sure_identity"][1]
    assert workspace.sentiment is None


def test_the_same_corrections_teach_the_same() -> None:
    once, again = learn(TEXTS, SAID).to_dict(), learn(TEXTS, SAID).to_dict()

    assert once == again


def test_what_was_taught_survives_being_written_down() -> None:
    workspace = learn(TEXTS, SAID.hstack(of_drivers([True] * 30 + [False] * 30)))

    kept = Workspace.of(json.loads(json.dumps(workspace.to_dict())))

    assert code(NEW, workspace=kept).equals(code(NEW, workspace=workspace))
    assert kept.corrections == 60


def test_corrections_teach_how_a_driver_is_felt() -> None:
    texts = [f"la queue du numéro {number}" for number in range(60)]
    pleased = pl.Series([1] * 60, dtype=pl.Int8)
    silent = pl.Series([None] * 60, dtype=pl.Int8)
    said = pl.DataFrame(
        {f"driver_{key}": pleased if key == "time" else silent for key in DRIVERS}
    )

    before, after = (
        code(["la queue du numéro 70"], workspace=workspace)["driver_time"][0]
        for workspace in (None, learn(texts, said))
    )

    assert (before, after) == (-1, 1)


def test_what_was_taught_before_polarity_was_is_left_aside() -> None:
    kept = learn(TEXTS, SAID.hstack(of_drivers([True] * 30 + [False] * 30))).to_dict()
    kept["drivers"] |= {"shift": kept["drivers"]["shift"][:7]}
    kept["drivers"] |= {name: [[], []] for name in ("words", "pieces", "pairs")}

    assert Workspace.of(kept).drivers is None
    assert Workspace.of(kept).sentiment is not None


def test_too_few_corrections_teach_nothing() -> None:
    few = LEAST - 1
    workspace = learn(TEXTS[:few], SAID[:few].hstack(of_drivers([True] * few)))

    assert workspace == Workspace(few)
    assert Workspace.of(workspace.to_dict()) == workspace
    assert code(NEW, workspace=workspace).equals(code(NEW))


def test_a_correction_without_sentiment_says_nothing_of_it() -> None:
    nothing = pl.DataFrame({"sentiment": pl.Series([None] * 60, dtype=pl.Int8)})

    assert learn(TEXTS, nothing).sentiment is None


@pytest.mark.shared_data
def test_fifty_corrections_make_it_better_in_a_domain_it_never_saw(shared_data: Path) -> None:
    rows = pl.read_parquet(shared_data / "nhs_patient_experience_v6.parquet")
    rows = rows.select(text="FFT answer", given="Comment sentiment").drop_nulls()
    sign = pl.when(pl.col("given") < 3).then(1).when(pl.col("given") > 3).then(-1).otherwise(0)
    rows = rows.select("text", label=sign.cast(pl.Int8)).sample(
        fraction=1, shuffle=True, seed=4
    )
    asked, truth = rows["text"][1000:2500], rows["label"][1000:2500]

    right = {}
    for size in (0, 50, 200):
        said = rows[:size].select("text", sentiment="label")
        workspace = learn(said["text"], said.drop("text"))
        found = code(asked, workspace=workspace)
        clear = (truth != 0).to_numpy()
        side = np.where(found["positivity"] > 0.5, 1, -1)
        right[size] = float((side == truth.to_numpy())[clear].mean())

    assert right[0] + 0.02 < right[50] < right[200]

import numpy as np
import polars as pl
import pytest

from parcours.core.demo import NOT_THERE, PLANTED, truths
from parcours.core.demo.answers import NOISE, expected_score
from parcours.core.demo.lives import Lives
from parcours.core.demo.truths import true_effects

OCCASIONS = pl.DataFrame({"row": [0, 1, 2], "linear": [0.4, 0.3, 0.01]})
LIVED = pl.DataFrame(
    {
        "promise": ["short-queue"] * 3, "row": [0, 1, 2], "broken": [False, True, True],
        "push": [-0.1] * 3, "felt_push": [-1.0] * 3, "survey": ["visit"] * 3,
        "anchor": [10.0, 20.0, 340.0],
    }
)  # fmt: skip
ANSWERS = pl.DataFrame(
    {
        "row": [0, 1], "survey": ["visit"] * 2, "level": [4.0, 3.0],
        "is_answered": [True, False], "at": [11.0, 21.0],
    }
)  # fmt: skip


def test_the_truth_is_the_mean_difference_of_the_two_outcomes_of_each_occurrence() -> None:
    lives = Lives(occasions=[OCCASIONS], lived=[LIVED])

    found = true_effects(lives, ANSWERS).filter(pl.col("promise") == "short-queue")

    # The third occurrence is too recent: its 90 days are not over.
    returned, felt = found.sort("outcome", descending=True).rows(named=True)
    assert returned["n"] == 2
    assert returned["if_kept"] == pytest.approx((0.4 + 0.4) / 2)
    assert returned["effect"] == pytest.approx(0.1)
    assert felt["n"] == 1
    kept, broken = expected_score(np.array([4.0, 3.0]))
    assert felt["effect"] == pytest.approx(kept - broken)


def test_expected_scores_are_the_means_of_what_people_would_answer() -> None:
    rng = np.random.default_rng(3)
    for level in (1.2, 2.9, 4.6):
        drawn = np.clip(np.round(level + rng.normal(0, NOISE, 200_000)), 1, 5).mean()

        assert expected_score(np.array([level]))[0] == pytest.approx(drawn, abs=0.01)


def test_every_gap_has_a_truth_and_those_that_are_not_there_have_none() -> None:
    found = truths(customers=1500, seed=1)

    assert set(found["promise"]) == {*PLANTED, *NOT_THERE}
    assert (found.filter(pl.col("promise").is_in(NOT_THERE))["effect"] == 0).all()
    assert found["outcome"].value_counts()["count"].to_list() == [found.height // 2] * 2


def test_keeping_helps_everywhere_but_where_a_parcel_breaks_and_is_replaced(
    truth: dict[tuple[str, str], float],
) -> None:
    harmful = [promise for promise in PLANTED if truth[promise, "returned"] <= 0]

    assert harmful == ["intact-parcel"]

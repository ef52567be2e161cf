"""Opinions on different scales, brought to 1 to 5."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from parcours.core.scale import bounds, rescale


def felt(score: float | None, scale: str | None) -> float | None:
    answers = pl.DataFrame(
        {"score": [score], "scale": [scale]},
        schema={"score": pl.Float64, "scale": pl.String},
    )
    return answers.select(rescale(pl.col("score"), pl.col("scale"))).item()


def test_a_scale_tells_its_ends_by_its_name():
    assert bounds("stars_1_5") == (1, 5)
    assert bounds("mood_-2_2") == (-2, 2)
    assert bounds("effort_0.5_1.5") == (0.5, 1.5)
    assert bounds("stars") is None
    assert bounds("upside_5_1") is None


def test_scores_of_all_scales_meet_between_one_and_five():
    assert [felt(7, "nps_0_10"), felt(0, "nps_0_10"), felt(10, "nps_0_10")] == [3.8, 1, 5]
    assert [felt(4, "csat_1_5"), felt(4, "ces_1_7"), felt(0, "mood_-2_2")] == [4, 3, 3]


def test_what_cannot_be_placed_on_its_scale_is_null():
    assert felt(None, "nps_0_10") is None
    assert felt(3, None) is None
    assert felt(3, "stars") is None
    assert felt(3, "upside_5_1") is None
    assert felt(11, "nps_0_10") is None


@given(st.integers(-9, 9), st.integers(1, 30), st.floats(0, 1))
def test_a_felt_score_lies_between_one_and_five_and_keeps_the_order(low, width, share):
    scale = f"any_{low}_{low + width}"
    lower, higher = felt(low + share * width / 2, scale), felt(low + share * width, scale)

    assert lower is not None
    assert higher is not None
    assert 1 <= lower <= higher <= 5

import numpy as np
import polars as pl

from parcours.core.effect.covariates import covariates


def test_a_missing_number_becomes_the_mean_and_says_so():
    known = covariates(pl.DataFrame({"felt": [1.0, None, 3.0, 5.0]}))

    assert known.names == ["felt", "felt is missing"]
    assert known.plain[1, 0] == 0


def test_rare_levels_share_one_and_one_level_is_left_unsaid():
    known = covariates(pl.DataFrame({"channel": ["web"] * 120 + ["store"] * 79 + ["post"]}))

    assert known.names == ["channel web", "channel store"]


def test_all_levels_being_frequent_the_commonest_is_left_unsaid():
    known = covariates(pl.DataFrame({"channel": ["web", "web", None, "store"]}))

    assert sorted(known.names) == ["channel", "channel store"]


def test_what_does_not_vary_is_left_out():
    known = covariates(pl.DataFrame({"same": [2.0, 2.0], "flag": [True, False]}))

    assert known.names == ["flag true"] or known.names == ["flag false"]


def test_only_numbers_with_several_values_are_squared():
    known = covariates(pl.DataFrame({"n": [1.0, 2.0, 3.0, 4.0], "flag": [0, 1, 0, 1]}))

    assert known.matrix.shape == (4, 4)
    assert (known.matrix[:, 0] == 1).all()
    assert (known.matrix[:, 3] == known.plain[:, 0] ** 2).all()


def test_one_huge_value_counts_as_five_standard_deviations():
    known = covariates(pl.DataFrame({"spend": np.append(np.zeros(999), 1e9)}))

    assert known.plain.max() == 5


def test_nothing_known_leaves_only_the_column_of_ones():
    known = covariates(pl.DataFrame({"same": [1, 1, 1]}))

    assert known.matrix.tolist() == [[1.0], [1.0], [1.0]]
    assert known.of(np.array([0])).matrix.tolist() == [[1.0]]


def test_a_number_that_is_hardly_ever_known_is_left_out():
    known = covariates(pl.DataFrame({"felt": [4.0, 2.0] + [None] * 998}))

    assert known.names == []


def test_a_number_that_is_hardly_ever_missing_does_not_say_so():
    known = covariates(pl.DataFrame({"felt": [4.0, 2.0] * 499 + [None, 3.0]}))

    assert known.names == ["felt"]

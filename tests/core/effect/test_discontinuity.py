import numpy as np
import polars as pl
import pytest

from parcours.core.effect.covariates import covariates
from parcours.core.effect.density import density_test
from parcours.core.effect.discontinuity import Change, NoDiscontinuity, discontinuity
from parcours.core.effect.local_polynomial import Side


def late_parcels(seed, n=4000, jump=0.08, kink=0.0):
    """How early parcels came, and whether customers returned: less when late."""
    random = np.random.default_rng(seed)
    early = random.normal(0.4, 1, n)
    slope = 0.05 * early + kink * np.minimum(early, 0)
    chance = 0.5 + slope + 0.03 * np.sin(2 * early) - jump * (early < 0)
    return early, (random.random(n) < np.clip(chance, 0, 1)).astype(float)


def test_the_senate_elections_give_the_published_jump(senate):
    votes = senate.drop_nulls()
    found = discontinuity(votes["vote"].to_numpy(), votes["margin"].to_numpy())

    jump = found.jump
    assert found.n == (360, 323)
    assert (found.bandwidth, found.bias_bandwidth) == pytest.approx(
        (17.7544, 28.0281), abs=1e-3
    )
    assert (jump.value, jump.error) == pytest.approx((7.41413, 1.45872), abs=1e-3)
    assert (jump.corrected, jump.robust) == pytest.approx((7.5065, 1.74126), abs=1e-3)
    assert (jump.low, jump.high) == pytest.approx((4.0937, 10.9193), abs=1e-3)
    assert not found.is_bunched


def test_the_senate_margins_do_not_bunch_as_published(senate):
    found = density_test(senate["margin"].to_numpy(), bandwidths=(19.841, 27.119))

    assert (found.statistic, found.p) == pytest.approx((-0.8753, 0.3814), abs=1e-4)


@pytest.mark.parametrize(
    ("seed", "decimals", "expected"),
    [
        (1, 9, (0.61439, 0.97796, 0.14851, 0.05177, 0.15438, 0.06160, 0.03365, 0.27512)),
        (2, 2, (0.74321, 1.13723, 0.11600, 0.04674, 0.11638, 0.05618, 0.00626, 0.22650)),
    ],
)
def test_the_published_program_prints_the_same(seed, decimals, expected):
    """Numbers of rdrobust 2.1.1, run once beside this code: without ties, and with them."""
    early, returned = late_parcels(seed)
    found = discontinuity(returned, np.round(early, decimals))

    jump = found.jump
    ours = (jump.value, jump.error, jump.corrected, jump.robust, jump.low, jump.high)
    assert (found.bandwidth, found.bias_bandwidth, *ours) == pytest.approx(expected, abs=3e-4)


def test_the_published_density_test_prints_the_same():
    """Numbers of rddensity 3.0, run once beside this code."""
    found = density_test(late_parcels(1)[0], bandwidths=(0.5, 0.6))

    assert (found.left, found.right) == pytest.approx((0.338895, 0.435513), abs=1e-6)
    assert (found.statistic, found.p) == pytest.approx((1.393088, 0.163593), abs=1e-6)


def test_the_interval_covers_a_jump_of_eight_points():
    found = [discontinuity(*reversed(late_parcels(seed))) for seed in range(20)]

    covered = [each.jump.low <= 0.08 <= each.jump.high for each in found]
    assert sum(covered) >= 17
    assert np.mean([each.jump.corrected for each in found]) == pytest.approx(0.08, abs=0.03)


@pytest.mark.soak
def test_the_interval_covers_nineteen_times_in_twenty():
    found = [discontinuity(*reversed(late_parcels(seed))) for seed in range(100, 300)]

    assert 0.9 <= np.mean([each.jump.low <= 0.08 <= each.jump.high for each in found]) <= 0.99
    assert 0.02 <= np.mean([each.is_bunched for each in found]) <= 0.1


def test_a_slope_that_starts_at_the_deadline_is_a_kink_and_no_jump():
    early, returned = late_parcels(1, n=40_000, jump=0.0, kink=0.2)
    found = discontinuity(returned, early)

    assert found.kink.high < 0
    assert found.jump.low <= 0 <= found.jump.high


def test_parcels_rushed_in_just_before_the_deadline_are_bunched():
    early, returned = late_parcels(2)
    is_rushed = (early < 0) & (early > -0.2) & (np.arange(len(early)) % 2 == 0)

    assert not discontinuity(returned, early).is_bunched
    assert discontinuity(returned, np.where(is_rushed, -early / 2, early)).is_bunched


def test_what_was_known_before_must_not_jump():
    early, returned = late_parcels(3)
    random = np.random.default_rng(0)
    known = covariates(
        pl.DataFrame(
            {"spend": random.normal(size=4000), "vip": random.random(4000) + (early > 0)}
        )
    )

    assert discontinuity(returned, early, known=known).unbalanced == ["vip"]


def test_the_donut_leaves_out_what_happened_at_the_very_deadline():
    early, returned = late_parcels(4)
    found = discontinuity(returned, early)
    beyond = np.abs(early) >= found.bandwidth / 10

    assert found.donut is not None
    assert found.donut != found.jump
    assert found.donut.low <= 0.08 <= found.donut.high
    assert beyond.sum() < len(early)


def test_whole_days_are_refused():
    early, returned = late_parcels(5)

    with pytest.raises(NoDiscontinuity, match="mass"):
        discontinuity(returned, np.round(early * 3))


def test_few_cases_on_one_side_are_refused():
    early, returned = late_parcels(6)
    order = np.argsort(-early)[: (early >= 0).sum() + 99]

    with pytest.raises(NoDiscontinuity, match="few"):
        discontinuity(returned[order], early[order])


def test_an_outcome_that_never_varies_is_refused():
    early, returned = late_parcels(7)

    with pytest.raises(NoDiscontinuity, match="same"):
        discontinuity(np.ones_like(returned), early)


def test_an_outcome_without_noise_is_looked_at_from_afar():
    early, _ = late_parcels(8)
    found = discontinuity((early >= 0).astype(float), early)

    assert found.jump.corrected == pytest.approx(1)
    assert found.bandwidth == pytest.approx(np.abs(early).max(), rel=0.3)


def test_a_covariate_that_is_the_same_near_the_cutoff_does_not_jump():
    assert Change(0.0, 0.0, 1e-15, 0.0).p == 1


def test_neighbours_as_near_as_the_third_all_count():
    side = Side(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([4.0, 0.0, 2.0, 0.0, 4.0]))

    # The middle one has two neighbours on each side, all four needed for the third.
    assert side.noise[2] == pytest.approx(np.sqrt(4 / 5) * (2 - 2))
    assert side.noise[0] == pytest.approx(np.sqrt(3 / 4) * (4 - 2 / 3))


def test_cases_at_one_distance_are_each_other_s_neighbours():
    side = Side(np.zeros(4), np.array([1.0, 0.0, 0.0, 0.0]))

    assert side.noise.tolist() == pytest.approx([np.sqrt(3 / 4)] + [-np.sqrt(3 / 4) / 3] * 3)

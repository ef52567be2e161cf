from dataclasses import replace
from math import inf, sqrt

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.special import expit, log_expit

from parcours.core.effect.adjusted import adjusted, clustered_error, e_value, refusal
from parcours.core.effect.covariates import covariates
from parcours.core.effect.propensity import RIDGE, SPLITS, folds, propensity


def simulated(seed):
    """20,000 promises: being late costs 7 points of returns, and those late differ."""
    random = np.random.default_rng(seed)
    z, u = random.normal(size=20_000), random.normal(size=20_000)
    c = random.random(20_000) < 0.3
    late = random.random(20_000) < expit(-1 + 0.8 * u - 0.3 * z + 0.5 * c)
    chance = np.clip(0.35 + 0.06 * z - 0.03 * u - 0.04 * c - 0.07 * late, 0.01, 0.99)
    returned = (random.random(20_000) < chance).astype(float)
    return pl.DataFrame({"z": z, "u": u, "c": c}), late, returned


def compared(known, treated, outcome, *, customer=None, seed=0):
    customer = np.arange(len(outcome)) if customer is None else customer
    groups = propensity(treated, covariates(known), customer=customer, seed=seed)
    return groups, adjusted(outcome, groups)


def test_the_promise_simulator_gives_back_its_seven_points():
    estimates, naive = [], []
    for seed in range(20):
        known, late, returned = simulated(seed)
        estimates.append(compared(known, late, returned)[1].effect)
        naive.append(returned[late].mean() - returned[~late].mean())

    assert -0.075 <= np.mean(estimates) <= -0.065
    assert np.abs(np.array(estimates) + 0.07).max() < 0.03
    assert np.mean(naive) == pytest.approx(-0.11, abs=0.002)


def test_lalonde_s_naive_differences_are_the_published_ones(lalonde):
    from causaldata import nsw_mixtape

    _, trained, earned = lalonde
    experiment = pl.from_pandas(nsw_mixtape.load_pandas().data)
    means = experiment.group_by("treat").agg(pl.col("re78").cast(float).mean()).sort("treat")

    assert means["re78"][1] - means["re78"][0] == pytest.approx(1794.3424, abs=0.01)
    assert earned[trained].mean() - earned[~trained].mean() == pytest.approx(
        -8497.516, abs=0.01
    )


def test_lalonde_s_trainees_gain_about_1500_whatever_the_split(lalonde):
    known, trained, earned = lalonde
    results = [compared(known, trained, earned, seed=seed)[1] for seed in range(5)]

    estimates = [each.effect for each in results]
    assert 1340 < min(estimates) < max(estimates) < 1460
    assert np.mean(estimates) == pytest.approx(1390, abs=5)
    assert np.mean([each.error for each in results]) == pytest.approx(801, abs=5)


def test_lalonde_s_others_cannot_be_made_to_look_like_the_trainees(lalonde):
    known, trained, earned = lalonde
    groups, _ = compared(known, trained, earned)

    assert refusal(groups) == "overlap"
    assert np.abs(groups.before).max() > 2 > np.abs(groups.after).max() > 1


def test_repeating_a_customer_s_cases_does_not_make_it_surer():
    known, late, returned = simulated(0)
    rows = np.repeat(np.arange(2000), 5)
    _, once = compared(known[:2000], late[:2000], returned[:2000])
    groups, five = compared(known[rows], late[rows], returned[rows], customer=rows)

    assert five.error == pytest.approx(once.error, rel=0.05)
    assert all((np.ptp(groups.fold[:, rows == one], axis=1) == 0).all() for one in range(50))


def test_folds_keep_a_customer_whole():
    customer, random = np.array([7, 7, 3, 3, 9, 1, 2, 7]), np.random.default_rng(1)

    assert len(set(folds(customer, random)[customer == 7])) == 1
    assert set(folds(np.arange(5), random)) == {0, 1, 2, 3, 4}


def test_the_effect_is_the_median_split_s_and_their_disagreement_adds_to_its_error():
    known, late, returned = simulated(0)
    known, late, returned = known[:2000], late[:2000], returned[:2000]

    groups, found = compared(known, late, returned)
    alone = [
        adjusted(returned, replace(groups, fold=groups.fold[[one]], raw=groups.raw[[one]]))
        for one in range(SPLITS)
    ]

    effects = np.array([each.effect for each in alone])
    errors = np.array([each.error for each in alone])
    assert (found.splits == effects).all()
    assert found.effect == sorted(effects)[SPLITS // 2]
    assert found.error**2 == pytest.approx(
        np.median(errors**2 + (effects - found.effect) ** 2), rel=1e-12
    )
    assert clustered_error(found.influence, groups.customer) == pytest.approx(found.error)


def test_another_seed_hardly_moves_an_effect():
    known, late, returned = simulated(0)
    found = [compared(known[:2000], late[:2000], returned[:2000], seed=seed)[1]
             for seed in range(5)]  # fmt: skip

    assert np.ptp([each.effect for each in found]) < 0.15 * found[0].error


def hardly_meeting():
    """120 cases, of which 24 numbers nearly tell the group."""
    random = np.random.default_rng(821)
    numbers = random.normal(size=(120, 24))
    treated = random.random(120) < expit(4 * numbers[:, :4].sum(axis=1))
    return pl.DataFrame(numbers), treated


@pytest.mark.parametrize("cases", [lambda: simulated(0)[:2], hardly_meeting])
def test_chances_are_those_of_a_fit_that_never_saw_the_customer(cases):
    known, treated = (column[:3000] for column in cases())
    columns = covariates(known)
    groups = propensity(treated, columns, customer=np.arange(len(treated)))

    others, ridge = groups.fold[0] != 2, RIDGE * (np.arange(columns.matrix.shape[1]) > 0)
    seen, sign = columns.matrix[others], np.where(treated[others], 1, -1)

    def surprise(beta):
        return -log_expit(sign * (seen @ beta)).sum() + ridge @ beta**2 / 2

    best = minimize(surprise, np.zeros(len(ridge)), tol=1e-12).x
    expected = expit(columns.matrix[~others] @ best)
    assert groups.raw[0][~others] == pytest.approx(expected, abs=1e-3)


def test_weighting_removes_the_differences_that_were_there():
    known, late, returned = simulated(3)
    groups, _ = compared(known, late, returned)

    assert np.abs(groups.before).max() > 0.7
    assert np.abs(groups.after).max() < 0.05
    assert refusal(groups) is None


def test_groups_that_never_meet_are_refused():
    value = np.random.default_rng(0).normal(size=400)
    groups, _ = compared(pl.DataFrame({"value": value}), value > 0, value)

    assert refusal(groups) == "overlap"


def test_fewer_than_ten_customers_in_a_group_are_refused():
    known, _, returned = simulated(0)
    groups, _ = compared(known[:300], np.arange(300) < 9, returned[:300])

    assert refusal(groups) == "few"


def test_the_influences_of_all_cases_cancel_out():
    known, late, returned = simulated(1)
    _, result = compared(known, late, returned)

    assert result.influence.sum() == pytest.approx(0, abs=1e-12)
    assert result.means[0] - result.means[1] == pytest.approx(result.effect)


@pytest.mark.parametrize(
    ("first", "second", "sd", "expected"),
    [
        (0.2, 0.4, None, 2 + sqrt(2)),
        (0.3, 0.3, None, 1.0),
        (0.0, 0.3, None, inf),
        (0.0, 0.0, None, 1.0),
        (3.0, 3.0, 1.0, 1.0),
        (3.0, 4.0, 0.0, 1.0),
    ],
)
def test_the_e_value_says_how_much_an_unknown_cause_must_do(first, second, sd, expected):
    assert e_value(first, second, sd) == pytest.approx(expected)


@pytest.mark.soak
def test_adjusted_intervals_cover_the_truth_nineteen_times_in_twenty():
    covered = []
    for seed in range(200):
        known, late, returned = simulated(1000 + seed)
        result = compared(known[:4000], late[:4000], returned[:4000])[1]
        covered.append(abs(result.effect + 0.07) <= 1.96 * result.error)

    assert 0.91 <= np.mean(covered) <= 0.985

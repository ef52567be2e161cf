"""Weights reach their margins, cost what was published, and cover what is true."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.interval import cluster_variance
from parcours.core.survey.weighting import CannotRake, kish, rake, weighted

KIGYO = (
    [15, 143, 21, 51, 337, 50, 274, 145, 15, 86],
    [20, 200, 11, 25, 550, 30, 250, 100, 10, 55],
)


def test_the_companies_of_the_survey_package_are_weighted_as_published():
    values, weights = (np.array(each, float) for each in KIGYO)
    found = weighted(values, weights, np.arange(10), kind="score", definition="mean/1")
    assert found.value == pytest.approx(243.914, abs=1e-3)
    error = np.sqrt(cluster_variance(values * weights, weights))
    assert error == pytest.approx(48.752, abs=1e-3)
    alone = weights @ (values - found.value) ** 2 / weights.sum() / 9
    assert error**2 / alone == pytest.approx(1.974067, abs=1e-5)


def test_four_uneven_answers_are_worth_fewer_as_published():
    assert kish(np.array([1.0, 1, 2, 4])) == pytest.approx(2.909091, abs=1e-6)


def answers(count: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "shop": rng.choice(["Lille", "Lyon", "Paris"], count, p=(0.6, 0.3, 0.1)),
            "tier": rng.choice(["gold", "plain"], count, p=(0.7, 0.3)),
        }
    )


MARGINS = {
    "shop": {"Lille": 0.4, "Lyon": 0.35, "Paris": 0.25},
    "tier": {"gold": 0.6, "plain": 0.4},
}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_raked_answers_have_the_margins(seed):
    table = answers(400, seed)
    found = rake(table, MARGINS)
    assert (found.weights > 0).all()
    assert found.weights.mean() == pytest.approx(1)
    assert found.effective <= 400
    assert found.design == pytest.approx(400 / found.effective)
    if not found.trimmed:
        assert found.off < 1e-8
        weight = pl.Series(found.weights)
        for name, shares in MARGINS.items():
            for value, share in shares.items():
                assert weight.filter(table[name] == value).sum() / 400 == pytest.approx(share)


def test_an_answer_that_does_not_say_keeps_the_weight_it_had():
    table = pl.DataFrame({"tier": ["gold"] * 8 + ["plain"] * 2 + [None] * 2})
    found = rake(table, {"tier": {"gold": 0.5, "plain": 0.5}})
    assert found.weights[:8].sum() == pytest.approx(found.weights[8:10].sum())
    assert found.weights[10:] == pytest.approx([1, 1])


def test_weights_begin_with_the_chance_of_being_asked():
    table = pl.DataFrame({"tier": ["gold", "gold", "plain"]})
    found = rake(table, {"tier": {"gold": 0.5, "plain": 0.5}}, np.array([1.0, 3, 1]))
    assert found.weights == pytest.approx([0.375, 1.125, 1.5])


def test_a_rare_answer_is_not_blown_up_without_end():
    table = pl.DataFrame({"shop": ["Lille"] * 99 + ["Lyon"]})
    found = rake(table, {"shop": {"Lille": 0.5, "Lyon": 0.5}})
    assert found.trimmed == 1
    assert found.weights.max() == pytest.approx(5 * np.median(found.weights))
    assert found.off > 0.4


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ({"shop": {"Lille": 0.5, "Lyon": 0.3}}, "the shares of shop sum to 0.8, not to 1"),
        (
            {"shop": {"Lille": 0.5, "Nice": 0.5}},
            "nobody answered of shop Nice: join it with another",
        ),
        (
            {"shop": {"Lille": 1.0}},
            "shop Lyon was answered and has no share: give it one",
        ),
        (
            {
                "shop": {"Lille": 0.9, "Lyon": 0.1},
                "same": {"Lille": 0.1, "Lyon": 0.9},
            },
            "these margins contradict each other among the answers: take out one of them",
        ),
    ],
)
def test_margins_that_cannot_be_reached_are_told(margins, said):
    shops = ["Lille", "Lyon"] * 5
    with pytest.raises(CannotRake) as refused:
        rake(pl.DataFrame({"shop": shops, "same": shops}), margins)
    assert str(refused.value) == said


def test_equal_weights_change_no_value():
    scores = np.array([10, 9, 7, 3] * 10)
    moves = np.where(scores >= 9, 1.0, np.where(scores <= 6, -1.0, 0.0))
    found = weighted(moves, np.ones(40), np.arange(40), kind="points", definition="nps/1")
    assert (found.value, found.n, found.unit) == (25.0, 40, "points")
    assert -10 < found.low < 25 < found.high < 60


@pytest.mark.parametrize("kind", ["share", "points", "score"])
def test_intervals_cover_the_truth_though_some_weigh_more_and_answer_twice(kind):
    """The gold tier is asked four times as often, and happier: raw shares are too high."""
    rng = np.random.default_rng(7)
    covered = too_high = 0
    for _sample in range(300):
        gold = rng.random(150) < 0.8
        customer = np.concatenate([np.arange(150), np.arange(50)])
        happy = rng.random(150) < np.where(gold, 0.8, 0.4)
        again = np.where(rng.random(50) < 0.5, happy[:50], rng.random(50) < 0.6)
        yes = np.concatenate([happy, again]).astype(float)
        weights = np.where(gold, 0.5 / 0.8, 0.5 / 0.2)[customer]
        values = 2 * yes - 1 if kind == "points" else yes
        found = weighted(values, weights, customer, kind=kind, definition="x/1", within=(0, 1))
        covered += found.low <= (20 if kind == "points" else 0.6) <= found.high
        too_high += yes.mean() > 0.66
    assert covered >= 273  # of 300; at 95 % fewer than that come once in a thousand
    assert too_high > 240


def test_nobody_and_one_say_next_to_nothing():
    nobody = weighted(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), kind="share",
                      definition="x/1")  # fmt: skip
    assert (nobody.value, nobody.n) == (None, 0)
    one = np.ones(1), np.ones(1), np.zeros(1, np.int64)
    score = weighted(*one, kind="score", definition="x/1", within=(1, 5))
    assert (score.low, score.high) == (1, 5)
    share = weighted(*one, kind="share", definition="x/1")
    assert share.low < 0.25
    assert share.high == 1

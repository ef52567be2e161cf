"""Drivers weigh what they were made to weigh, and what was published of them."""

import csv
from io import StringIO
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.importance import Weighed, weigh

# Mosteller and Tukey (1977): fertility, agriculture, examination, education, catholic and
# infant mortality of 47 Swiss provinces in 1888.
SWISS = """\
80.2,17,15,12,9.96,22.2
83.1,45.1,6,9,84.84,22.2
92.5,39.7,5,5,93.4,20.2
85.8,36.5,12,7,33.77,20.3
76.9,43.5,17,15,5.16,20.6
76.1,35.3,9,7,90.57,26.6
83.8,70.2,16,7,92.85,23.6
92.4,67.8,14,8,97.16,24.9
82.4,53.3,12,7,97.67,21
82.9,45.2,16,13,91.38,24.4
87.1,64.5,14,6,98.61,24.5
64.1,62,21,12,8.52,16.5
66.9,67.5,14,7,2.27,19.1
68.9,60.7,19,12,4.43,22.7
61.7,69.3,22,5,2.82,18.7
68.3,72.6,18,2,24.2,21.2
71.7,34,17,8,3.3,20
55.7,19.4,26,28,12.11,20.2
54.3,15.2,31,20,2.15,10.8
65.1,73,19,9,2.84,20
65.5,59.8,22,10,5.23,18
65,55.1,14,3,4.52,22.4
56.6,50.9,22,12,15.14,16.7
57.4,54.1,20,6,4.2,15.3
72.5,71.2,12,1,2.4,21
74.2,58.1,14,8,5.23,23.8
72,63.5,6,3,2.56,18
60.5,60.8,16,10,7.72,16.3
58.3,26.8,25,19,18.46,20.9
65.4,49.5,15,8,6.1,22.5
75.5,85.9,3,2,99.71,15.1
69.3,84.9,7,6,99.68,19.8
77.3,89.7,5,2,100,18.3
70.5,78.2,12,6,98.96,19.4
79.4,64.9,7,3,98.22,20.2
65,75.9,9,9,99.06,17.8
92.2,84.6,3,3,99.46,16.3
79.3,63.1,13,13,96.83,18.1
70.4,38.4,26,12,5.62,20.3
65.7,7.7,29,11,13.79,20.5
72.7,16.7,22,13,11.22,18.9
64.4,17.6,35,32,16.92,23
77.6,37.6,15,7,4.97,20
67.6,18.7,25,7,8.65,19.5
35,1.2,37,53,42.34,18
44.7,46.6,16,29,50.43,18.2
42.8,27.7,22,29,58.33,19.3
"""
NAMES = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality")


def swiss(order: tuple[int, ...] = (0, 1, 2, 3, 4), times: float = 1.0) -> Weighed:
    rows = np.array([[float(each) for each in row] for row in csv.reader(StringIO(SWISS))])
    drivers = {NAMES[each]: times * rows[:, 1 + each] for each in order}
    return weigh(rows[:, 0], drivers, np.arange(len(rows)), draws=50)


def test_the_swiss_provinces_are_weighed_as_published():
    found = swiss()
    assert found.explained.value == pytest.approx(0.706735, abs=1e-6)
    assert {each.name: each.share.value for each in found.weights} == pytest.approx(
        {
            "Agriculture": 0.05709122,
            "Examination": 0.17117303,
            "Education": 0.26013468,
            "Catholic": 0.10557015,
            "Infant.Mortality": 0.11276592,
        },
        abs=1e-7,
    )
    assert found.weights[0].name == "Education"


@pytest.mark.parametrize("order", list(permutations(range(5)))[7::29])
def test_neither_order_nor_unit_changes_a_share(order):
    shares = {each.name: each.share.value for each in swiss(order, times=1000).weights}
    assert shares == pytest.approx({each.name: each.share.value for each in swiss().weights})


def answers(count: int, seed: int) -> tuple[dict[str, np.ndarray], np.random.Generator]:
    """Return three drivers, each spoken well of, ill of, or not at all."""
    rng = np.random.default_rng(seed)
    spoken = {
        name: np.eye(3)[rng.choice(3, count, p=(0.6, 0.2, 0.2))][:, 1:]
        for name in ("queue", "smile", "range")
    }
    return spoken, rng


def test_a_driver_that_only_displeases_is_told_from_one_that_only_pleases():
    spoken, rng = answers(2_000, seed=1)
    score = 7 - 3 * spoken["queue"][:, 1] + 2 * spoken["smile"][:, 0] + rng.normal(0, 1, 2_000)
    found = {each.name: each for each in weigh(score, spoken, np.arange(2_000)).weights}
    assert {name: each.kind for name, each in found.items()} == {
        "queue": "dissatisfier",
        "smile": "satisfier",
        "range": "hybrid",
    }
    assert found["queue"].penalty.low < -3 < found["queue"].penalty.high
    assert found["smile"].reward.low < 2 < found["smile"].reward.high
    assert found["range"].reward.low < 0 < found["range"].reward.high
    assert found["queue"].places == (1, 1)
    assert found["range"].places == (3, 3)


def test_intervals_cover_what_was_planted_though_customers_answer_three_times():
    covered = 0
    for seed in range(60):
        spoken, rng = answers(450, seed)
        customer = np.repeat(np.arange(150), 3)
        mood = rng.normal(0, 1, 150)[customer]
        score = 7 - spoken["queue"][:, 1] + mood + rng.normal(0, 1, 450)
        found = {each.name: each for each in weigh(score, spoken, customer, draws=200).weights}
        covered += found["queue"].penalty.low < -1 < found["queue"].penalty.high
    assert covered >= 52  # of 60; fewer than that of 57 expected is one chance in a hundred


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_shares_are_never_negative_and_sum_to_what_is_explained(seed):
    spoken, rng = answers(40, seed)
    found = weigh(rng.normal(0, 1, 40), spoken, rng.integers(0, 25, 40), draws=20)
    shares = [each.share.value for each in found.weights]
    assert min(shares) >= -1e-9
    assert sum(shares) == pytest.approx(found.explained.value)
    assert 0 <= found.explained.low <= found.explained.high <= 1


def test_a_driver_nobody_speaks_of_weighs_nothing():
    spoken, rng = answers(200, seed=3)
    spoken["range"] = np.zeros((200, 2))
    found = weigh(rng.normal(0, 1, 200), spoken, np.arange(200), draws=50)
    silent = next(each for each in found.weights if each.name == "range")
    assert (silent.share.value, silent.reward.value, silent.penalty.value) == (0, None, None)


def test_what_nobody_or_too_few_said_of_a_driver_moves_nothing_that_is_known():
    spoken, rng = answers(400, seed=3)
    spoken["smile"][:, 1] = 0
    spoken["range"][:, 1] = 0
    spoken["range"][:4, 1] = 1
    customer = np.arange(400) // 2
    score = 7 + 2 * spoken["smile"][:, 0] + 2 * spoken["range"][:, 0] + rng.normal(0, 1, 400)
    found = {each.name: each for each in weigh(score, spoken, customer, draws=50).weights}

    smile, few = found["smile"], found["range"]
    assert (smile.penalty.value, smile.penalty.low, smile.penalty.n) == (None, None, 0)
    assert (few.penalty.n, few.penalty.evidence) == (2, "too few")
    assert smile.reward.low > 1
    assert smile.reward.n == len(set(customer[spoken["smile"][:, 0] > 0]))
    # That it hardly displeases would be to know what nobody said.
    assert [smile.asymmetry.value, smile.kind, few.kind] == [None, None, None]


def test_one_answer_or_one_opinion_of_all_says_nothing():
    spoken, _ = answers(50, seed=4)
    assert weigh(np.full(50, 8.0), spoken, np.arange(50)).explained.value is None
    one = weigh(np.array([8.0]), {"queue": np.zeros((1, 2))}, np.zeros(1, np.int64))
    assert (one.weights[0].share.value, one.weights[0].kind) == (None, None)
    none = weigh(np.zeros(0), {"queue": np.zeros((0, 2))}, np.zeros(0, np.int64))
    assert none.explained.n == 0


def test_more_drivers_than_can_be_weighed_are_refused():
    drivers = {str(each): np.zeros(4) for each in range(13)}
    with pytest.raises(ValueError, match="At most 12 drivers"):
        weigh(np.arange(4.0), drivers, np.arange(4))

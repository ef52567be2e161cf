"""What is inferred from words is near to what was felt, or is not inferred."""

import json

import numpy as np
import pytest

from parcours.core.text.felt import Inference, calibrate


def people(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Words of any positivity, and scores that rise with it, in steps and with chance."""
    rng = np.random.default_rng(seed)
    words = rng.beta(0.5, 0.5, count)
    return words, np.clip(np.rint(1.3 + 3.2 * words + rng.normal(0, 0.6, count)), 1, 5)


def test_means_are_near_the_truth_for_people_it_did_not_learn_from():
    found = calibrate(*people(4_000))
    words, felt = people(4_000, seed=1)
    inferred = found.infer(words)
    for low in np.arange(0, 1, 0.2):
        part = (words >= low) & (words < low + 0.2)
        assert inferred[part].mean() == pytest.approx(felt[part].mean(), abs=0.12)
    assert inferred.mean() == pytest.approx(felt.mean(), abs=0.05)
    assert found.error == pytest.approx(np.abs(inferred - felt).mean(), abs=0.05)
    assert found.error < 0.6 * found.usual


def test_it_never_falls_as_words_get_more_positive_and_stays_on_the_scale():
    found = calibrate(*people(300, seed=3))
    inferred = found.infer(np.linspace(0, 1, 101))
    assert (np.diff(inferred) >= 0).all()
    assert 1 <= inferred.min() <= inferred.max() <= 5
    assert np.isnan(found.infer(np.array([np.nan]))[0])


def test_too_few_pairs_or_words_that_tell_nothing_infer_nothing():
    assert calibrate(*people(199)) is None
    words, felt = people(1_000)
    rng = np.random.default_rng(5)
    assert (
        calibrate(rng.permutation(words), np.where(rng.random(1_000) < 0.5, 1.0, 5.0)) is None
    )
    assert calibrate(words, np.full(1_000, np.nan)) is None
    assert calibrate(words, felt).pairs == 1_000


def test_it_can_be_kept():
    found = calibrate(*people(500))
    assert Inference.of(json.loads(json.dumps(found.to_dict()))) == found


def test_the_interval_of_a_mean_holds_what_was_felt_nineteen_times_in_twenty():
    # Learned from few, asked of many and of few: each of the three errors counts.
    truth = people(200_000, seed=99)[1].mean()
    held = 0
    for seed in range(80):
        found = calibrate(*people(250, seed=2 * seed))
        figure = found.mean(people(1_000 if seed % 2 else 40, seed=2 * seed + 1)[0])
        held += figure.low <= truth <= figure.high
    assert 71 <= held <= 80
    assert figure.n == 1_000
    assert found.mean(np.array([])).value is None


def test_whoever_is_learned_from_few_is_in_doubt():
    few, many = calibrate(*people(250)), calibrate(*people(8_000))
    words = np.linspace(0, 1, 11)
    assert (few.errors(words) > 3 * many.errors(words)).mean() > 0.8
    assert (many.errors(words) < 0.15).all()

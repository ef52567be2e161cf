"""How the network of drivers and flags learns from labelled texts."""

import numpy as np
import polars as pl
import pytest
from training.network import Lesson, Network
from training.vocabulary import Vocabulary

from parcours.core.text.meaning import Network as Shipped
from parcours.core.text.tokens import tokenise

SAID = ["not fast and cheap", "fast and not cheap", "slow and dear", "dear", "cheap, not fast"]
SLOW = [1, 0, 1, 0, 1]  # "not fast" and "slow": words alone do not tell


def lesson(times: int = 30) -> Lesson:
    tokens = tokenise(pl.Series(SAID * times, dtype=pl.String))
    truth = np.array(SLOW * times, np.float32)[:, None]
    none = np.zeros((len(truth), 1), np.float32)
    features = Vocabulary.of(tokens).features
    return Lesson(
        tokens, features, none, truth, np.ones_like(truth), np.ones((1, 1), np.float32)
    )


def test_it_learns_what_only_neighbours_tell() -> None:
    network = Network(lesson(500))
    network.learn(np.arange(len(SAID) * 500))

    assert (network.scores(np.arange(len(SAID)))[:, 0] > 0).tolist() == [
        bool(each) for each in SLOW
    ]


def test_the_same_seed_learns_the_same() -> None:
    one, other = Network(lesson()), Network(lesson())
    for network in (one, other):
        network.learn(np.arange(100))

    assert all(np.array_equal(one.numbers[name], other.numbers[name]) for name in one.numbers)


def test_slopes_are_those_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    given = lesson(1)
    network = Network(given, seed=3)
    for name in ("words", "bias", "said"):  # away from corners, where there is no slope
        network.numbers[name] += network.luck.normal(0, 0.3, network.numbers[name].shape)
    slopes = {}
    monkeypatch.setattr(network, "_chance", lambda shape, left_out: np.ones(shape, np.float32))
    monkeypatch.setattr("training.network.UNHEARD", 0.0)
    monkeypatch.setattr(
        network, "_move", lambda name, slope, **rest: slopes.update({name: slope})
    )
    texts = np.arange(len(SAID))
    network._step(texts, pace=0.0)

    for name in ("turns", "bias", "said", "summed", "start"):
        number = network.numbers[name].reshape(-1)
        at = int(np.abs(slopes[name]).argmax())
        assert slopes[name].reshape(-1)[at] == pytest.approx(
            _measured(network, number, at), rel=0.02
        )


def _measured(network: Network, number: np.ndarray, at: int, by: float = 1e-2) -> float:
    """Return how the loss changes with one of the network's numbers."""
    losses, before = [], number[at].copy()
    for side in (-by, by):
        number[at] = before + side
        losses.append(_loss(network))
    number[at] = before
    return (losses[1] - losses[0]) / (2 * by)


def _loss(network: Network) -> float:
    truth = network.lesson.truth.astype(np.float64)
    score = network.scores(np.arange(len(truth))).astype(np.float64)
    return float((np.logaddexp(0, score) - truth * score).mean())


def test_what_is_shipped_reads_words_as_what_was_learned() -> None:
    given = lesson()
    vocabulary = Vocabulary.of(given.tokens)
    learned = np.random.default_rng(0).normal(0, 1, (given.features.shape[1], 8))
    packed = vocabulary.packed(learned.astype(np.float32))
    shipped = Shipped.of(packed | {"turns": np.zeros((8, 3)), "bias": np.zeros(1)})

    meant = given.features @ learned

    assert np.abs(shipped.of_words(given.tokens.words) - meant).max() < 0.1


def test_words_that_mean_alike_are_shipped_also_where_none_was_read() -> None:
    vocabulary = Vocabulary.of(tokenise(pl.Series(["waiting", "waiting"])))
    meant = np.ones((vocabulary.features.shape[1], 2), np.float32)
    shipped = Shipped.of(
        vocabulary.packed(meant) | {"turns": np.zeros((2, 3)), "bias": np.zeros(1)}
    )

    [alike, unknown, _end] = shipped.of_words(["queued", "zzqxjkvw"])

    assert alike.all()
    assert not unknown.any()

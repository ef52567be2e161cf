"""Krippendorff's alpha: the published table, a second way by hand, edges."""

import itertools
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.core.figure import Figure
from parcours.core.text.agreement import agreement, alpha

FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("level", "published"),
    [
        ("nominal", 0.743421),
        ("ordinal", 0.815388),
        ("interval", 0.849107),
        ("ratio", 0.797403),
    ],
)
def test_four_coders_agree_as_krippendorff_published(level, published):
    assert alpha(FOUR_CODERS, level) == pytest.approx(published, abs=1e-5)


def test_labels_may_be_words_and_missing_ones_not_a_number():
    words = [["a", "b", "b", None], ["a", "b", "a", "b"]]
    numbers = [[1, 2, 2, nan], [1, 2, 1, 2]]

    assert alpha(words) == alpha(numbers) == pytest.approx(4 / 9)


def test_coders_who_always_agree_have_one_and_always_differ_less_than_zero():
    assert alpha([[1, 2, 3], [1, 2, 3]]) == 1
    assert alpha([[1, 0, 1, 0], [0, 1, 0, 1]]) == pytest.approx(-0.75)


@pytest.mark.parametrize("codings", [[[1, 1], [1, 1]], [[1, None], [None, 2]], [[], []], []])
def test_nothing_that_varies_is_nothing_to_agree_about(codings):
    assert alpha(codings) is None
    assert agreement(codings).value is None
    assert agreement(codings).low is None


def test_zero_and_zero_do_not_differ_on_a_ratio_scale():
    assert alpha([[0, 0, 4], [0, 0, 4]], "ratio") == 1


def test_coders_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match=r"\[2, 3\] labels; give each one per text"):
        alpha([[1, 2, 3], [1, 2]])


@given(
    st.lists(
        st.tuples(*[st.sampled_from([None, -1, 0, 1])] * 3),
        min_size=1,
        max_size=12,
    )
)
def test_alpha_is_what_pairs_by_hand_give(texts):
    codings = list(zip(*texts, strict=True))
    kept = [[label for label in text if label is not None] for text in texts]
    kept = [text for text in kept if len(text) > 1]
    everything = [label for text in kept for label in text]
    within = [
        ((a - b) ** 2, 1 / (len(text) - 1))
        for text in kept
        for a, b in itertools.permutations(text, 2)
    ]
    between = [(a - b) ** 2 for a, b in itertools.permutations(everything, 2)]

    found = alpha(codings, "interval")

    if sum(between) == 0:
        assert found is None
    else:
        observed = sum(d * weight for d, weight in within) / len(everything)
        assert found == pytest.approx(1 - observed / np.mean(between))


def test_the_interval_holds_the_alpha_of_all_texts_in_about_95_of_100_samples():
    generator = np.random.default_rng(5)

    def coded(texts):
        true = generator.integers(0, 2, texts)
        coders = [np.where(generator.random(texts) < 0.85, true, 1 - true) for _ in range(2)]
        return [coder.tolist() for coder in coders]

    of_all = alpha(coded(200_000))
    found = [agreement(coded(100), draws=200, seed=seed) for seed in range(100)]

    held = np.mean([each.low <= of_all <= each.high for each in found])
    assert 0.91 <= held <= 0.99


def test_an_interval_is_the_same_for_the_same_seed():
    found = agreement(FOUR_CODERS, "ordinal", draws=200)

    assert found == agreement(FOUR_CODERS, "ordinal", draws=200)
    assert found == Figure(
        value=alpha(FOUR_CODERS, "ordinal"),
        n=11,
        unit="ratio",
        definition="alpha/1 ordinal",
        low=found.low,
        high=found.high,
    )
    assert 0 < found.low < 0.815 < found.high <= 1


def test_too_few_that_vary_have_no_interval():
    found = agreement([[1] * 30 + [0], [1] * 31])

    assert not isnan(found.value)
    assert (found.low, found.high) == (None, None)

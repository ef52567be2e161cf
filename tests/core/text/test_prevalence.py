"""True shares behind a coder that errs: the textbook, edges, coverage by simulation."""

import numpy as np
import pytest

from parcours.core.figure import Figure
from parcours.core.text.prevalence import Checked, rogan_gladen, true_share


@pytest.mark.parametrize(("observed", "true"), [(0.2, 0.2), (0.11, 0.08)])
def test_an_observed_share_is_corrected_as_published(observed, true):
    assert rogan_gladen(observed, 0.8, 0.95) == pytest.approx(true, abs=1e-9)


def test_the_share_is_that_of_rogan_and_gladen():
    checked = Checked(found=80, missed=20, false=10, cleared=190)

    assert true_share(110, 1000, checked=checked).value == pytest.approx(0.08)
    assert true_share(110, 1000, checked=checked).n == 1000


def test_a_share_stays_between_nothing_and_all():
    checked = Checked(found=90, missed=10, false=20, cleared=80)

    assert true_share(0, 500, checked=checked).value == 0
    assert true_share(500, 500, checked=checked).value == 1
    assert true_share(0, 500, checked=checked).low == 0
    assert true_share(500, 500, checked=checked).high == 1


@pytest.mark.parametrize(
    "checked",
    [
        Checked(found=0, missed=0, false=3, cleared=50),
        Checked(found=20, missed=3, false=0, cleared=0),
        Checked(found=10, missed=10, false=25, cleared=25),
        Checked(found=5, missed=15, false=40, cleared=20),
    ],
)
def test_a_coder_not_shown_to_beat_chance_tells_nothing(checked):
    assert true_share(30, 100, checked=checked) == Figure(
        value=None, n=100, unit="share", definition="true share/1", low=0.0, high=1.0
    )


def test_no_text_tells_nothing():
    checked = Checked(found=9, missed=1, false=1, cleared=9)

    assert true_share(0, 0, checked=checked).value is None


def test_more_checked_texts_make_the_interval_narrower():
    few = true_share(300, 1000, checked=Checked(found=18, missed=2, false=2, cleared=18))
    many = true_share(300, 1000, checked=Checked(found=180, missed=20, false=20, cleared=180))

    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(
    ("share", "texts", "labelled", "sensitivity", "specificity"),
    [
        (0.05, 1000, 300, 0.80, 0.95),
        (0.10, 5000, 100, 0.85, 0.90),
        (0.30, 300, 200, 0.70, 0.90),
        (0.50, 1000, 300, 0.80, 0.95),
        (0.90, 200, 500, 0.90, 0.97),
    ],
)
def test_the_interval_holds_the_truth_in_95_of_100_samples(
    share, texts, labelled, sensitivity, specificity
):
    draw = np.random.default_rng(7)
    held = []
    for _sample in range(1000):
        having = draw.binomial(labelled, share)
        found = draw.binomial(having, sensitivity)
        false = draw.binomial(labelled - having, 1 - specificity)
        checked = Checked(
            found=found, missed=having - found, false=false, cleared=labelled - having - false
        )
        observed = share * sensitivity + (1 - share) * (1 - specificity)
        figure = true_share(draw.binomial(texts, observed), texts, checked=checked)
        held.append(figure.low <= share <= figure.high)

    assert 0.92 <= np.mean(held) <= 0.98

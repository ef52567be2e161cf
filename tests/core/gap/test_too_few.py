"""Too few to conclude is a state that nothing can hide."""

import polars as pl
import pytest

from parcours.core.canvas import Thresholds
from parcours.core.figure import Figure
from parcours.core.gap import gap
from parcours.core.gap.matrix import quadrant
from tests.core.gap.shops import AS_OF, CANVAS, shop


def figure(value, n, unit="share", *, low=None, high=None):
    return Figure(value=value, n=n, unit=unit, definition="x/1", low=low, high=high)


@pytest.mark.parametrize("seed", range(10))
def test_five_occurrences_never_show_another_quadrant(seed):
    events = shop(5, seed=seed)

    promise = gap(CANVAS, events, as_of=AS_OF).promises[0]

    assert promise.n["kept"] + promise.n["broken"] == 5
    assert (promise.quadrant, promise.is_clear) == ("too few", False)
    assert promise.kept.evidence == "too few"


def test_five_occurrences_have_no_effect_no_value_and_no_row_of_figures():
    found = gap(CANVAS, shop(5, seed=1, late_share=0.5), as_of=AS_OF)

    promise = found.promises[0]
    effects = promise.return_effects + promise.felt_effects + promise.spend_effects
    assert effects
    assert all(effect.figure.evidence == "too few" for effect in effects)
    assert promise.value.at_stake.evidence == "too few"
    assert (found.value.evidence, found.value.value) == ("too few", None)
    assert promise.recovery.verdict == "too few"
    table = found.to_frame()
    assert table.select("kept", "felt", "return_effect", "at_stake").row(0) == (None,) * 4
    assert "too few (n = 5)" in found._repr_html_()


def test_many_cases_of_nine_customers_are_too_few():
    promise = gap(CANVAS, shop(9, orders=20, late_share=0.5), as_of=AS_OF).promises[0]

    assert promise.n["kept"] + promise.n["broken"] == 180
    assert promise.kept.n == 9
    assert promise.quadrant == "too few"


def test_nine_scores_are_too_few_for_a_quadrant():
    events = shop(300)
    scored = events.filter(pl.col("score").is_not_null())["event_id"][:9]
    silent = ~pl.col("event_id").is_in(scored.implode())
    quiet = events.with_columns(score=pl.when(~silent).then("score"))

    promise = gap(CANVAS, quiet, as_of=AS_OF).promises[0]

    assert promise.kept.evidence == "enough"
    assert promise.felt.n == 9
    assert promise.quadrant == "too few"


@pytest.mark.parametrize(
    ("kept", "felt", "expected"),
    [
        (0.5, 2.0, "fix"),
        (0.7, 2.0, "wrong promise"),
        (0.5, 3.5, "recovered or superfluous"),
        (0.7, 3.5, "works"),
    ],
)
def test_the_four_quadrants_begin_at_the_thresholds(kept, felt, expected):
    place, _ = quadrant(figure(kept, 50), figure(felt, 50, "felt"), Thresholds())

    assert place == expected


def test_an_interval_across_a_threshold_is_not_clear():
    kept = figure(0.8, 50, low=0.75, high=0.85)

    clear = figure(4.0, 50, "felt", low=3.6, high=4.4)
    across = figure(4.0, 50, "felt", low=3.4, high=4.6)
    unknown = figure(4.0, 50, "felt")
    found = [quadrant(kept, felt, Thresholds()) for felt in (clear, across, unknown)]
    assert found == [("works", True), ("works", False), ("works", False)]


def test_no_kept_share_is_too_few():
    assert quadrant(None, figure(4.0, 50, "felt"), Thresholds()) == ("too few", False)

"""What is called proved, or repaired, once all promises of a canvas are seen together."""

from dataclasses import replace

import pytest

from parcours.core.effect import Effect
from parcours.core.figure import Figure
from parcours.core.gap.conclusive import concluded, conclusive
from parcours.core.gap.recovery import recovered


def figure(value, low, high, n=1000):
    return Figure(value=value, low=low, high=high, n=n, unit="felt", definition="x/1")


def effect(value, low, high, n=1000):
    return Effect(rung="adjusted", figure=figure(value, low, high, n=n))


NARROW = figure(0.2, 0.01, 0.39)  # p = 0.039
SURE = figure(0.2, 0.1, 0.3)  # p = 0.00009
NOTHING = figure(0.0, -0.2, 0.2)


def test_what_concludes_alone_does_not_among_many_that_say_nothing():
    assert conclusive([NARROW]) == [True]
    assert conclusive([NARROW, NOTHING]) == [False, False]
    assert conclusive([NARROW, SURE]) == [True, True]


def test_where_much_is_found_less_proof_is_asked_of_each():
    assert conclusive([NARROW, *[SURE] * 9, *[NOTHING] * 2]) == [True] * 10 + [False] * 2
    assert conclusive([NARROW, *[SURE] * 2, *[NOTHING] * 9])[0] is False


def test_too_few_cases_and_no_interval_take_no_part():
    few, open_ended = figure(0.2, 0.1, 0.3, n=9), figure(0.2, None, None)

    assert conclusive([few, open_ended, None, NARROW]) == [False, False, False, True]
    assert conclusive([]) == []


def test_a_small_group_needs_a_larger_difference():
    assert conclusive([figure(0.2, 0.1, 0.3, n=1000), NOTHING]) == [True, False]
    assert conclusive([figure(0.2, 0.04, 0.36, n=1000), NOTHING]) == [True, False]
    assert conclusive([figure(0.2, 0.04, 0.36, n=10), NOTHING]) == [True, False]
    assert conclusive([figure(0.2, 0.02, 0.38, n=10), NOTHING]) == [False, False]


def test_only_the_effect_that_speaks_is_judged(on_time):
    spoken, plain = effect(0.2, 0.1, 0.3), effect(0.4, 0.3, 0.5)

    found = concluded([replace(on_time, return_effects=(spoken, plain))])[0]

    assert [each.is_conclusive for each in found.return_effects] == [True, None]
    assert found.value.is_conclusive


def repaired(on_time, **changed):
    """A promise rated 4 when kept, 3 when repaired and 2 when left broken."""
    nothing = {"felt": None, "returned": None, "recovery_felt_effects": (),
               "recovery_effects": ()}  # fmt: skip
    given = nothing | changed
    levels = {
        "felt_kept": figure(4.0, 3.9, 4.1),
        "felt_recovered": figure(3.0, 2.9, 3.1),
        "felt_unrecovered": figure(2.0, 1.9, 2.1),
    }
    beaten = recovered(given.pop("felt"), given.pop("returned"))
    promise = replace(on_time, recovery=beaten, **levels, **given)
    return concluded([promise])[0]


@pytest.mark.parametrize(
    ("over", "against", "verdict", "words"),
    [
        (effect(0.3, 0.1, 0.5), effect(1, 0.8, 1.2), "paradox", "end up happier"),
        (effect(-0.3, -0.5, -0.1), effect(1, 0.8, 1.2), "softens", "about 50 % of the loss"),
        (effect(-0.1, -0.3, 0.1), effect(1, 0.8, 1.2), "softens", "all of it is not known"),
        (effect(0.1, -0.1, 0.3), effect(0, -0.2, 0.2), "no visible difference", "shows yet"),
        (effect(0.3, 0.1, 0.5, n=9), effect(1, 0.8, 1.2), "too few", "Too few repaired"),
        (effect(0.3, 0.1, 0.5), effect(1, 0.8, 1.2, n=9), "too few", "Too few repaired"),
    ],
)
def test_recovery_beats_not_failing_only_if_it_surely_does(
    on_time, over, against, verdict, words
):
    found = repaired(on_time, felt=over, recovery_felt_effects=(against,)).recovery

    assert found.verdict == verdict
    assert words in found.message


def test_returns_judge_where_nobody_was_asked(on_time):
    found = repaired(
        on_time, returned=effect(0.3, 0.1, 0.5), recovery_effects=(effect(1, 0.8, 1.2),)
    ).recovery

    assert (found.verdict, found.felt_probability) == ("paradox", None)
    assert "come back more than those who had no problem" in found.message
    assert found.returned_probability == pytest.approx(0.9984, abs=1e-3)


@pytest.mark.parametrize(("kept", "after"), [(4.0, 4.5), (2.0, 4.5)])
def test_a_share_won_back_that_makes_no_sense_is_not_told(on_time, kept, after):
    softened = repaired(
        on_time, felt=effect(-0.3, -0.5, -0.1), recovery_felt_effects=(effect(1, 0.8, 1.2),)
    )
    odd = replace(
        softened, felt_kept=figure(kept, None, None), felt_recovered=figure(after, None, None)
    )

    assert concluded([odd])[0].recovery.message == (
        "Repairing softens the loss; it does not beat keeping the promise."
    )


def test_among_many_canvases_promises_a_paradox_needs_more_proof(on_time):
    alone = repaired(
        on_time, felt=effect(0.2, 0.01, 0.39), recovery_felt_effects=(effect(1, 0.8, 1.2),)
    )
    nothing = repaired(
        on_time, felt=effect(0, -0.2, 0.2), recovery_felt_effects=(effect(1, 0.8, 1.2),)
    )

    assert alone.recovery.verdict == "paradox"
    assert concluded([alone, nothing])[0].recovery.verdict == "softens"


def test_without_an_interval_there_is_no_probability():
    assert recovered(effect(0.3, None, None), None).felt_probability is None

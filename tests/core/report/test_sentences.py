"""Words that say no more than the figures know."""

import dataclasses
from typing import Any

import pytest

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.effect import Effect
from parcours.core.figure import Figure
from parcours.core.gap import Gap, PromiseGap, gap
from parcours.core.report import sentences
from parcours.core.report.promise import has_breach


@pytest.fixture(scope="module")
def lived() -> Gap:
    return gap(demo_canvas(), demo_events(customers=1500))


@pytest.fixture
def fee(lived: Gap) -> PromiseGap:
    return next(each for each in lived.promises if each.promise == "no-late-fee")


def effect(rung: str, value: float, low: float, high: float, n: int = 300) -> Effect:
    figure = Figure(value=value, low=low, high=high, n=n, unit="share", definition="effect/1")
    return Effect(rung=rung, figure=figure, is_conclusive=figure.is_one_sided)


def told(promise: PromiseGap, **changed: Any) -> str:
    text = " ".join(sentences.sentences(dataclasses.replace(promise, **changed)))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_too_few_cases_end_the_story(fee) -> None:
    few = dataclasses.replace(fee.kept, n=4)

    assert told(fee, kept=few) == "Only 4 cases were decided: too few to conclude."


def test_a_clear_adjusted_effect_is_told_like_for_like(fee) -> None:
    words = told(fee, return_effects=(effect("adjusted", 0.2, 0.15, 0.25),))

    assert (
        "Like for like, keeping it changes returns by +20 pts [+15; +25] (adjusted)." in words
    )


def test_a_plain_difference_is_never_told_as_an_effect(fee) -> None:
    words = told(fee, return_effects=(effect("raw", 0.2, 0.15, 0.25),))

    assert "but the customers may differ too (not adjusted)" in words
    assert "changes returns" not in words


def test_what_may_be_chance_is_told_as_that(fee) -> None:
    words = told(fee, return_effects=(effect("adjusted", 0.02, -0.05, 0.09),))

    assert "may be chance (adjusted)" in words


def test_an_effect_of_too_few_people_is_not_told(fee) -> None:
    words = told(fee, return_effects=(effect("adjusted", 0.2, 0.1, 0.3, n=5),))

    assert "+20" not in words


def test_what_would_be_proved_alone_says_why_it_is_not_among_many(fee) -> None:
    among_many = dataclasses.replace(effect("adjusted", 0.1, 0.01, 0.19), is_conclusive=False)

    words = told(fee, return_effects=(among_many,))

    assert (
        "The difference, +10 pts [+1.0; +19], may be chance (adjusted). Alone it would be a "
        "proof; among so many promises some differ that much by luck."
    ) in words


def test_an_effect_carries_how_it_was_measured_and_its_doubt() -> None:
    sure, unsure = effect("adjusted", 0.2, 0.1, 0.3), effect("raw", 0.2, -0.1, 0.3)

    assert sentences.labels(sure) == ["adjusted"]
    assert sentences.labels(unsure) == ["not adjusted", "may be chance"]
    assert sentences.labels(effect("raw", 0.2, 0.1, 0.3, n=9)) == []


def test_a_promise_always_kept_says_so(fee) -> None:
    always = {**fee.n, "broken": 0, "kept": 120}

    assert told(fee, n=always).startswith("Always kept, in 120 cases.")


def test_a_cost_that_may_be_nothing_is_told_as_that(fee) -> None:
    stake = dataclasses.replace(fee.value.at_stake, value=50.0, low=-100.0, high=200.0)

    value = dataclasses.replace(fee.value, at_stake=stake, is_conclusive=False)
    words = told(fee, value=value)

    assert "What it costs cannot be told from nothing: €50 [−€100; €200] a year." in words


def test_a_cost_below_zero_is_told_as_no_loss(fee) -> None:
    stake = dataclasses.replace(fee.value.at_stake, value=-900.0, low=-1800.0, high=-40.0)

    words = told(fee, value=dataclasses.replace(fee.value, at_stake=stake))

    assert (
        "No loss shows: those who saw it broken bring more, €900 [€40; €1.8K] a year." in words
    )


def test_without_scores_a_promise_says_what_it_lacks(fee) -> None:
    nobody = dataclasses.replace(fee.felt, value=None, n=0)
    few = dataclasses.replace(fee.felt, n=5)

    assert sentences.verdict_of(fee) == sentences.verdict("fix")
    assert "Nobody gave a score" in sentences.verdict_of(
        dataclasses.replace(fee, quadrant="too few", felt=nobody)
    )
    assert "Too few scores" in sentences.verdict_of(
        dataclasses.replace(fee, quadrant="too few", felt=few)
    )


def test_a_cost_that_rests_on_a_plain_difference_says_so(lived, fee) -> None:
    raw = dataclasses.replace(fee.value, rung="raw")
    plain = dataclasses.replace(fee, value=raw)

    assert told(plain).endswith("Not adjusted: the two groups may differ in other ways.")
    assert sentences.headline(dataclasses.replace(lived, promises=(plain,))).endswith(
        "a year. Not adjusted: the two groups may differ in other ways."
    )
    assert "Not adjusted" not in told(fee)


def test_a_place_that_the_intervals_do_not_settle_is_told_as_that(fee) -> None:
    clear = dataclasses.replace(fee, quadrant="fix", is_clear=True)
    unsure = dataclasses.replace(fee, quadrant="fix", is_clear=False)

    assert sentences.verdict_of(clear) == sentences.verdict("fix")
    assert sentences.verdict_of(unsure).endswith(
        "Not settled: its intervals reach into another place of the matrix."
    )


def test_how_far_cases_ended_is_shown_of_ten_customers_or_more(fee) -> None:
    few = dataclasses.replace(fee.kept, n=9)

    assert has_breach(fee)
    assert not has_breach(dataclasses.replace(fee, kept=few))


def test_what_was_made_up_for_comes_with_what_that_changed(lived) -> None:
    parcel = next(each for each in lived.promises if each.promise == "intact-parcel")

    assert parcel.recovery.message in told(parcel)


def test_the_headline_names_the_costliest_or_admits_that_none_is_known(lived) -> None:
    assert "No fee added after the cart" in sentences.headline(lived)

    none = dataclasses.replace(lived, promises=())
    assert sentences.headline(none) == "No single promise can be shown to cost money yet."


@pytest.mark.parametrize(
    "place", ["fix", "wrong promise", "recovered or superfluous", "works", "too few"]
)
def test_every_place_of_the_matrix_has_a_name_and_an_advice(place) -> None:
    assert sentences.quadrant_name(place)
    assert sentences.verdict(place).endswith(".")

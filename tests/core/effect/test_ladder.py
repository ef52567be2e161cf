import numpy as np
import polars as pl
import pytest

from parcours.core.effect.described import Scale
from parcours.core.effect.ladder import Comparison, measure

SHARE = Scale(unit="share", definition="effect on returned/1")
FELT = Scale(unit="felt", definition="effect on felt/1")


def parcels(n=6000, seed=1):
    """Keeping is worth 8 points of returns; loyal customers are kept more, and return more."""
    random = np.random.default_rng(seed)
    loyal = random.normal(size=n)
    early = random.normal(0.5 + 0.5 * loyal, 1)
    kept = early >= 0
    returned = (random.random(n) < np.clip(0.4 + 0.1 * loyal + 0.08 * kept, 0, 1)).astype(float)
    return loyal, early, returned


def compared(loyal, early, **more):
    options = {
        "customer": np.arange(len(early)),
        "customers": len(early),
        "known": pl.DataFrame({"loyal": loyal}),
    }
    return Comparison(first=early >= 0, **(options | more))


def rungs(found):
    return [effect.rung for effect in found.effects]


def test_the_effect_on_all_speaks_first_and_the_plain_difference_last():
    loyal, early, returned = parcels()

    found = measure(returned, compared(loyal, early, distance=early), SHARE)

    assert rungs(found) == ["adjusted", "discontinuity", "raw"]
    assert found.rung == "adjusted"
    adjusted, deadline, raw = (effect.figure for effect in found.effects)
    assert deadline.low < 0.08 < deadline.high
    assert adjusted.low < 0.08 < adjusted.high
    assert raw.low > 0.09


def test_the_plain_difference_always_says_that_it_is_not_adjusted():
    loyal, early, returned = parcels()

    raw = measure(returned, compared(loyal, early), SHARE).effects[-1]

    assert raw.warnings == ("Not adjusted: the two groups may differ in other ways.",)


def test_an_analyst_finds_overlap_and_balance_beside_the_adjusted_effect():
    loyal, early, returned = parcels()

    adjusted = measure(returned, compared(loyal, early), SHARE).effects[0]

    shown = adjusted.diagnostics
    assert shown["largest difference before"] > 0.5 > 0.1 > shown["largest difference after"]
    assert shown["balance"][0].startswith("loyal: ")
    splits = shown["lowest of the splits"], shown["highest of the splits"]
    assert splits[0] < adjusted.figure.value < splits[1]
    assert shown["effective cases of the first"] < (early >= 0).sum()
    assert shown["without counterpart share"] < 0.01
    assert shown["e-value"] > 1
    assert "sampled" not in shown


def test_parcels_declared_delivered_just_in_time_take_the_deadline_away():
    loyal, early, returned = parcels()
    rushed = (early < 0) & (early > -0.4)
    early = np.where(rushed, np.abs(early) / 4, early)

    found = measure(returned, compared(loyal, early, distance=early), SHARE)

    assert rungs(found) == ["adjusted", "raw"]
    assert "Cases crowd just in time (p = " in " ".join(found.effects[0].warnings)


def test_whole_days_take_the_deadline_away():
    loyal, early, returned = parcels()
    early = np.round(early * 2)

    found = measure(returned, compared(loyal, early, distance=early), SHARE)

    assert rungs(found) == ["adjusted", "raw"]
    assert "distinct values" in found.effects[0].warnings[-1]


def test_cases_of_unknown_distance_play_no_part_at_the_deadline():
    loyal, early, returned = parcels()
    distance = np.where(early < 0, np.nan, early)

    found = measure(returned, compared(loyal, early, distance=distance), SHARE)

    assert rungs(found) == ["adjusted", "raw"]
    assert found.effects[0].warnings[-1].startswith("Too few cases near the deadline")


def test_groups_that_hardly_overlap_keep_only_the_plain_difference():
    _, early, returned = parcels()

    found = measure(returned, compared(early, early), SHARE)

    assert rungs(found) == ["raw"]
    assert found.rung == "raw"
    assert found.effects[0].warnings[1] == "The two groups hardly overlap: not adjusted."


def test_an_outcome_that_never_varies_keeps_only_the_plain_difference():
    loyal, early, returned = parcels(n=2000)

    found = measure(np.zeros_like(returned), compared(loyal, early, distance=early), SHARE)

    assert rungs(found) == ["raw"]
    assert found.effects[0].figure.value == 0
    assert found.effects[0].figure.low < 0 < found.effects[0].figure.high
    assert len(found.effects[0].warnings) == 3


def test_answers_all_alike_give_no_interval():
    loyal, early, _ = parcels(n=100)

    found = measure(np.where(early >= 0, 5.0, 4.0), compared(loyal, early), FELT)

    assert (found.effects[-1].figure.low, found.effects[-1].figure.high) == (None, None)


def test_five_broken_cases_are_too_few_whatever_the_kept_ones():
    loyal, early, returned = parcels(n=2000)
    chosen = np.r_[np.flatnonzero(early >= 0), np.flatnonzero(early < 0)[:5]]

    found = measure(returned[chosen], compared(loyal[chosen], early[chosen]), SHARE)

    assert rungs(found) == ["raw"]
    assert found.effects[0].figure.n == 5
    assert found.effects[0].figure.evidence == "too few"
    assert not found.effects[0].figure.is_one_sided


def test_many_cases_of_nine_customers_are_nine():
    loyal, early, returned = parcels(n=900)
    customer = np.arange(900) % 9

    found = measure(returned, compared(loyal, early, customer=customer), SHARE)

    assert found.n == 9
    assert rungs(found) == ["raw"]


def test_without_a_second_group_there_is_no_difference():
    loyal, early, returned = parcels(n=100)

    assert measure(returned, compared(loyal, np.abs(early)), SHARE) is None
    assert measure(np.full(100, np.nan), compared(loyal, early), SHARE) is None


def test_unknown_outcomes_do_not_count():
    loyal, early, returned = parcels(n=3000)
    known = np.arange(3000) % 2 == 0

    some = measure(np.where(known, returned, np.nan), compared(loyal, early), SHARE)
    half = measure(returned[known], compared(loyal[known], early[known]), SHARE)

    assert some.effects[-1] == half.effects[-1]


def test_beyond_the_cap_whole_customers_are_sampled_and_the_diagnostics_say_so():
    loyal, early, returned = parcels()
    groups = compared(loyal, early, customer=np.arange(6000) // 2, cap=2000)

    found = measure(returned, groups, SHARE)

    sample = groups.sample
    assert (sample[::2] == sample[1::2]).all()
    assert sample.sum() == pytest.approx(2000, abs=150)
    assert found.effects[0].diagnostics["sampled"] == f"{sample.sum()} / 6000"
    assert found.effects[-1].figure.n == (early < 0).sum()


def test_the_same_seed_gives_the_same_effect_to_the_last_bit():
    loyal, early, returned = parcels(n=2000)

    once = measure(returned, compared(loyal, early, distance=early), SHARE)
    twice = measure(returned, compared(loyal, early, distance=early), SHARE)

    assert once.effects == twice.effects


def test_a_loss_of_what_hardly_anybody_does_is_no_surer_than_its_difference():
    size = np.arange(3000)
    kept = size < 2500
    returned = (size < 20).astype(float)  # 20 of 2,500 came back, and nobody of 500
    apart = pl.DataFrame({"size": kept * 1.0})
    groups = Comparison(first=kept, customer=size, customers=3000, known=apart)

    found = measure(returned, groups, SHARE)

    figure, loss = found.effects[-1].figure, found.loss
    assert found.rung == "raw"
    assert figure.low < 0 < loss.value
    assert loss.value - 1.96 * loss.error == pytest.approx(figure.low, abs=1e-5)


def test_the_loss_is_the_effect_that_speaks():
    loyal, early, returned = parcels()

    found = measure(returned, compared(loyal, early, distance=early), SHARE)

    spoken = found.effects[0].figure
    assert found.loss.value == spoken.value
    assert found.loss.error == pytest.approx((spoken.high - spoken.value) / 1.96, rel=1e-3)


def test_the_effect_is_that_on_the_broken_cases():
    """Keeping is worth 30 points to the loyal, who are seldom broken, and 10 to the others."""
    random, size = np.random.default_rng(2), 20_000
    loyal = random.random(size) < 0.5
    early = random.normal(np.where(loyal, 1.0, -0.5), 1)
    worth = np.where(loyal, 0.3, 0.1) * (early >= 0)
    returned = (random.random(size) < 0.3 + worth).astype(float)

    effect = measure(returned, compared(loyal, early), SHARE).effects[0]

    truth = np.where(loyal, 0.3, 0.1)
    on_broken, on_all = truth[early < 0].mean(), truth.mean()
    assert effect.figure.low < on_broken < effect.figure.high < on_all


def test_an_effect_never_claims_more_than_its_unit_allows():
    figure = SHARE.figure(0.99, 0.5, 1.7, n=30)

    assert (figure.low, figure.high) == (0.5, 1.0)
    assert FELT.figure(-3.9, -5.0, -2.0, n=30).low == -4


def test_what_jumps_before_the_outcome_takes_the_deadline_away():
    loyal, early, returned = parcels()
    known = pl.DataFrame({"loyal": loyal, "express": loyal / 2 + 3.0 * (early >= 0)})

    found = measure(returned, compared(loyal, early, known=known, distance=early), SHARE)

    assert "discontinuity" not in rungs(found)
    assert "known before (express)" in " ".join(found.effects[0].warnings)


def test_that_few_cases_resemble_the_other_group_is_told():
    _, early, returned = parcels()
    blurred = early + np.random.default_rng(5).normal(size=6000)

    adjusted = measure(returned, compared(blurred, early), SHARE).effects[0]

    assert adjusted.rung == "adjusted"
    assert adjusted.warnings[0].startswith("Few cases resemble the other group")


def test_an_effect_that_turns_without_the_nearest_cases_is_told():
    loyal, early, _ = parcels()
    outcome = np.where(np.abs(early) < 0.02, 3.0 * (early >= 0), -0.5 * (early >= 0))
    outcome += np.random.default_rng(0).normal(size=6000)

    found = measure(outcome, compared(loyal, early, distance=early), FELT)

    assert found.effects[1].rung == "discontinuity"
    assert "changes sign" in " ".join(found.effects[1].warnings)


def test_a_deadline_that_contradicts_the_effect_on_all_is_told():
    loyal, early, _ = parcels()
    far = np.abs(early) > 1
    outcome = np.random.default_rng(0).normal(2.0 * (early >= 0) * far, 1)

    contradicted = measure(outcome, compared(loyal, early, distance=early), FELT)
    agreed = measure(
        np.random.default_rng(0).normal(1.0 * (early >= 0), 1),
        compared(loyal, early, distance=early),
        FELT,
    )

    assert rungs(contradicted) == ["adjusted", "discontinuity", "raw"]
    assert "tell another story" in " ".join(contradicted.effects[0].warnings)
    assert "tell another story" not in " ".join(agreed.effects[0].warnings)

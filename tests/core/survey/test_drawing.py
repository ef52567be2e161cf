"""The draw: right shares, whatever the order, the same when drawn again."""

from datetime import date

import numpy as np
import polars as pl

from parcours.core.survey.drawing import chances, held_out, weekly

PEOPLE = pl.Series([f"c-{n}" for n in range(20_000)])
AT = np.arange(20_000, dtype=np.int64) * 1_000_000


def drawn(
    seed: str = "seed", survey: str = "nps"
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return chances(seed, survey, customer_ids=PEOPLE, at=AT)


def test_each_share_is_drawn_as_often_as_it_says() -> None:
    found = np.histogram(drawn(), bins=10, range=(0, 1))[0]

    # χ² with 9 degrees of freedom: 27.9 is passed once in a thousand draws; this one is fixed.
    assert ((found - 2_000) ** 2 / 2_000).sum() < 27.9


def test_neither_order_nor_company_changes_what_one_draws() -> None:
    back = chances("seed", "nps", customer_ids=PEOPLE.reverse(), at=AT[::-1])
    alone = chances("seed", "nps", customer_ids=PEOPLE[7:8], at=AT[7:8])

    assert (drawn() == back[::-1]).all()
    assert alone.tolist() == [drawn()[7]]


def test_surveys_seeds_and_occasions_draw_for_themselves() -> None:
    one = drawn()
    others = [drawn(survey="till"), drawn(seed="other"),
              chances("seed", "nps", customer_ids=PEOPLE, at=AT + 1)]  # fmt: skip

    assert [abs(np.corrcoef(one, other)[0, 1]) < 0.03 for other in others] == [True] * 3


def test_the_hold_out_is_a_few_people_whatever_the_survey() -> None:
    few = held_out("seed", PEOPLE, 0.05)

    assert 0.045 < few.mean() < 0.055
    assert abs(np.corrcoef(few, drawn())[0, 1]) < 0.03


def test_a_quota_lowers_nothing_where_nobody_could_be_asked() -> None:
    nobody = pl.DataFrame({"week": [], "n": []}, schema={"week": pl.Date, "n": pl.Int64})

    found = weekly(nobody, 0.5, 100)

    assert (found.rows(), found.schema) == ([], {"week": pl.Date, "probability": pl.Float64})


def test_a_quota_lowers_the_probability_of_the_weeks_after() -> None:
    weeks = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 23)]

    found = weekly(pl.DataFrame({"week": weeks, "n": [400, 100, 100]}), 0.5, 100)

    # The week without anyone counts as none; before the first there is only itself.
    assert found.rows() == [
        (date(2026, 3, 2), 0.25),
        (date(2026, 3, 9), 0.25),
        (date(2026, 3, 16), 0.4),
        (date(2026, 3, 23), 0.5),
    ]

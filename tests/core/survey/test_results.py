"""Results count each response once, by identities that stay, whatever the words."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from parcours.core.survey import Survey
from parcours.core.survey.fields import exploded
from parcours.core.survey.results import rate, results, trend

VISIT = Survey.parse(
    """
survey: visit
title: Your visit
questions:
  - {key: recommend, kind: nps, title: Would you recommend us?}
  - {key: satisfied, kind: csat, title: How satisfied are you?}
  - {key: easy, kind: ces, title: Was it easy?}
  - key: came-for
    kind: choices
    title: What did you come for?
    options: [{key: buy, title: To buy}, {key: look, title: To look}, {key: ask, title: To ask}]
    other: Something else
  - key: moments
    kind: moments
    title: Rate the moments
    moments: [{key: till, title: The till}, {key: advice, title: The advice}]
  - key: desk
    kind: matrix
    title: The desks
    rows: [{key: front, title: Front}, {key: back, title: Back}]
    columns: [{key: good, title: Good}, {key: bad, title: Bad}]
  - {key: words, kind: text, title: Say more}
  - {key: news, kind: consent, title: Send me news}
"""
)


def told(*values: dict, customers: tuple[str | None, ...] = (), day: int = 1) -> pl.DataFrame:
    rows = [
        {
            "response": f"r{day}-{number}",
            "customer_id": customers[number] if customers else None,
            "completed_at": datetime(2026, day, 15, tzinfo=UTC),
            **{name: each or None for name, each in field._asdict().items()},
            "number": field.number,
        }
        for number, each in enumerate(values)
        for field in exploded(VISIT, each)
    ]
    schema = {"customer_id": pl.String, "row": pl.String, "option": pl.String}
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)


def of(key: str, answers: pl.DataFrame, weights: dict[str, float] | None = None):
    return next(each for each in results(VISIT, answers, weights) if each.question == key)


def test_each_score_has_the_figure_of_its_metric_and_the_share_of_each_step():
    answers = told(*({"recommend": score} for score in (10, 10, 9, 8, 7, 3)))
    found = of("recommend", answers)
    (figure,) = found.figures
    assert (figure.raw.value, figure.raw.n, figure.raw.definition) == (
        pytest.approx(100 * (3 - 1) / 6),
        6,
        "nps/1",
    )
    assert {each.option: each.count for each in found.shares} == {
        str(score): {10: 2, 9: 1, 8: 1, 7: 1, 3: 1}.get(score, 0) for score in range(11)
    }
    assert sum(each.raw.value for each in found.shares) == pytest.approx(1)
    assert (figure.weighted, figure.effective) == (None, None)


def test_satisfaction_is_the_share_on_top_and_effort_a_mean():
    answers = told({"satisfied": 5, "easy": 7}, {"satisfied": 4, "easy": 4}, {"satisfied": 1})
    satisfied, easy = of("satisfied", answers), of("easy", answers)
    assert satisfied.figures[0].raw.value == pytest.approx(2 / 3)
    assert (easy.figures[0].raw.value, easy.answered) == (5.5, 2)
    assert 1 <= easy.figures[0].raw.low < easy.figures[0].raw.high <= 7


def test_several_options_are_shares_of_those_who_chose_any():
    answers = told(
        {"came-for": ["buy", "look"]},
        {"came-for": ["buy", {"other": "The toilets"}]},
        {"satisfied": 5},
    )
    found = of("came-for", answers)
    assert found.answered == 2
    assert {each.option: (each.count, each.raw.value) for each in found.shares} == {
        "buy": (2, 1.0),
        "look": (1, 0.5),
        "ask": (0, 0.0),
        "other": (1, 0.5),
    }
    assert found.figures == ()


def test_moments_have_a_figure_each_and_a_matrix_shares_in_each_row():
    answers = told(
        {"moments": {"till": 1, "advice": 5}, "desk": {"front": "good", "back": "bad"}},
        {"moments": {"till": 2}, "desk": {"front": "good"}},
    )
    moments, desk = of("moments", answers), of("desk", answers)
    assert {each.row: (each.raw.value, each.count) for each in moments.figures} == {
        "till": (1.5, 2),
        "advice": (5.0, 1),
    }
    assert {(each.row, each.option): each.raw.value for each in desk.shares} == {
        ("front", "good"): 1.0,
        ("front", "bad"): 0.0,
        ("back", "good"): 0.0,
        ("back", "bad"): 1.0,
    }


def test_words_are_counted_and_a_consent_is_a_share():
    answers = told({"words": "Lovely.", "news": True}, {"news": False})
    assert of("words", answers).answered == 1
    assert of("news", answers).figures[0].raw.value == 0.5


def test_an_option_no_longer_offered_comes_last_and_still_counts():
    answers = told({"came-for": ["buy"]}, {"came-for": ["look"]}).with_columns(
        pl.col("option").replace("look", "park")
    )
    shares = of("came-for", answers).shares
    assert [each.option for each in shares] == ["buy", "look", "ask", "other", "park"]
    assert shares[-1].raw.value == 0.5


def test_weights_stand_beside_the_raw_figure():
    answers = told({"satisfied": 5}, {"satisfied": 5}, {"satisfied": 5}, {"satisfied": 1})
    found = of("satisfied", answers, {f"r1-{n}": 1.0 if n < 3 else 3.0 for n in range(4)})
    (figure,) = found.figures
    assert (figure.raw.value, figure.weighted.value) == (0.75, 0.5)
    assert figure.effective == pytest.approx(36 / 12)
    assert figure.weighted.high - figure.weighted.low > figure.raw.high - figure.raw.low


def test_a_response_without_weight_is_in_the_raw_figure_alone():
    answers = told({"satisfied": 5}, {"satisfied": 1})
    (figure,) = of("satisfied", answers, {"r1-0": 2.0}).figures
    assert (figure.raw.value, figure.weighted.value, figure.weighted.n) == (0.5, 1.0, 1)


def test_two_answers_of_one_customer_are_surer_than_one_but_less_than_two():
    several = [{"satisfied": 5}] * 15 + [{"satisfied": 1}] * 15
    alone = told(*several, customers=tuple(f"c{n}" for n in range(30)))
    twice = told(*several, customers=tuple(f"c{n // 2}" for n in range(30)))
    (one,), (two,) = of("satisfied", alone).figures, of("satisfied", twice).figures
    assert (one.raw.value, two.raw.value) == (0.5, 0.5)
    assert two.raw.high - two.raw.low > one.raw.high - one.raw.low
    assert (one.raw.n, two.raw.n) == (30, 15)


def test_a_trend_has_each_period_that_has_answers():
    answers = pl.concat(
        [
            told({"satisfied": 5}, {"satisfied": 1}, day=1),
            told({"satisfied": 5}, day=3),
        ]
    )
    found = trend(VISIT, answers, "satisfied")
    assert [(start, each.figures[0].raw.value) for start, each in found] == [
        (date(2026, 1, 1), 0.5),
        (date(2026, 3, 1), 1.0),
    ]


def test_a_survey_nobody_answered_has_every_question_and_no_number():
    found = results(VISIT, told({"satisfied": 5}).clear())
    assert [each.question for each in found] == [each.key for each in VISIT.questions]
    assert {part.raw.value for each in found for part in each.figures} == {None}
    assert rate(0, 0, definition="response_rate/1").value is None

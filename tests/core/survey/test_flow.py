"""Which questions show: branches taken and left, what counts, what comes next."""

import pytest

from parcours.core.survey import Survey, flow, template

NPS = template("journey-nps")
CASE = template("after-case-closed")


def keys(questions) -> list[str]:
    return [each.key for each in questions]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, ["recommend"]),
        ({"recommend": 9}, ["recommend", "liked"]),
        ({"recommend": 8}, ["recommend", "missing"]),
        ({"recommend": 6}, ["recommend", "to-improve", "call-me"]),
        ({"recommend": 0}, ["recommend", "to-improve", "call-me"]),
    ],
)
def test_the_score_decides_what_is_asked_next(values, shown):
    assert keys(flow.shown(NPS, values)) == shown


def test_what_was_answered_on_a_branch_later_left_is_not_counted():
    values = {"recommend": 3, "to-improve": "The queue.", "call-me": True}

    changed = {**values, "recommend": 10}

    assert flow.counted(NPS, values) == values
    assert flow.counted(NPS, changed) == {"recommend": 10}


def test_a_branch_left_leads_to_no_further_branch():
    survey = template("abandoned-cart")
    values = {"reason": "later", "doubt-about": "The size.", "words": "No."}

    assert keys(flow.shown(survey, values)) == ["reason"]
    assert keys(flow.shown(survey, {**values, "reason": "doubt"})) == [
        "reason", "doubt-about", "words",
    ]  # fmt: skip


def test_going_on_and_back_passes_each_question_that_shows_once():
    values = {"easy": 5, "solved": "no"}
    forward, back = [], []

    here = flow.after(CASE, values, None)
    while here:
        forward.append(here.key)
        here = flow.after(CASE, values, here.key)
    here = flow.before(CASE, values, None)
    while here:
        back.append(here.key)
        here = flow.before(CASE, values, here.key)

    assert forward == ["easy", "solved", "still-open", "reopen"]
    assert back == forward[::-1]


def test_from_a_question_that_no_longer_shows_its_place_leads_on():
    after = flow.after(CASE, {"easy": 5, "solved": "yes"}, "still-open")

    assert after is not None
    assert after.key == "words"


def test_what_must_be_answered_is_missing_until_it_is():
    assert keys(flow.missing(CASE, {})) == ["easy", "solved"]
    assert keys(flow.missing(CASE, {"easy": 1})) == ["solved"]
    assert keys(flow.missing(CASE, {"easy": 1, "solved": "no"})) == []


def test_a_required_yes_is_a_yes_and_a_required_matrix_all_its_rows():
    option = [{"key": "a", "title": "A"}, {"key": "b", "title": "B"}]
    survey = Survey.of(
        {"survey": "x", "title": "A", "questions": [
            {"key": "terms", "kind": "consent", "title": "T", "required": True},
            {"key": "grid", "kind": "matrix", "title": "G", "required": True, "rows": option,
             "columns": option},
        ]}
    )  # fmt: skip

    assert keys(flow.missing(survey, {"terms": False, "grid": {"a": "b"}})) == ["terms", "grid"]
    assert keys(flow.missing(survey, {"terms": True, "grid": {"a": "b", "b": "b"}})) == []


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"recommend": 10}, "Thank you very much!"),
        ({"recommend": 2}, "Thank you for being frank."),
        ({}, "Thank you for being frank."),
    ],
)
def test_promoters_are_thanked_in_their_own_words(values, title):
    thanks = flow.thanks(NPS, values)

    assert thanks is not None
    assert NPS.say(thanks.title, "en") == title


def test_a_survey_may_thank_nobody():
    assert flow.thanks(Survey.of({"survey": "x", "title": "A"}), {}) is None


@pytest.mark.parametrize(
    ("condition", "values", "holds"),
    [
        ({"question": "a", "is": "x"}, {"a": ["y", {"other": "z"}]}, False),
        ({"question": "a", "is": "other"}, {"a": ["y", {"other": "z"}]}, True),
        ({"question": "a", "is": ["x", "y"]}, {"a": "y"}, True),
        ({"question": "a", "is": True}, {"a": True}, True),
        ({"question": "a", "row": "r", "at_least": 2}, {"a": {"r": 2}}, True),
        ({"question": "a", "row": "r", "at_least": 2}, {"a": {"s": 2}}, False),
        ({"question": "a", "row": "r", "at_least": 2}, {"a": 3}, False),
        ({"question": "a", "at_least": 2}, {"a": "x"}, False),
        ({"question": "a", "at_least": 0}, {"a": True}, False),
        ({"question": "a", "answered": False}, {}, True),
        ({"question": "a", "answered": True}, {"a": 0}, True),
        ({"question": "a", "is": 0}, {}, False),
        (
            {"all": [{"question": "a", "at_least": 1}, {"question": "a", "at_most": 3}]},
            {"a": 4},
            False,
        ),
        (
            {"any": [{"question": "a", "is": 4}, {"question": "b", "answered": True}]},
            {"a": 4},
            True,
        ),
    ],
)
def test_a_condition_holds_of_answers_that_are_there(condition, values, holds):
    from parcours.core.survey.condition import Condition

    assert flow.holds(Condition.model_validate(condition), values) is holds

"""The cases that Python and a tablet's browser decide alike; the browser's: tests/stories."""

import json
from pathlib import Path

import pytest

from parcours.core.survey import Survey, flow, template
from parcours.core.survey.condition import Condition
from parcours.core.survey.piping import fill

CASES = json.loads((Path(__file__).parent / "flow_cases.json").read_text(encoding="utf-8"))
OPTIONS = [{"key": "a", "title": "A"}, {"key": "b", "title": "B"}]


def keys(questions) -> list[str]:
    return [each.key for each in questions]


@pytest.mark.parametrize("case", CASES["flow"])
def test_what_shows_what_is_missing_what_counts_and_who_is_thanked_how(case):
    survey, values = template(case["template"]), case["values"]
    thanks = flow.thanks(survey, values)

    assert keys(flow.shown(survey, values)) == case["shown"]
    assert keys(flow.missing(survey, values)) == case["missing"]
    assert flow.counted(survey, values) == case["counted"]
    assert case["thanks"] in (None, thanks and survey.say(thanks.title, "en"))


@pytest.mark.parametrize("case", CASES["walks"])
def test_the_way_through_and_back(case):
    survey, values = template(case["template"]), case["values"]
    forward, back = [], []

    here = flow.after(survey, values, None)
    while here:
        forward.append(here.key)
        here = flow.after(survey, values, here.key)
    here = flow.before(survey, values, None)
    while here:
        back.append(here.key)
        here = flow.before(survey, values, here.key)

    assert (forward, back) == (case["forward"], case["forward"][::-1])


@pytest.mark.parametrize("case", CASES["leads"])
def test_what_comes_after_and_before(case):
    survey = template(case["template"])
    after = flow.after(survey, case["values"], case["key"])
    before = flow.before(survey, case["values"], case["key"])

    assert keys(each for each in (after, before) if each) == [case["after"], case["before"]]


@pytest.mark.parametrize("case", CASES["required"])
def test_what_answers_a_question(case):
    more = {"rows": OPTIONS, "columns": OPTIONS} if case["question"]["kind"] == "matrix" else {}
    question = {"key": "q", "title": "Q", **case["question"], **more}
    survey = Survey.of({"survey": "x", "title": "X", "questions": [question]})

    assert flow.answers(survey.questions[0], {"q": case["value"]}) is case["answers"]


@pytest.mark.parametrize("case", CASES["holds"])
def test_what_a_condition_holds_of(case):
    assert (
        flow.holds(Condition.model_validate(case["condition"]), case["values"]) is case["holds"]
    )


@pytest.mark.parametrize("case", CASES["fills"])
def test_what_fills_a_place(case):
    def known(place):
        return case["known"].get(place.name, "")

    assert fill(case["text"], known) == case["filled"]

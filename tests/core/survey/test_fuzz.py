"""Whatever a builder sends, it gets a survey or is told what is wrong; no walk loops."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.survey import TEMPLATES, InvalidSurvey, Survey, flow, template

# Other tests show that every line is run: here, thousands of runs would only be slower.
pytestmark = pytest.mark.no_cover
ODD: list[Any] = [
    None, True, 0, 1.5, "", "other", "{answer:x|", [], [[]], {}, {"a": {}}, {"fr": None},
    {"question": ["a"]}, {"all": 3},
]  # fmt: skip
some_surveys = st.sampled_from([template(name) for name in TEMPLATES])


def places(data: Any) -> list[tuple[Any, Any]]:
    """List every container of plain *data* with each of its keys."""
    inside = list(data.items() if isinstance(data, dict) else enumerate(data))
    deeper = [
        each
        for _key, child in inside
        if isinstance(child, list | dict)
        for each in places(child)
    ]
    return [(data, key) for key, _child in inside] + deeper


def outcome(data: Any) -> Survey | InvalidSurvey:
    try:
        return Survey.of(data)
    except InvalidSurvey as refused:
        return refused


@pytest.mark.parametrize("name", TEMPLATES)
def test_one_value_replaced_by_anything_is_read_or_refused(name):
    whole = template(name).to_dict()
    found = []

    for number in range(len(places(whole))):
        for odd in ODD[number % 3 :: 3]:
            data = deepcopy(whole)
            container, key = places(data)[number]
            container[key] = deepcopy(odd)
            found.append(outcome(data))

    read = [each for each in found if isinstance(each, Survey)]
    refused = [each for each in found if isinstance(each, InvalidSurvey)]
    assert all(Survey.of(each.to_dict()) == each for each in read)
    assert all(each.problems for each in refused)
    assert len(refused) > 100


def answer(data: st.DataObject, question: Any) -> Any:
    """Any answer that *question* could get, or none."""
    match question.kind:
        case "nps" | "csat" | "ces":
            values = st.integers(*question.ends)
        case "choice":
            values = st.sampled_from([each.key for each in question.options])
        case "consent":
            values = st.booleans()
        case "text":
            values = st.just("Words")
        case _:
            values = st.none()
    return data.draw(st.none() | values)


@settings(max_examples=60, deadline=None)
@given(survey=some_surveys, data=st.data())
def test_no_question_is_asked_twice_and_only_what_shows_counts(
    survey: Survey, data: st.DataObject
):
    values: dict[str, Any] = {}
    passed: list[str] = []

    asked = flow.after(survey, values, None)
    while asked is not None:
        passed.append(asked.key)
        values[asked.key] = answer(data, asked)
        asked = flow.after(survey, values, asked.key)

    visible = [each.key for each in flow.shown(survey, values)]
    assert passed == visible
    assert len(set(passed)) == len(passed)
    counted = flow.counted(survey, values)
    assert counted == {key: each for key, each in values.items() if each is not None}
    assert flow.counted(survey, counted) == counted

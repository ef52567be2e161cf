"""The survey that the documentation shows is one."""

from pathlib import Path

from parcours.core.survey import Survey
from tests.docs.test_your_first_canvas import blocks

PAGE = Path(__file__).parents[2] / "docs/reference/surveys.md"


def test_the_example_is_a_survey():
    [(_language, text)] = blocks(PAGE)

    survey = Survey.parse(text)

    assert [each.key for each in survey.questions] == ["satisfied", "went-wrong"]

"""Which values are answers, how they are kept as rows, and what is said of the others."""

from itertools import chain

import pytest

from parcours.core.survey import Survey, template
from parcours.core.survey.checking import NotAnAnswer, check
from parcours.core.survey.fields import Field, exploded, gathered

THINGS = [{"key": "a", "title": "A"}, {"key": "b", "title": "B"}, {"key": "c", "title": "C"}]
ALL = Survey.of(
    {"survey": "x", "title": "A", "questions": [
        {"key": "nps", "kind": "nps", "title": "N"},
        {"key": "one", "kind": "choice", "title": "O", "options": THINGS, "other": "Other"},
        {"key": "some", "kind": "choices", "title": "S", "options": THINGS, "at_least": 2,
         "at_most": 2, "other": "Other"},
        {"key": "grid", "kind": "matrix", "title": "G", "rows": THINGS, "columns": THINGS},
        {"key": "moments", "kind": "moments", "title": "M", "moments": THINGS},
        {"key": "words", "kind": "text", "title": "W", "most": 10},
        {"key": "photo", "kind": "picture", "title": "P"},
        {"key": "yes", "kind": "consent", "title": "Y"},
        {"key": "strict", "kind": "choice", "title": "O", "options": THINGS},
    ]}
)  # fmt: skip


def checked(key: str, value):
    question = ALL.question(key)
    assert question is not None
    return check(question, value)


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("nps", "10", 10),
        ("nps", 0, 0),
        ("nps", 7.0, 7),
        ("nps", "", None),
        ("one", "a", "a"),
        ("one", "other", {"other": ""}),
        ("one", {"other": " Rain \r\n"}, {"other": "Rain"}),
        ("one", None, None),
        ("some", ["c", "a", "c"], ["a", "c"]),
        ("some", [{"other": "Rain"}, "b"], ["b", {"other": "Rain"}]),
        ("some", [""], None),
        ("some", [], None),
        ("grid", {"b": "a", "a": ""}, {"b": "a"}),
        ("grid", {"a": None}, None),
        ("moments", {"a": "5", "c": 1, "b": ""}, {"a": 5, "c": 1}),
        ("words", " Nice\x00 ", "Nice"),
        ("words", "   ", None),
        ("words", "a\ud83d", "a?"),
        ("photo", "9f0c", "9f0c"),
        ("yes", "on", True),
        ("yes", "0", False),
        ("yes", False, False),
    ],
)
def test_an_answer_is_kept_in_one_form(key, value, kept):
    assert checked(key, value) == kept


SHOWN = "Choose one of the options that are shown."


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("nps", "11", "Choose a number from 0 to 10."),
        ("nps", "7.5", "Choose a number from 0 to 10."),
        ("nps", True, "Choose a number from 0 to 10."),
        ("nps", ["1"], "Choose a number from 0 to 10."),
        ("one", "d", SHOWN),
        ("one", {"else": "x"}, SHOWN),
        ("strict", {"other": "x"}, SHOWN),
        ("strict", "other", SHOWN),
        ("one", {"other": 3}, "Answer in words."),
        ("some", "a", "Choose 2 at least."),
        ("some", ["a", "b", "c"], "Choose 2 at most."),
        ("grid", "a", "Answer row by row."),
        ("grid", {"d": "a"}, "There is no row `d` in this question."),
        ("moments", {"a": 6}, "Choose a number from 1 to 5."),
        ("words", "Twelve words", "10 letters at most; this is 2 too many."),
        ("words", 3, "Answer in words."),
        ("yes", "maybe", "Tick the box, or leave it."),
    ],
)
def test_what_is_no_answer_is_told_to_whoever_gave_it(key, value, said):
    with pytest.raises(NotAnAnswer) as caught:
        checked(key, value)

    assert str(caught.value) == said


VALUES = {
    "nps": 9,
    "one": {"other": "Rain"},
    "some": ["a", {"other": ""}],
    "grid": {"a": "c", "b": "a"},
    "moments": {"c": 4},
    "words": "Nice",
    "photo": "9f0c",
    "yes": False,
    "strict": "b",
}
FIELDS = [
    Field("nps", number=9.0),
    Field("one", option="other", number=1.0, text="Rain"),
    Field("some", option="a", number=1.0),
    Field("some", option="other", number=1.0),
    Field("grid", row="a", option="c", number=1.0),
    Field("grid", row="b", option="a", number=1.0),
    Field("moments", row="c", number=4.0),
    Field("words", text="Nice"),
    Field("photo", text="9f0c"),
    Field("yes", number=0.0),
    Field("strict", option="b", number=1.0),
]


def test_answers_become_one_row_a_field_value():
    assert exploded(ALL, VALUES) == FIELDS


def test_rows_become_the_answers_again():
    unknown = [Field("gone", number=1.0)]

    assert gathered(ALL, chain(FIELDS, unknown)) == VALUES


def test_every_kept_answer_is_one_again():
    assert {key: checked(key, value) for key, value in VALUES.items()} == VALUES


def test_no_answer_has_no_row():
    assert exploded(template("journey-nps"), {"recommend": None}) == []

"""What a survey says: read, refused with what to do, written back, said in a language."""

import pytest

from parcours.core.language import speaking
from parcours.core.refusal import Refused
from parcours.core.survey import TEMPLATES, InvalidSurvey, Survey, template
from parcours.core.survey.questions import KINDS, offered_by, rows_of

HEAD = "survey: x\ntitle: A\nlanguages: [fr, en]\nquestions:\n"
SMALL = """\
survey: small
title: A
languages:
  - fr
  - en
theme:
  colour: '#0f766e'
questions:
  - key: satisfied
    kind: csat
    title:
      fr: Content ?
      en: Happy?
    required: true
  - key: reason
    kind: choices
    title: Pourquoi ?
    show_if:
      any:
        - question: satisfied
          is:
            - 1
            - 2
        - question: satisfied
          answered: false
    options:
      - key: late
        title: Retard
    other: Autre
    at_most: 2
"""


def told(text: str) -> list[str]:
    """Return what is said of *text*: line, column, path and message of each problem."""
    with pytest.raises(InvalidSurvey) as caught:
        Survey.parse(text, name="s")
    return [str(problem).removeprefix("s:") for problem in caught.value.problems]


def of_questions(*lines: str) -> list[str]:
    """Return what is said of questions, with lines counted from the first of them."""
    found = [each.split(":", 2) for each in told(HEAD + "".join(f"  {one}\n" for one in lines))]
    return [f"{int(line) - 4}:{message}" for line, _column, message in found]


def test_a_survey_is_written_as_it_is_read():
    survey = Survey.parse(SMALL)

    assert survey.to_yaml() == SMALL
    assert Survey.of(survey.to_dict()) == survey


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_is_a_survey_in_both_languages(name):
    survey = template(name)

    assert survey.survey == name
    assert survey.languages == ("fr", "en")
    assert survey.stage in {"decision", "retention", "advocacy"}
    assert Survey.parse(survey.to_yaml()) == survey
    for each in survey.questions:
        assert isinstance(each.title, dict)
        assert list(each.title) == ["fr", "en"]


def test_the_templates_ask_every_kind_of_question():
    kinds = {each.kind for name in TEMPLATES for each in template(name).questions}

    assert kinds == set(KINDS)


def test_scores_have_the_scale_of_their_metric():
    scales = {kind: asked.scale for kind, asked in KINDS.items() if asked.scale}

    assert scales == {
        "nps": "nps_0_10", "csat": "csat_1_5", "ces": "ces_1_7", "moments": "csat_1_5",
    }  # fmt: skip
    assert template("journey-nps").questions[0].ends == (0, 10)
    assert template("journey-nps").questions[1].ends is None


def test_a_scale_cannot_be_chosen():
    assert of_questions("- {key: a, kind: nps, title: A, scale: nps_1_5}") == [
        "1: questions › a › scale: unknown field `scale`. Use one of: key, kind, title, help, "
        "required, touchpoint, show_if, low, high."
    ]


def test_rows_and_options_are_named_alike_whatever_the_kind():
    by_kind = {
        each.kind: (
            [row.key for row in rows_of(each)],
            [one.key for one in offered_by(each)],
        )
        for name in ("restaurant-table", "after-case-closed", "after-store-visit")
        for each in template(name).questions
    }

    assert by_kind == {
        "csat": ([], []),
        "matrix": (["food", "service", "wait", "place"], ["worse", "as-expected", "better"]),
        "text": ([], []),
        "ces": ([], []),
        "choice": ([], ["yes", "in-part", "no"]),
        "consent": ([], []),
        "moments": (["shelf-advice", "shelf-price", "checkout-queue", "click-collect"], []),
    }


def test_words_fall_back_to_the_first_language_of_the_survey():
    survey = Survey.parse(SMALL)
    title = survey.questions[0].title

    said = [survey.say(title, code) for code in ("en", "fr", "de")]

    assert said == ["Happy?", "Content ?", "Content ?"]
    assert survey.say("Pourquoi ?", "en") == "Pourquoi ?"
    assert survey.say(None, "en") == ""
    assert survey.say({"es": "Hola"}, "en") == "Hola"


def test_a_question_is_about_its_own_touchpoint_else_the_surveys():
    survey = Survey.of(
        {"survey": "x", "title": "A", "touchpoint": "queue", "questions": [
            {"key": "a", "kind": "csat", "title": "A"},
            {"key": "b", "kind": "csat", "title": "B", "touchpoint": "till"},
        ]}
    )  # fmt: skip

    assert [survey.touchpoint_of(each) for each in survey.questions] == ["queue", "till"]
    assert survey.question("b") == survey.questions[1]
    assert survey.question("c") is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- {key: a, kind: nsp, title: A}", "a: unknown kind `nsp`. Did you mean `nps`?"),
        (
            "- {key: a, title: A}",
            "a: a question is fields, with its `kind` among them: nps, csat, ces, choice, "
            "choices, matrix, moments, text, picture, consent",
        ),
        (
            "- {key: a, kind: text, title: {en: A}}",
            "a › title: the text in `fr`, the survey's first language, is missing: write it",
        ),
        (
            "- {key: a, kind: choice, title: A, options: []}",
            "a › options: the list is empty: name one at least",
        ),
        (
            "- {key: a, kind: choice, title: A, options: [{key: other, title: B}]}",
            "a › options › other › key: `other` is the key of the field `other`: use that, or "
            "another key",
        ),
        (
            "- {key: a, kind: choices, title: A, at_least: 2, options: [{key: b, title: B}]}",
            "a › at_least: more than there are options: nobody could answer",
        ),
        (
            "- {key: a, kind: choices, title: A, at_least: 2, at_most: 1, "
            "options: [{key: b, title: B}, {key: c, title: C}]}",
            "a › at_most: less than `at_least`: nobody could answer",
        ),
        (
            "- {key: a, kind: text, title: 'Hello {nam}'}",
            "a › title: nothing is known as `{nam}` here. Did you mean `name`?",
        ),
        (
            "- {key: a, kind: text, title: {fr: 'De {answer:a}', en: A}}",
            "a › title › fr: nothing is known as `{answer:a}` here. Use one of: name, order, "
            "shop, table.",
        ),
        (
            "- {key: a, kind: text, title: A, show_if: {question: b, answered: true}}",
            "a › show_if › question: `b` is not the key of an earlier question. Nothing is "
            "asked before.",
        ),
        ("- 3", "1: a question is fields, with its `kind` among them: nps, csat, ces, choice, "
         "choices, matrix, moments, text, picture, consent"),
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_told_with_what_to_do(line, problem):
    assert of_questions(line) == [f"1: questions › {problem}"]


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (
            "{question: why, is: lat}",
            " › is: `lat` is not an option of `why`. Did you mean `late`?",
        ),
        (
            "{question: why, at_least: 2}",
            ": `why` is not answered with a number: use `is` or `answered`",
        ),
        (
            "{question: why, is: other}",
            " › is: `other` is not an option of `why`. Use one of: late.",
        ),
        (
            "{question: parts, at_least: 2}",
            ": say which `row` of `parts`. Use one of: queue, till.",
        ),
        (
            "{question: parts, row: tils, at_least: 2}",
            " › row: `tils` is not a row of `parts`. Did you mean `till`?",
        ),
        (
            "{question: why}",
            ": say what the answer must be with one of `is`, `at_least` and `at_most`, "
            "`answered`",
        ),
        (
            "{question: parts, row: till, at_least: 4, at_most: 2}",
            ": `at_least` (4) is more than `at_most` (2): turn them round",
        ),
        (
            "{question: why, all: [{question: why, answered: true}]}",
            ": a condition is about a `question`, or lists conditions in `all` or `any`",
        ),
        ("{any: [{question: whi, is: late}]}",
         " › any › 1 › question: `whi` is not the key of an earlier question. Did you mean "
         "`why`?"),
        ("{question: why, iss: late}", " › iss: unknown field `iss`. Did you mean `is`?"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_hold_is_told_with_what_to_do(condition, problem):
    found = of_questions(
        "- {key: why, kind: choice, title: A, options: [{key: late, title: L}]}",
        "- {key: parts, kind: moments, title: A, moments: [{key: queue, title: Q}, "
        "{key: till, title: T}]}",
        f"- {{key: a, kind: text, title: A, show_if: {condition}}}",
    )

    assert found == [f"3: questions › a › show_if{problem}"]


def test_a_key_is_used_once():
    found = of_questions(
        "- {key: a, kind: text, title: A}",
        "- {key: a, kind: matrix, title: A, rows: [{key: r, title: R}, {key: r, title: R}], "
        "columns: [{key: r, title: R}]}",
    )

    taken = "is taken: each question and option has its own"
    assert found == [
        f"2: questions › a › key: the key `a` {taken}",
        f"2: questions › a › rows › r › key: the key `r` {taken}",
    ]


def test_thanks_depend_on_any_answer_and_lead_to_an_address():
    found = told(
        HEAD + "  - {key: a, kind: text, title: A}\n"
        "thanks:\n"
        "  - {title: '{answer:a}', show_if: {question: a, answered: true}}\n"
        "  - {title: A, link: shop, show_if: {question: b, answered: true}}\n"
    )

    assert found == [
        "8:22: thanks › 2 › link: a link begins with https://",
        "8:48: thanks › 2 › show_if › question: `b` is not the key of an earlier question. "
        "Use one of: a.",
    ]


def test_a_colour_a_language_and_a_picture_are_real():
    theme = "theme: {colour: teal, logo: a.png}"
    assert told(f"survey: x\ntitle: A\nlanguages: [xx]\n{theme}\n") == [
        "3:13: languages › 1: unknown language `xx`: write its code, as in en or fr",
        "4:17: theme › colour: `teal` is not a colour: write it as in #0f766e",
        "4:29: theme › logo: `a.png` is not the key of a picture",
    ]


def test_what_is_no_survey_is_refused_in_the_readers_language(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\xff")

    with speaking("fr"):
        with pytest.raises(Refused) as caught:
            Survey.of([])

        assert str(caught.value).startswith("L’enquête a 1 problème\N{NO-BREAK SPACE}:")
    with pytest.raises(InvalidSurvey, match="UTF-8"):
        Survey.load(path)
    assert told("") == [
        "1:1: the file is empty: it needs fields, each a name, a colon and a value"
    ]


def test_a_survey_made_of_parts_is_checked_as_one_that_is_read():
    asked = template("journey-nps").questions

    with pytest.raises(ValueError, match="`recommend` is not the key of an earlier question"):
        Survey(survey="x", title="A", languages=("fr",), questions=asked[1:])

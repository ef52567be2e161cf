"""Questions in a reader's words, and colours that can be read."""

import random

import pytest

from parcours.core.survey import Survey, Theme
from parcours.listen.domain.surveys import showing, theming

SURVEY = Survey.of(
    {
        "survey": "x",
        "title": "A",
        "languages": ["en", "fr"],
        "questions": [
            {"key": "score", "kind": "csat", "title": "Score", "low": "Bad"},
            {
                "key": "why",
                "kind": "choices",
                "title": "You gave {answer:score} in {shop|our shop}: why?",
                "options": [{"key": "late", "title": {"en": "Late", "fr": "Retard"}}],
                "other": "Other",
            },
            {"key": "ok", "kind": "consent", "title": "OK?", "show_if": {"any": [
                {"question": "score", "is": 1}, {"question": "why", "answered": True}]}},
            {"key": "more", "kind": "text",
             "title": "More on: {answer:why|it} ({answer:ok}, {answer:score})"},
        ],
    }
)  # fmt: skip


def shown(language: str, **values: object) -> list[showing.Shown]:
    speech = showing.Speech(SURVEY, language, context={"shop": "Lyon"}, values=values)
    return showing.show(
        SURVEY.questions, speech, values=values, mistakes={"ok": "!"}, order="x"
    )


def test_questions_speak_the_readers_language_and_of_their_answers():
    given = {"score": 2, "why": ["late", {"other": "Rain"}], "ok": True}

    assert [each.title for each in shown("fr", **given)] == [
        "Score",
        "You gave 2 in Lyon: why?",
        "OK?",
        "More on: Retard, Rain (yes, 2)",
    ]
    assert [each.title for each in shown("en")][1:] == [
        "You gave in Lyon: why?", "OK?", "More on: it (, )",
    ]  # fmt: skip


def test_what_is_chosen_what_was_refused_and_what_leads_on_show():
    score, why, ok, _more = shown("en", score=2, why=["late", {"other": "Rain"}])

    assert [each.value for each in score.marks if each.is_chosen] == ["2"]
    assert (score.low, score.high, score.template) == (
        "Bad",
        "",
        "listen/answering/_scale.html",
    )
    assert [(each.value, each.title, each.is_chosen) for each in why.marks] == [
        ("late", "Late", True), ("other", "Other", True),
    ]  # fmt: skip
    assert (why.other_words, ok.mistake) == ("Rain", "!")
    assert [each.leads for each in (score, why, ok)] == [True, True, False]


def test_any_colour_can_be_read_on_the_page_and_under_a_buttons_words():
    drawn = random.Random(7)

    for _each in range(200):
        colour = f"#{drawn.randrange(0x1000000):06x}"
        sheet = theming.style(theming.look(Theme(colour=colour)))
        assert sheet is not None
        on_brand = sheet.partition("--on-brand: ")[2][:7]
        assert theming.contrast(on_brand, colour) >= 4.5
        for ground in ("#ffffff", "#151a2d"):
            assert theming.contrast(theming.readable(colour, ground), ground) >= 4.5


@pytest.mark.parametrize(
    "name", ["red", "0f766e", "0f766e-huge", "0f766e-large}", "0F766E-large"]
)
def test_a_style_sheet_has_the_name_of_a_look(name):
    assert theming.style(name) is None


def test_large_letters_are_larger():
    assert theming.look(Theme(font_size="large")) == "4f46e5-large"
    sheet = theming.style("4f46e5-large")
    assert sheet is not None
    assert sheet.endswith("html { font-size: 118.75%; }\n")

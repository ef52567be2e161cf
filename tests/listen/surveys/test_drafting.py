"""What a form says of a question becomes plain data, and back into the same form."""

from typing import Any

from parcours.core.survey import TEMPLATES, Survey, template
from parcours.listen.domain.surveys import drafting
from parcours.listen.domain.surveys.fields import nested

DRAFT: dict[str, Any] = {
    "survey": "visit",
    "title": {"fr": "Visite", "en": "Visit"},
    "languages": ["fr", "en"],
    "questions": [
        {"key": "recommend", "kind": "nps", "title": {"fr": "Ami ?", "en": "Friend?"}},
        {"key": "why", "kind": "choices", "title": {"fr": "Quoi ?", "en": "What?"}},
    ],
}


def asked(draft: dict[str, Any]) -> list[str]:
    return [each["key"] for each in draft["questions"]]


def rewritten(**fields: str) -> dict[str, Any]:
    named = {name.replace("__", "."): value for name, value in fields.items()}
    draft = drafting.rewritten(DRAFT, "why", nested(named.items()))
    return drafting.question_of(draft, "why")


def test_names_of_fields_say_where_they_stand():
    fields = [
        ("title.fr", " Bonjour "),
        ("title.en", ""),
        ("options.10.title.fr", "Dix"),
        ("options.9.title.fr", "Neuf"),
        ("when.0.question", "recommend"),
    ]
    assert nested(fields) == {
        "title": {"fr": "Bonjour"},
        "options": [{"title": {"fr": "Neuf"}}, {"title": {"fr": "Dix"}}],
        "when": [{"question": "recommend"}],
    }


def test_an_option_gets_a_key_of_its_words_and_keeps_it():
    found = rewritten(
        title__fr="Quoi ?",
        options__0__key="late",
        options__0__title__fr="Trop tard",
        options__1__title__fr="Trop tard",
        options__1__title__en="Too late",
        options__2__title__fr="Trop tard !",
        options__3__key="gone",
    )
    assert found["options"] == [
        {"key": "late", "title": {"fr": "Trop tard"}},
        {"key": "trop-tard", "title": {"fr": "Trop tard", "en": "Too late"}},
        {"key": "trop-tard-2", "title": {"fr": "Trop tard !"}},
    ]


def test_numbers_ticks_and_empty_fields_are_kept_as_the_survey_has_them():
    found = rewritten(
        title__en="What?", required="on", at_most="2", at_least="", help__fr="", shuffle=""
    )
    assert found == {
        "key": "why",
        "kind": "choices",
        "title": {"en": "What?"},
        "required": True,
        "at_most": 2,
    }


def test_conditions_are_joined_and_read_back_as_they_were_written():
    found = rewritten(
        title__en="What?",
        join="any",
        when__0__question="recommend",
        when__0__test="at_most",
        when__0__value="6",
        when__1__question="moments/till",
        when__1__test="is",
        when__1__value="1, 2",
        when__2__question="agrees",
        when__2__test="answered",
        when__2__value="no",
        when__3__test="is",
    )
    assert found["show_if"] == {
        "any": [
            {"question": "recommend", "at_most": 6},
            {"question": "moments", "row": "till", "is": [1, 2]},
            {"question": "agrees", "answered": False},
        ]
    }
    assert drafting.conditions(found, DRAFT) == (
        "any",
        [
            {"question": "recommend", "test": "at_most", "value": "6"},
            {"question": "moments/till", "test": "is", "value": "1, 2"},
            {"question": "agrees", "test": "answered", "value": "no"},
        ],
    )


def test_conditions_inside_conditions_stay_as_they_are():
    deep = {"any": [{"all": [{"question": "recommend", "at_most": 6}]}]}
    draft = DRAFT | {
        "questions": [DRAFT["questions"][0], DRAFT["questions"][1] | {"show_if": deep}]
    }
    assert drafting.conditions(draft["questions"][1], draft) is None
    said = nested({"title.en": "What?", "keeps_condition": "1"}.items())
    found = drafting.rewritten(draft, "why", said)
    assert drafting.question_of(found, "why")["show_if"] == deep


def test_a_key_is_never_given_twice():
    draft = drafting.added(
        DRAFT, "text", taken={"text", "text-2"}, begun={"title": {"fr": "Dites-nous"}}
    )
    assert asked(draft) == ["recommend", "why", "text-3"]
    assert draft["questions"][-1]["title"] == {"fr": "Dites-nous"}
    assert asked(drafting.copied(draft, "why", taken={"why-2"})) == [
        "recommend",
        "why",
        "why-3",
        "text-3",
    ]


def test_questions_are_ordered_moved_and_removed():
    draft = drafting.added(DRAFT, "text", taken=(), begun={"title": {"fr": "Dites-nous"}})
    assert asked(drafting.ordered(draft, ["text", "recommend"])) == ["text", "recommend", "why"]
    assert asked(drafting.moved(draft, "text", -1)) == ["recommend", "text", "why"]
    assert asked(drafting.moved(draft, "text", 1)) == ["recommend", "why", "text"]
    assert asked(drafting.moved(draft, "unknown", 1)) == ["recommend", "why", "text"]
    assert asked(drafting.removed(draft, "why")) == ["recommend", "text"]


def test_the_form_of_the_whole_survey_keeps_its_questions():
    said = nested(
        {
            "languages": "en, fr de",
            "title.en": "Visit",
            "intro.title.en": "Hello {name}",
            "theme.colour": "#0f766e",
            "anonymous": "on",
            "thanks.0.title.en": "Thanks!",
            "thanks.0.when.0.question": "recommend",
            "thanks.0.when.0.test": "at_least",
            "thanks.0.when.0.value": "9",
            "thanks.1.link": "https://example.org",
        }.items()
    )
    found = drafting.settled(DRAFT, said)
    assert found == {
        "survey": "visit",
        "languages": ["en", "fr", "de"],
        "title": {"en": "Visit"},
        "intro": {"title": {"en": "Hello {name}"}},
        "theme": {"colour": "#0f766e"},
        "anonymous": True,
        "thanks": [
            {"title": {"en": "Thanks!"}, "show_if": {"question": "recommend", "at_least": 9}}
        ],
        "questions": DRAFT["questions"],
    }


def test_every_template_goes_through_the_forms_unchanged():
    """Each question as its form shows it, sent as it is, says the same."""
    from parcours.listen.domain.surveys.board import texts

    for name in TEMPLATES:
        draft = template(name).to_dict()
        languages = drafting.languages_of(draft)
        for question in draft["questions"]:
            fields = {
                each.name: each.value
                for word in ("title", "help", "low", "high", "other")
                for each in texts(question, word, languages)
            }
            for list_ in ("options", "rows", "columns"):
                for n, option in enumerate(question.get(list_, ())):
                    fields[f"{list_}.{n}.key"] = option["key"]
                    inside = f"{list_}.{n}."
                    fields |= {
                        each.name: each.value
                        for each in texts(option, "title", languages, inside=inside)
                    }
            for flag in ("required", "shuffle"):
                fields[flag] = "on" if question.get(flag) else ""
            for number in ("at_least", "at_most", "lines", "most", "purpose", "touchpoint"):
                fields[number] = str(question.get(number, ""))
            join, rows = drafting.conditions(question, draft) or ("all", [])
            fields["join"] = join
            for n, row in enumerate(rows):
                fields |= {f"when.{n}.{name}": value for name, value in row.items()}
            said = nested(fields.items())
            if "moments" in question:
                said["moments"] = question["moments"]
            draft = drafting.rewritten(draft, question["key"], said)
        assert Survey.of(draft) == template(name), name

"""A question begins whole, conditions are said in words, a draft says what it lacks."""

import pytest
from django.utils import translation

from parcours.core.survey import Survey as Definition
from parcours.core.survey.questions import KINDS
from parcours.listen.domain.surveys import drafting, offered, publishing
from parcours.listen.domain.surveys.beginning import beginning
from parcours.listen.domain.surveys.fields import nested
from parcours.listen.domain.surveys.untold import language_name, untold
from parcours.listen.models import Survey

EMPTY = {"survey": "visit", "title": {"fr": "Visite"}, "languages": ["fr", "en"]}
POINTS = {"till": {"fr": "La caisse", "en": "The till"}}
TRAIN = {"key": "lyon", "title": {"fr": "Lyon, en train", "en": "Lyon, by train"}}
ELSEWHERE = {"key": "ailleurs", "title": {"fr": "Ailleurs"}}
FROM = {
    "key": "from",
    "kind": "choice",
    "title": {"fr": "D’où ?"},
    "options": [TRAIN, ELSEWHERE],
}
TEXT = {"key": "why", "kind": "text", "title": {"fr": "Pourquoi ?"}}
ASKED = EMPTY | {"questions": [FROM, TEXT]}


@pytest.mark.parametrize("points", [{}, POINTS])
def test_each_kind_of_question_can_be_answered_as_it_begins(points):
    draft = EMPTY
    for kind in KINDS:
        begun = beginning(kind, draft, points)
        draft = drafting.added(draft, kind, taken=(), begun=begun)

    definition = Definition.of(draft)

    assert [each.kind for each in definition.questions] == list(KINDS)


def test_a_question_begins_in_the_language_of_its_survey_whoever_adds_it():
    with translation.override("en"):
        begun = beginning("nps", EMPTY, {})
    assert begun["low"] == {"fr": "Pas du tout probable"}
    with translation.override("en"):
        begun = beginning("nps", EMPTY | {"languages": ["de"]}, {})
    assert begun["low"] == {"de": "Not at all likely"}


def test_a_condition_names_options_in_words_and_keeps_their_keys():
    said = {"title.fr": "Pourquoi ?", "when.0.question": "from", "when.0.test": "is"}

    def kept(value: str):
        fields = nested((said | {"when.0.value": value}).items())
        return drafting.question_of(drafting.rewritten(ASKED, "why", fields), "why")

    found = kept("lyon, by train, Ailleurs")

    assert found["show_if"] == {"question": "from", "is": ["lyon", "ailleurs"]}
    shown = {"question": "from", "test": "is", "value": "Lyon, en train, Ailleurs"}
    assert drafting.conditions(found, ASKED) == ("all", [shown])
    assert kept("Nowhere")["show_if"]["is"] == ["Nowhere"]
    assert kept("lyon,ailleurs")["show_if"]["is"] == ["lyon", "ailleurs"]


def test_a_consent_is_named_in_the_language_of_whoever_reads():
    with translation.override("fr"):
        agrees = offered.offered_by({"kind": "consent"})
        assert offered.told(True, agrees) == "oui"
        assert offered.read("Non", agrees) == [False]
    assert offered.told([1, 2], {}) == "1, 2"


def test_a_draft_says_how_many_texts_a_language_lacks():
    assert untold(ASKED) == [("en", 4)]
    assert untold(ASKED | {"languages": ["fr"]}) == []
    assert [language_name(each) for each in ("fr", "xx-nowhere")] == ["French", "xx-nowhere"]


def test_a_survey_is_called_by_its_new_name_until_its_title_says_another(client, db, ana):
    client.force_login(ana)
    client.cookies["parcours-language"] = "en"
    client.post("/surveys/new/", {"template": "blank"})
    survey = Survey.objects.get()
    address, hx = f"/surveys/{survey.slug}/settings/", {"HX-Request": "true"}
    fields = {"languages": "en", "title.en": survey.name, "name": "My visit"}

    answer = client.post(address, fields, headers=hx)

    survey.refresh_from_db()
    assert (survey.name, survey.draft["title"]) == ("My visit", {"en": "My visit"})
    assert answer.headers["HX-Redirect"] == f"/surveys/{survey.slug}/?open=settings"
    client.post(address, fields | {"title.en": "Yours", "name": "Visits"}, headers=hx)
    survey.refresh_from_db()
    assert (survey.name, survey.draft["title"]) == ("Visits", {"en": "Yours"})


def test_a_language_that_is_none_is_told_as_it_was_written(client, ana, db):
    client.force_login(ana)
    client.cookies["parcours-language"] = "en"
    survey = publishing.start(Definition.of(ASKED), by=ana)

    client.post(
        f"/surveys/{survey.slug}/settings/",
        {"languages": "français, en", "title.fr": "Visite", "name": survey.name},
    )

    page = client.get(f"/surveys/{survey.slug}/").content.decode()
    assert "Languages: unknown language `français`" in page.replace("&#x27;", "'")

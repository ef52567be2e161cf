"""A survey is drawn in the browser: kept as it is written, shown as it will be answered."""

import pytest

from parcours.core.survey import template
from parcours.listen.domain.surveys import publishing
from parcours.listen.models import Response, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(ana) -> Survey:
    return publishing.start(template("after-delivery"), by=ana)


@pytest.fixture
def browser(client, ana):
    client.force_login(ana)
    return client


def keys(survey: Survey) -> list[str]:
    survey.refresh_from_db()
    return [each["key"] for each in survey.draft["questions"]]


def test_a_template_becomes_a_survey_that_can_be_changed(browser):
    answer = browser.post("/surveys/new/", {"template": "journey-nps"})
    made = Survey.objects.get()
    assert answer.url == f"/surveys/{made.slug}/"
    assert made.draft == template("journey-nps").to_dict()
    page = browser.get(answer.url).content.decode()
    assert "How likely are you to recommend us" in page
    assert 'name="title.fr"' in page


def test_a_survey_is_named_in_the_language_its_maker_reads(browser):
    browser.cookies["parcours-language"] = "en"
    assert browser.post("/surveys/new/", {"template": "what-matters"}).status_code == 302
    assert Survey.objects.get().name == "What matters to you"


def test_an_empty_survey_speaks_the_language_of_who_begins_it(browser):
    browser.post("/surveys/new/", {"template": "blank"})
    made = Survey.objects.get()
    assert made.draft["languages"] == ["en", "fr"]
    assert "Nothing is asked yet" in browser.get(f"/surveys/{made.slug}/").content.decode()
    assert browser.post("/surveys/new/", {"template": "none"}).status_code == 422


def test_a_file_that_is_no_survey_is_told_line_by_line(browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = "survey: visit\ntitle: Visit\nquestions:\n  - {key: a, kind: npss, title: What?}\n"
    file = SimpleUploadedFile("visit.yaml", text.encode())
    answer = browser.post("/surveys/new/", {"file": file})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Line 4" in page
    assert "nps" in page
    assert not Survey.objects.exists()


def test_what_is_written_of_a_question_is_kept_at_once(browser, survey):
    answer = browser.post(
        f"/surveys/{survey.slug}/questions/satisfied/",
        {"title.fr": "Alors ?", "title.en": "Well?", "required": "on"},
        headers={"HX-Request": "true"},
    )
    survey.refresh_from_db()
    assert survey.draft["questions"][0] == {
        "key": "satisfied",
        "kind": "csat",
        "title": {"fr": "Alors ?", "en": "Well?"},
        "required": True,
    }
    assert "All is saved." in answer.content.decode()
    assert '<form id="publish"' in answer.content.decode()
    assert survey.changed_at > survey.created_at


def test_what_is_wrong_is_said_at_its_question_and_kept_all_the_same(browser, survey):
    answer = browser.post(
        f"/surveys/{survey.slug}/questions/went-wrong/",
        {"title.fr": "Quoi ?", "title.en": "What?"},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert "to put right" in page
    assert (
        page.index('id="problems-went-wrong"')
        < page.index("Write at least one option.")
        < page.index('id="problems-photo"')
    )
    survey.refresh_from_db()
    assert survey.draft["questions"][1]["title"] == {"fr": "Quoi ?", "en": "What?"}
    shown = browser.get(f"/surveys/{survey.slug}/preview/").content.decode()
    assert "Nothing to show yet" in shown
    assert browser.post(f"/surveys/{survey.slug}/publication/").status_code == 302
    survey.refresh_from_db()
    assert survey.version == 0


def test_questions_are_added_copied_moved_dragged_and_deleted(browser, survey):
    address = f"/surveys/{survey.slug}"
    browser.post(f"{address}/questions/", {"kind": "text"})
    assert keys(survey) == ["satisfied", "went-wrong", "photo", "words", "text"]
    browser.post(f"{address}/questions/photo/copy/")
    browser.post(f"{address}/questions/text/place/", {"by": "up"})
    assert keys(survey) == ["satisfied", "went-wrong", "photo", "photo-2", "text", "words"]
    browser.post(f"{address}/order/", {"key": ["text", "words"]})
    assert keys(survey)[:2] == ["text", "words"]
    browser.post(f"{address}/questions/photo-2/removal/")
    assert "photo-2" not in keys(survey)
    assert browser.post(f"{address}/questions/", {"kind": "essay"}).status_code == 404
    assert browser.post(f"{address}/questions/none/", {}).status_code == 404


def test_moments_take_their_words_from_the_canvas(browser, survey, ana):
    from parcours.map.domain import canvases, starting

    canvases.create("Shop", starting.text("online-shop", "Shop", language="fr"), ana)
    browser.post(f"/surveys/{survey.slug}/questions/", {"kind": "moments"})
    page = browser.get(f"/surveys/{survey.slug}/").content.decode()
    point = page.split('name="moment" value="')[1].split('"')[0]
    browser.post(
        f"/surveys/{survey.slug}/questions/moments/",
        {"title.fr": "Notez", "title.en": "Rate", "moment": [point, "not-on-the-canvas"]},
    )
    survey.refresh_from_db()
    assert [each["key"] for each in survey.draft["questions"][-1]["moments"]] == [point]


def test_the_whole_survey_has_its_own_form(browser, survey):
    browser.post(
        f"/surveys/{survey.slug}/settings/",
        {
            "name": "Delivery, autumn",
            "languages": "fr",
            "title.fr": "Livraison",
            "anonymous": "on",
        },
    )
    survey.refresh_from_db()
    assert (survey.name, survey.is_open) == ("Delivery, autumn", False)
    assert survey.draft["languages"] == ["fr"]
    assert survey.draft["anonymous"] is True
    assert len(survey.draft["questions"]) == 4


def test_the_preview_follows_branches_and_keeps_nothing(browser, survey):
    address = f"/surveys/{survey.slug}/preview/"
    first = browser.get(f"{address}?lang=en").content.decode()
    assert "How satisfied are you" in first
    assert "What went wrong?" not in first
    given = {"asked": "satisfied", "v-satisfied": "2", "go": "refresh", "lang": "en"}
    assert "What went wrong?" in browser.post(address, given).content.decode()
    done = browser.post(address, given | {"go": "next"}).content.decode()
    assert "Thank you" in done
    assert not Response.objects.exists()


def test_a_survey_is_text_too(browser, survey):
    address = f"/surveys/{survey.slug}"
    text = browser.get(f"{address}/survey.yaml").content.decode()
    assert "kind: csat" in text
    assert (
        browser.post(f"{address}/text/", {"text": text.replace("csat", "cats")}).status_code
        == 422
    )
    browser.post(f"{address}/text/", {"text": text.replace("key: photo", "key: picture")})
    assert keys(survey) == ["satisfied", "went-wrong", "picture", "words"]


def test_publishing_closing_and_deleting(browser, survey):
    address = f"/surveys/{survey.slug}"
    browser.post(f"{address}/publication/")
    survey.refresh_from_db()
    assert (survey.version, survey.state) == (1, "live")
    browser.post(f"{address}/removal/")
    assert Survey.objects.filter(pk=survey.pk).exists()
    browser.post(f"{address}/closing/")
    survey.refresh_from_db()
    assert survey.state == "closed"
    browser.post(f"{address}/closing/")
    browser.post("/surveys/new/", {"template": "blank"})
    other = Survey.objects.exclude(pk=survey.pk).get()
    browser.post(f"/surveys/{other.slug}/removal/")
    assert list(Survey.objects.all()) == [survey]


def test_a_viewer_reads_and_changes_nothing(client, viewer, survey):
    client.force_login(viewer)
    assert client.get("/surveys/").status_code == 200
    assert client.get(f"/surveys/{survey.slug}/").status_code == 200
    assert client.get("/surveys/new/").status_code == 404
    for action in ("publication", "settings", "order", "questions", "questions/photo/removal"):
        assert client.post(f"/surveys/{survey.slug}/{action}/").status_code == 404
    assert len(keys(survey)) == 4

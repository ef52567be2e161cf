"""The Share tab: links that say where they hang, the widget's tag, one person's own link."""

import pytest
from django.test import Client

from parcours.listen.domain.surveys import linking, publishing
from parcours.listen.models import Invitation, Survey
from parcours.listen.views.surveys.sharing import script
from parcours.people.domain import identity
from parcours.people.models import Customer
from tests.companies_of_tests import browser_of
from tests.listen.surveys.asking import published
from tests.listen.surveys.visitor import Visitor

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8321"
OWN = "http://localhost:8321"


@pytest.fixture
def survey(ana) -> Survey:
    return published(ana, "journey-nps")


def test_a_link_says_where_it_hangs_and_the_tab_shows_it(ana, survey):
    page = browser_of(ana, "en").get(f"/surveys/{survey.slug}/share/?shop=Café&table=12")

    text = page.content.decode()
    assert f"{HERE}{survey.url}?shop=Caf%C3%A9&amp;table=12" in text
    assert f"{HERE}/s/{survey.door}/kiosk/?shop=Caf%C3%A9&amp;table=12" in text


def test_codes_are_pictures_to_see_or_to_save(ana, survey):
    browser = browser_of(ana, "en")

    seen = browser.get(f"/surveys/{survey.slug}/share/code.svg?shop=Bastille")
    saved = browser.get(f"/surveys/{survey.slug}/share/code.png?shop=Caf%C3%A9&save=1")

    assert seen["Content-Type"] == "image/svg+xml"
    assert saved["Content-Disposition"] == f'attachment; filename="{survey.slug}-Caf-.png"'
    assert browser.get(f"/surveys/{survey.slug}/share/code.gif").status_code == 404


def test_posters_come_as_one_file_or_say_what_is_wrong(ana, survey):
    browser, address = browser_of(ana, "en"), f"/surveys/{survey.slug}/share/posters/"
    given = {"format": "tent", "language": "fr", "kind": "table", "places": "1-3"}

    pdf = browser.post(address, given)
    wrong = browser.post(address, given | {"format": "a9"})

    assert (pdf["Content-Type"], pdf.content.count(b"/Type /Page\n")) == ("application/pdf", 3)
    assert wrong.status_code == 422


def test_the_tag_says_what_was_chosen_and_nothing_else(ana, survey):
    browser, address = browser_of(ana, "en"), f"/surveys/{survey.slug}/share/"

    chosen = browser.get(
        address, {"shape": "popup", "scroll": 50, "exit": "on", "pages": "/a/*"}
    )
    inline = browser.get(address, {"shape": "inline", "lang": "fr"})
    button = browser.get(address, {"shape": "none"})

    source = f'<script defer src="{OWN}/s/widget.js"'
    assert chosen.context["tag"] == (
        f'{source} data-survey="{survey.door}" data-shape="popup" data-scroll="50" '
        'data-exit="" data-pages="/a/*"></script>'
    )
    assert inline.context["tag"] == (
        f'<div data-parcours-survey="{survey.door}" data-lang="fr"></div>\n{source}></script>'
    )
    assert button.context["tag"].startswith(f'<button data-parcours-open="{survey.door}">')


def test_only_sites_that_are_named_may_show_the_open_link(ana, survey):
    browser, address = browser_of(ana, "en"), f"/surveys/{survey.slug}/share/sites/"
    invited = Invitation.objects.create(survey=survey, customer_id="C-1", channel="email")

    wrong = browser.post(address, {"sites": "https://shop.example;script-src"})
    browser.post(address, {"sites": "shop.example HTTPS://www.Shop.example/page"})

    assert wrong.status_code == 422
    survey.refresh_from_db()
    assert survey.sites == "https://shop.example\nhttps://www.shop.example"
    ours = "frame-ancestors 'self'"
    named = f"{ours} https://shop.example https://www.shop.example"
    assert named in Client().get(survey.url)["Content-Security-Policy"]
    assert named not in Client().get(invited.url)["Content-Security-Policy"]
    assert ours in Client().get(invited.url)["Content-Security-Policy"]


def test_the_widget_is_small_and_for_every_site():
    reply = Client().get("/s/widget.js")

    assert reply["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert reply.content.decode() == script()
    assert len(reply.content) < 15_000
    assert "cookie" not in script().lower().replace("no cookie", "")


def test_an_answer_within_another_site_leaves_no_cookie(survey):
    elsewhere = Visitor().opens(f"{survey.url}?channel=widget&page=/cart")
    elsewhere.sends(recommend="9")
    here = Visitor().opens(survey.url).sends(recommend="9")

    assert (elsewhere.questions, list(elsewhere.client.cookies)) == (["liked"], [])
    assert list(here.client.cookies) == ["parcours-answers"]


def test_another_language_keeps_where_one_is(survey):
    page = Visitor().opens(f"{survey.url}?channel=qr&table=12").page

    assert 'href="?channel=qr&amp;table=12&amp;lang=fr&amp;q=recommend"' in page


def test_who_only_reads_shares_but_names_no_site(viewer, survey):
    browser = browser_of(viewer, "en")

    assert browser.get(f"/surveys/{survey.slug}/share/").status_code == 200
    assert browser.post(f"/surveys/{survey.slug}/share/sites/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "closed", "shut"])
def test_the_tab_says_why_nobody_can_answer(ana, survey, state):
    if state == "draft":
        survey = publishing.start(survey.current().parsed(), by=ana)
    elif state == "closed":
        publishing.close(survey, by=ana)
    else:
        Survey.objects.update(is_open=False)

    page = browser_of(ana, "en").get(f"/surveys/{survey.slug}/share/").content.decode()

    words = {"draft": "Publish the survey first", "closed": "is closed", "shut": "Only invited"}
    assert words[state] in page


def test_one_person_gets_one_link_for_one_case(survey, ana):
    one = Customer.objects.create(customer_id="C-1")
    other = Customer.objects.create(customer_id="C-2")

    first = linking.invite(survey, "C-1", channel="sms", case_id="K-7", context={"till": 3})
    again = linking.invite(survey, "C-1", channel="sms", case_id="K-7")
    another = linking.invite(survey, "C-1", channel="sms", case_id="K-8")
    identity.merge(one, other, evidence="Same card", by=ana)
    merged = {linking.invite(survey, each, channel="chat").pk for each in ("C-1", "C-2")}

    assert first == again != another
    assert first.context == {"till": "3", "case": "K-7"}
    assert len(merged) == 1

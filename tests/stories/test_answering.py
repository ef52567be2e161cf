"""A survey answered on a phone: with scripts, without, by keyboard, from a mail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from parcours.core.survey import TEMPLATES
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import guarding
from parcours.listen.models import Invitation, Response
from parcours.people.models import Member
from tests.listen.surveys.asking import published
from tests.stories.browser import browser
from tests.stories.test_every_page import RULES, WIDER, attentive, grave

PHONE = {"width": 390, "height": 844}
NOT_YET = 500  # ms: before, it would be the second tap of two


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


def phone(chromium: Browser, **options) -> Page:
    options = {"viewport": PHONE, "locale": "en", "has_touch": True} | options
    return chromium.new_context(**options).new_page()


def reads(page: Page) -> None:
    page.wait_for_timeout(NOT_YET)


def test_every_kind_of_question_is_sound_on_a_small_phone_in_both_themes(
    chromium: Browser, site_server: str, french: None, ana: Member
):
    faults = []
    doors = [published(ana, name).url for name in TEMPLATES]
    looks = (("light", RULES, doors), ("dark", ["color-contrast"], doors[-2:]))
    for theme, rules, seen in looks:
        page = phone(chromium, color_scheme=theme, viewport={"width": 360, "height": 740})
        heard = attentive(page, site_server)
        for url in seen:
            page.goto(site_server + url)
            faults += [(url, theme, each) for each in [*heard, *grave(page, rules)]]
            assert page.evaluate(WIDER) <= 0
            heard.clear()
        page.context.close()

    assert faults == []


def test_a_touch_leads_on_and_the_words_come_to_the_log(
    chromium: Browser, site_server: str, ana: Member
):
    page = phone(chromium)
    page.goto(site_server + published(ana, "journey-nps").url)

    reads(page)
    page.locator("[value='9']").tap()
    page.get_by_label("What did you like most?").fill("The bell on the table.")
    reads(page)
    page.get_by_role("button", name="Send").tap()

    page.get_by_role("heading", name="Thank you very much!").wait_for()
    assert Response.objects.get().state == "complete"
    assert "The bell on the table." in "".join(
        OutboxEvent.objects.values_list("row", flat=True)
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_a_quick_hand_loses_nothing(
    chromium: Browser, site_server: str, ana: Member, monkeypatch, scripts: bool
):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)
    page = phone(chromium, java_script_enabled=scripts)
    page.goto(site_server + published(ana, "journey-nps").url)

    page.locator("[value='9']").tap()
    if not scripts:
        page.get_by_role("button", name="Next").tap()
    page.get_by_label("What did you like most?").fill("The bell.")
    reads(page)
    page.get_by_role("button", name="Send").tap()

    page.get_by_role("heading", name="Thank you very much!").wait_for()
    assert Response.objects.get().state == "complete"


def test_the_second_tap_of_two_skips_no_question(
    chromium: Browser, site_server: str, ana: Member
):
    page = phone(chromium)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => new URLSearchParams(location.search)"
        ".has('q') && document.querySelector('[value=next]').dispatchEvent(new MouseEvent("
        "'click', {detail: 2, bubbles: true, cancelable: true})))"
    )
    page.goto(site_server + published(ana, "journey-nps").url)

    page.locator("[value='9']").tap()
    reads(page)
    reads(page)

    assert page.get_by_label("What did you like most?").is_visible()


def test_on_one_page_questions_come_and_go_and_a_keyboard_is_enough(
    chromium: Browser, site_server: str, ana: Member
):
    survey = published(ana, "after-case-closed")
    version = survey.versions.get()
    version.definition = {**version.definition, "layout": "page"}
    version.save()
    page = phone(chromium)
    page.goto(site_server + survey.url)

    reads(page)
    page.focus("[name='v-easy'][value='1']")
    page.keyboard.press("ArrowRight")
    page.focus("[name='v-solved'][value='yes']")
    page.keyboard.press("ArrowDown")
    page.get_by_label("What is still to be solved?").wait_for()
    focused = page.evaluate("document.activeElement.value")
    page.get_by_label("What is still to be solved?").fill("The refund.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    reads(page)
    page.keyboard.press("Enter")

    page.get_by_text("We will be in touch again.").wait_for()
    answers = Response.objects.get().answers.values_list("question", "option", "number")
    assert focused == "in-part"
    assert sorted(answers) == [
        ("easy", "", 2.0), ("reopen", "", 1.0), ("solved", "in-part", 1.0),
        ("still-open", "", None),
    ]  # fmt: skip


def test_a_score_in_a_mail_is_given_by_the_readers_first_move(
    chromium: Browser, site_server: str, ana: Member
):
    survey = published(ana, "journey-nps")
    invitation = Invitation.objects.create(survey=survey, customer_id="C-1", channel="email")
    page = phone(chromium)

    page.goto(f"{site_server}{invitation.url}?recommend=10")
    reads(page)
    assert not Response.objects.exists()
    page.mouse.move(100, 300)
    page.mouse.move(110, 300)

    page.get_by_label("What did you like most?").wait_for()
    assert Response.objects.get().answers.get().number == 10


def test_without_scripts_the_same_answers_are_given(
    chromium: Browser, site_server: str, ana: Member
):
    page = phone(chromium, java_script_enabled=False)
    page.goto(site_server + published(ana, "abandoned-cart").url)

    reads(page)
    page.get_by_text("Something else").tap()
    page.get_by_label("Say which").fill("No size 38")
    page.get_by_role("button", name="Next").tap()
    reads(page)
    page.get_by_role("button", name="Send").tap()

    page.get_by_role("heading", name="Thank you for your answer.").wait_for()
    assert Response.objects.get().answers.get().text == "No size 38"

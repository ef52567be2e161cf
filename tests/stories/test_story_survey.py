"""A colleague builds a survey, customers answer it on their phones, and the figure appears."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from parcours.listen.domain.verbatims import gathering
from parcours.listen.models import Survey
from parcours.people.models import Member
from parcours.site.jobs.worker import run_waiting
from tests.companies_of_tests import browser_of
from tests.listen.surveys.asking import published
from tests.stories.browser import browser

NOT_YET = 500  # ms: who is faster is taken for a robot


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser, site_server: str, ana: Member, settings, tmp_path: Path) -> Page:
    """Ana's browser, where she makes a survey."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    session = browser_of(ana, "en").cookies["parcours"].value
    context = chromium.new_context()
    told = {"parcours": session, "parcours-language": "en"}
    context.add_cookies(
        [{"name": name, "value": value, "url": site_server} for name, value in told.items()]
    )
    page = context.new_page()
    page.goto(f"{site_server}/surveys/")
    return page


def build(page: Page) -> None:
    """An empty survey, two questions, the second on a condition; published."""
    page.click("text=Make the first survey")
    page.check("input[value=blank]", force=True)
    page.click("button:has-text('Start')")
    page.click("button:has-text('Satisfaction (CSAT)')")
    page.fill(
        "#q-csat [lang=en]:not(span) >> nth=0",
        "Was the tasting good? Say it as you felt it then.",
    )
    page.keyboard.press("Tab")
    page.wait_for_selector("#title-csat:has-text('Was the tasting good?')")
    page.click("button:has-text('Their own words')")
    page.select_option("#q-text select[name='when.0.question']", "csat")
    page.select_option("#q-text select[name='when.0.test']", "at_most")
    page.fill("#q-text input[name='when.0.value']", "3")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=All is saved.")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.set_viewport_size({"width": 1280, "height": 720})
    page.click("h1")
    page.keyboard.press("Control+z")
    page.wait_for_selector("#steps [value=redo]:not([disabled])")
    page.keyboard.press("Control+Shift+z")
    page.wait_for_selector("#steps [value=redo][disabled]")


def test_events_are_whole_words_on_a_telephone(
    page: Page, site_server: str, french: None, ana: Member
):
    survey = published(ana, "after-delivery")
    ana.language = "fr"
    ana.save()
    cookie = {"name": "parcours-language", "value": "fr", "url": site_server}
    page.context.add_cookies([cookie])
    page.set_viewport_size({"width": 390, "height": 844})
    lines = "[...document.querySelectorAll('.events input')]"
    written = []
    for address in (f"/surveys/{survey.slug}/asked/", "/surveys/contact-policy/"):
        page.goto(site_server + address)
        written += page.evaluate(lines + ".map((each) => each.value).filter(Boolean)")
        assert page.evaluate(lines + ".filter((e) => e.scrollWidth > e.clientWidth)") == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390

    assert written == [
        "une commande livrée", "une commande retournée",
        "une réclamation faite", "un dossier ouvert",
        "une réclamation close", "un dossier clos",
    ]  # fmt: skip


def answer(chromium: Browser, address: str, score: int, words: str = "") -> None:
    """One customer, on a phone of their own."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en")
    phone = context.new_page()
    phone.goto(address)
    phone.wait_for_timeout(NOT_YET)
    phone.click(f".scale label:has-text('{score}')")
    if phone.locator("button:has-text('Next'), button:has-text('Send')").count():
        phone.click("button[value=next]")
    if words:
        phone.wait_for_timeout(NOT_YET)
        phone.fill("textarea", words)
        phone.click("button[value=next]")
    phone.wait_for_selector(".thanks")
    context.close()


def test_a_survey_is_built_answered_and_counted(
    chromium: Browser, page: Page, site_server: str
):
    build(page)
    preview = page.frame_locator("iframe[name=preview]")
    preview.locator("text=Was the tasting good?").first.wait_for()
    preview.locator("textarea").wait_for(state="detached")
    preview.locator(".scale label:has-text('2')").click()
    preview.locator("textarea").wait_for()
    page.click("button:has-text('Publish')")
    page.wait_for_selector("text=Published: version 1 is answered from now on.")

    address = site_server + Survey.objects.get().url
    for number in range(3):
        answer(chromium, address, 5)
        answer(chromium, address, 2, f"Too salty, and the waiter forgot us {number} times.")
    gathering.gather()
    page.click("nav >> text=Results")
    run_waiting()
    page.reload()
    page.wait_for_selector("text=Was the tasting good?")
    assert "6 answers" in page.inner_text("#r-csat")
    counted = page.locator("#r-csat tr:has(th:text-is('2')) td.number").last
    assert counted.text_content() == "3"
    page.click("nav.side >> text=Verbatims")
    assert page.inner_text("#verbatims").count("Too salty") == 3

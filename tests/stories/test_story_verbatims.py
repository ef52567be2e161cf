"""A colleague reads what customers say, corrects a label, and the share changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import gathering
from parcours.listen.models import Correction
from parcours.map.domain import canvases
from parcours.people.models import Member
from tests.companies_of_tests import browser_of
from tests.listen.verbatims.said import CANVAS, WORDS, spoken
from tests.stories.browser import browser


@pytest.fixture
def page(site_server: str, ana: Member, settings, tmp_path: Path) -> Iterator[Page]:
    """Ana's browser, and four customers who said something."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    canvases.create("Parcels", CANVAS, ana)
    lake().append(spoken(*WORDS))
    gathering.gather()
    session = browser_of(ana, "en").cookies["parcours"].value
    with browser() as chromium:
        context = chromium.new_context()
        told = {"parcours": session, "parcours-language": "en"}
        context.add_cookies(
            [{"name": name, "value": value, "url": site_server} for name, value in told.items()]
        )
        page = context.new_page()
        page.goto(f"{site_server}/verbatims/")
        yield page


def test_a_label_is_corrected_and_the_share_changes(page: Page):
    page.fill("#words", "livrer")
    page.press("#words", "Enter")
    page.wait_for_url("**/verbatims/?q=livrer*")
    shown = page.inner_text("#verbatims")
    page.click("text=Read in context")
    page.click("label:has-text('Negative')")
    page.click("button:has-text('Save my coding')")
    page.wait_for_selector("text=Your coding counts from now on.")
    page.click("nav.side >> text=Verbatims")
    page.click("details[data-facet=sentiment] >> text=Negative")
    page.wait_for_url("**sentiment=negative*")
    left = page.inner_text("#verbatims")

    assert WORDS[1] in shown
    assert WORDS[0] not in shown
    assert WORDS[1] in left
    assert "corrected" in left
    assert Correction.objects.get().sentiment == -1


def test_labels_are_given_by_keys_alone(page: Page):
    page.click("text=Label some")
    page.wait_for_url("**/queue/")
    for key in ("1", "t", "t"):
        page.keyboard.press(key)
    page.click("h1")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 labelled by you")
    page.keyboard.press("Escape")
    page.wait_for_load_state()

    made = Correction.objects.get()
    assert (made.sentiment, made.present, made.negative) == (-1, 2, 0)

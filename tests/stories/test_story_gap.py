"""A director signs in, sees what is worst and why, and writes down what she knows of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from parcours.map.models import Canvas
from parcours.people.models import Member
from parcours.site.jobs.worker import run_waiting
from tests.map.company import company, empty_company, known
from tests.stories.browser import browser

__all__ = ["company", "empty_company", "known"]


@pytest.fixture
def page(site_server: str, company: Canvas, ana: Member) -> Iterator[Page]:
    """Her browser, on the dashboard she comes in by."""
    with browser() as chromium:
        page = chromium.new_page()
        page.goto(site_server)
        page.fill("[name=login]", ana.email)
        page.fill("[name=password]", "a password")
        page.click("form.form button[type=submit]")
        page.wait_for_url("**/dashboard/")
        run_waiting()
        page.reload()
        yield page


def test_the_gap_leads_from_the_matrix_to_the_words_of_a_customer(page: Page):
    page.click("nav.side >> text=Gaps")
    page.click("table a:has-text('On the day')")
    page.wait_for_url("**/promises/on-time/**")

    shown = page.inner_text("main")
    assert page.inner_text("h1") == "On the day"
    assert "Kept 75% of the time" in shown
    assert "Trop long" in shown


def test_a_context_is_written_down_and_marks_the_charts(page: Page):
    page.click("text=Contexts")
    page.fill("[name=title]", "Carriers on strike")
    page.fill("[name=starts]", "2026-03-09")
    page.click("button:has-text('Add')")
    page.wait_for_selector("#contexts >> text=Carriers on strike")
    page.goto(page.url.replace("contexts/", "?period=12m"))
    run_waiting()
    page.reload()

    assert "Carriers on strike" in page.content()

"""A colleague at the counter: two customers are one person, then not; another must go."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from parcours.ledger.domain.recording import record
from parcours.ledger.models import OutboxEvent
from parcours.people.domain import identity
from parcours.people.models import Claim, Customer, Member
from parcours.site.jobs.worker import run_waiting
from tests.stories.browser import browser


@pytest.fixture
def page(site_server: str, ana: Member, settings, tmp_path: Path) -> Iterator[Page]:
    """Ana's browser, signed in by hand, and two customers of hers."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    for key, name, email in (
        ("C-1", "Claire Morel", "claire@example.org"),
        ("C-2", "C. Morel", "cm@example.org"),
    ):
        customer = Customer.objects.create(customer_id=key, name=name)
        identity.claim(customer, "email", email, source="shop")
        at = datetime(2026, 3, 2, 10, tzinfo=UTC)
        record("order.placed", customer_id=key, at=at, amount=20.0, currency="EUR")
    with browser() as chromium:
        page = chromium.new_page()
        page.goto(f"{site_server}/customers/")
        page.fill("[name=login]", ana.email)
        page.fill("[name=password]", "a password")
        page.click("form.form button[type=submit]")
        page.wait_for_url("**/customers/")
        yield page


def test_two_customers_become_one_and_two_again(page: Page):
    page.click("text=Claire Morel")
    page.click("text=Identity and rights")
    page.click("summary:has-text('Merge with someone else')")
    page.fill("#other", "C-2")
    page.fill("#evidence", "Same card at the counter")
    page.click("button:has-text('Merge')")
    page.wait_for_selector("text=Same card at the counter")
    merged = page.inner_text("main")
    page.click("button:has-text('Split')")
    page.wait_for_selector("text=undone")
    split = page.inner_text("main")

    assert "cm@example.org" in merged
    assert "cm@example.org" not in split


def test_a_person_is_erased_once_one_is_sure(page: Page):
    page.click("text=Claire Morel")
    page.click("text=Identity and rights")
    page.click("summary:has-text('Erase this person')")
    page.check("[name=sure]")
    page.click("button:has-text('Erase for good')")
    page.wait_for_url("**/customers/")
    said = page.inner_text(".notices")
    run_waiting()
    page.reload()

    assert said.startswith("Everything about this person is being erased")
    assert page.locator("text=Claire Morel").count() == 0
    assert set(Claim.objects.values_list("value", flat=True)) == {"cm@example.org"}
    assert set(OutboxEvent.objects.values_list("customer_id", flat=True)) <= {"C-2"}

"""A colleague imports a file from her browser: checks it, confirms, sees the report."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page

from parcours.ledger.domain.lake import lake
from parcours.ledger.models import Import
from parcours.people.models import Customer, Member
from parcours.site.jobs.worker import Worker
from tests.stories.browser import browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shared_data]
# Playwright runs an event loop of its own in this thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def orders(shared_data: Path, tmp_path: Path) -> Path:
    """A slice of a marketplace's orders, each with the address of its customer."""
    table = pl.read_parquet(shared_data / "olist_orders.parquet").head(400)
    mail = pl.concat_str("customer_id", pl.lit("@example.org")).alias("email")
    file = tmp_path / "marketplace.csv"
    table.with_columns(mail).drop("customer_id").write_csv(file)
    return file


@pytest.fixture
def page(site_server: str, ana: Member, tmp_path: Path, settings) -> Iterator[Page]:
    settings.LAKE = str(tmp_path / "lake")
    worker = Worker(threads=1)
    working = threading.Thread(target=worker.run)
    working.start()
    with browser() as opened:
        context = opened.new_context(locale="en-GB", base_url=site_server)
        context.add_cookies([{**session_of(ana), "url": site_server}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        yield page
    worker.stop()
    working.join()
    connection.close()


def session_of(member: Member) -> dict[str, str]:
    client = Client()
    client.force_login(member)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def test_she_imports_the_orders_of_her_marketplace(page, orders):
    page.goto("/events/")
    page.set_input_files("input[type=file]", orders)
    page.wait_for_url("**/events/imports/*/")

    status = page.locator("tr", has_text="order_status").locator("select")
    assert status.input_value() == "property"
    status.select_option("")
    page.get_by_role("button", name="Try it on the whole file").first.click()
    page.get_by_role("button", name="Import").click()
    page.get_by_text("events entered the log").wait_for()

    brought = Import.objects.get()
    assert brought.report["read"] == 400
    assert brought.report["written"] == lake().refresh().count() > 1_000
    assert Customer.objects.count() == 400
    assert "order_status" not in lake().scan(["properties"]).collect()["properties"][0]
    assert page.complaints == []


def test_a_file_that_is_dropped_on_the_page_is_read(page, orders):
    page.goto("/events/")
    drop = """([name, text]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([text], name));
        const place = document.querySelector("[data-behavior~=drop]");
        place.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true}));
    }"""
    page.evaluate(drop, [orders.name, orders.read_text()])

    page.wait_for_url("**/events/imports/*/")

    assert Import.objects.get().name == "marketplace.csv"


def test_without_scripts_it_is_a_form_like_any_other(page, site_server, orders):
    plain = page.context.browser.new_context(java_script_enabled=False, base_url=site_server)
    plain.add_cookies(page.context.cookies())
    still = plain.new_page()

    still.goto("/events/")
    still.set_input_files("input[type=file]", orders)
    still.get_by_role("button", name="Read it").click()
    still.get_by_role("button", name="Try it on the whole file").first.click()
    still.get_by_text("This would enter").wait_for()

    assert Import.objects.get().stage == "tried"


def test_a_picture_is_no_file_of_events_and_she_is_told_so(page, tmp_path):
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))

    page.goto("/events/")
    page.set_input_files("input[type=file]", picture)

    page.get_by_text("photo.csv is in PNG format").wait_for()
    assert Import.objects.count() == 0
    assert page.complaints == []

"""Two tabs of one browser hear what happens elsewhere, through one connection."""

import time

import pytest
from playwright.sync_api import BrowserContext, Page

from parcours.ledger.domain.announcing import announce
from tests.site.listening import cookie_of
from tests.stories.browser import browser

pytestmark = pytest.mark.django_db(transaction=True)

LISTEN = """() => {
    window.heard = [];
    const place = document.createElement("i");
    Object.assign(place.dataset, { behavior: "live", topics: "canvas/7" });
    place.addEventListener("live", (event) => heard.push(event.detail.payload.by));
    document.body.append(place);
    document.dispatchEvent(new Event("htmx:load"));
}"""


@pytest.fixture
def tabs(site_server, ana, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    name, value = cookie_of(ana).split("=")
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([{"name": name, "value": value, "url": site_server}])
        yield [tab(context, site_server) for _ in range(2)]
        context.close()


def tab(context: BrowserContext, server: str) -> Page:
    page = context.new_page()
    page.goto(f"{server}/canvases/")
    page.evaluate(LISTEN)
    return page


def hears(page: Page, name: str) -> None:
    # The policy of our pages forbids what Playwright's own waiting needs.
    end = time.monotonic() + 20
    while name not in page.evaluate("heard"):
        assert time.monotonic() < end, f"{name} was not heard"
        page.wait_for_timeout(50)


def test_both_tabs_hear_and_one_goes_on_when_the_other_is_closed(tabs):
    streams = []
    tabs[0].context.on(
        "request", lambda asked: streams.append(asked) if "/live" in asked.url else 0
    )
    announce("canvas/7", by="Bob")
    for each in tabs:
        hears(each, "Bob")

    tabs[0].close()
    announce("canvas/7", by="Léa")
    hears(tabs[1], "Léa")

    assert tabs[1].evaluate("heard") == ["Bob", "Léa"]
    assert len(streams) == 1

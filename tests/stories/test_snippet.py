"""A visitor reads a shop's pages in a real browser; the snippet tells, or keeps silent."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page

from parcours.measure.domain.snippet import source
from tests.stories.browser import browser

PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
HTML = """<!doctype html><title>Shop</title>
<script defer src="/p.js" data-key="site-key"></script>
<button data-parcours="product.added" data-product="Lamp" data-amount="49">Add</button>"""
IS_NO_ROBOT = "Object.defineProperty(navigator, 'webdriver', {get: () => false});"


class Shop(BaseHTTPRequestHandler):
    """A shop's site that carries the snippet, and writes down what it reports."""

    heard: ClassVar[list[dict]] = []

    def do_GET(self):
        is_script = self.path == "/p.js"
        self._answer(
            source() if is_script else HTML, "text/javascript" if is_script else "text/html"
        )

    def do_POST(self):
        report = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.extend(
            each | {"k": report["k"], "v": report.get("v")} for each in report["e"]
        )
        self._answer("", "text/plain")

    def _answer(self, text, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_given):
        """Keep quiet."""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as here:
        yield here


@pytest.fixture
def visit(opened: Browser, shop: str):
    """Open a page of the shop; return it, and the events that it reports, as they come."""

    def visiting(*, init: str = "", path: str = "/lamps") -> tuple[Page, list[dict]]:
        Shop.heard.clear()
        page = opened.new_context(user_agent=PERSON).new_page()
        page.add_init_script(IS_NO_ROBOT + init)
        page.goto(shop + path)
        page.wait_for_timeout(500)
        return page, Shop.heard

    return visiting


def test_it_tells_the_page_its_origin_and_how_long_it_was_read(visit):
    page, heard = visit(path="/lamps?utm_medium=email&secret=1")
    page.goto(page.url.replace("/lamps", "/cart"))
    page.wait_for_timeout(500)

    assert [each["a"] for each in heard] == ["page.viewed", "page.left", "page.viewed"]
    first, left, second = heard
    assert (first["page"], first["utm"]) == ("/lamps", {"medium": "email"})
    assert first["k"] == "site-key"
    assert left["page"] == "/lamps"
    assert 0.1 < left["seconds"] < 30
    assert second["page"] == "/cart"


def test_it_follows_pages_that_change_without_loading(visit):
    page, heard = visit()
    page.evaluate("history.pushState({}, '', '/lamps/7')")
    page.wait_for_timeout(500)

    assert [(each["a"], each["page"]) for each in heard] == [
        ("page.viewed", "/lamps"),
        ("page.left", "/lamps"),
        ("page.viewed", "/lamps/7"),
    ]


def test_it_tells_what_fills_the_cart(visit):
    page, heard = visit()
    page.click("button")
    page.evaluate("parcours.track('checkout.started', {amount: 49, cart: 'c-1'})")
    page.wait_for_timeout(500)

    added, checkout = heard[1:]
    assert (added["a"], added["product"], added["amount"]) == ("product.added", "Lamp", 49)
    assert (checkout["a"], checkout["cart"]) == ("checkout.started", "c-1")


@pytest.mark.parametrize(
    "refusal",
    [
        "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
        "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})",
    ],
)
def test_it_is_silent_for_who_asks_not_to_be_followed(visit, refusal):
    page, heard = visit(init=refusal)
    page.click("button")
    page.evaluate("parcours.track('checkout.started')")
    page.wait_for_timeout(500)

    assert heard == []
    assert page.context.cookies() == []


def test_a_cookie_is_there_only_with_consent(visit):
    page, heard = visit()
    assert (page.context.cookies(), heard[0]["v"]) == ([], None)

    page.evaluate("parcours.consent(true)")
    page.evaluate("history.pushState({}, '', '/next')")
    page.wait_for_timeout(500)
    (cookie,) = page.context.cookies()
    assert cookie["name"] == "parcours_visitor"
    assert heard[-1]["v"] == cookie["value"]

    page.evaluate("parcours.consent(false)")
    assert page.context.cookies() == []

"""A visitor of a shop's site meets the survey: in the page, sliding in, popping up."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from parcours.listen.domain.surveys import guarding
from parcours.listen.models import Response, Survey
from tests.listen.surveys.asking import published
from tests.stories.browser import browser
from tests.stories.test_every_page import RULES, grave

# What a careful shop allows its pages: no inline script or style, one other site.
POLICY = "default-src 'none'; script-src {0}; frame-src {0}; style-src 'none'; img-src 'self'"
REFUSES = "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})"


class Shop(BaseHTTPRequestHandler):
    """A page of another site: the tag it carries is in its address."""

    site, tag = "", ""

    def do_GET(self):
        page = (
            '<!doctype html><html lang="en"><head><title>Shop</title></head><body><main>'
            "<h1>Lamps</h1><button>Buy</button>" + "<p>Lamp</p>" * 80 + "</main>"
            f"{self.tag}</body></html>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Security-Policy", POLICY.format(self.site))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_given):
        """Keep quiet."""


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as here:
        yield here


@pytest.fixture
def shop(site_server: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Shop.site = site_server
    # Another name of this machine: another site, as browsers see it.
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def survey(ana, shop, monkeypatch) -> Survey:
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)
    survey = published(ana, "journey-nps")
    Survey.objects.filter(pk=survey.pk).update(sites=shop)
    return survey


def visit(context: BrowserContext, shop: str, tag: str) -> tuple[Page, list[str]]:
    """Open a page of the shop that carries *tag*; return it, and what its console says."""
    Shop.tag = tag
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(f"{shop}/lamps/7?who=claire", wait_until="load")
    return page, heard


def script(survey: Survey, more: str) -> str:
    source = f"{Shop.site}/s/widget.js"
    return f'<script defer src="{source}" data-survey="{survey.door}" {more}></script>'


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def test_it_slides_in_is_answered_and_does_not_come_back(opened, shop, survey):
    context = opened.new_context()
    tag = script(survey, 'data-shape="slide" data-scroll="30" data-pages="/lamps/*"')
    page, heard = visit(context, shop, tag)
    assert page.locator("aside").count() == 0

    page.mouse.wheel(0, 4000)
    frame = page.frame_locator("aside iframe")
    frame.locator('[value="9"]').click()
    frame.locator("textarea").wait_for()
    assert (kept(page), grave(page, RULES)) == ([], [])
    frame.locator("textarea").fill("The bell.")
    frame.locator("[value=next]").click()
    frame.get_by_text("Thank you very much!").wait_for()
    page.get_by_label("Close").click()
    assert page.locator("aside").count() == 0

    page, again = visit(context, shop, tag)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(400)
    assert page.locator("aside").count() == 0
    assert (heard, again) == ([], [])
    assert kept(page) == [f"parcours-survey-{survey.door}"]
    assert context.cookies() == []
    context.close()
    (response,) = Response.objects.all()
    assert (response.channel, response.state) == ("widget", "complete")
    assert response.context == {"page": "/lamps/7"}


def test_a_pop_up_keeps_the_keyboard_and_escape_gives_it_back(opened, shop, survey):
    context = opened.new_context(reduced_motion="reduce")
    page, heard = visit(context, shop, script(survey, 'data-shape="popup" data-after="1"'))
    page.get_by_text("Buy").focus()
    page.frame_locator("dialog iframe").locator("#answers").wait_for()
    within = page.evaluate("document.activeElement.shadowRoot.activeElement.ariaLabel")
    outside = page.evaluate("document.querySelector('dialog')")
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)

    assert (within, outside, heard) == ("Close", None, [])
    assert page.evaluate("document.activeElement.textContent") == "Buy"
    assert kept(page) == [f"parcours-survey-{survey.door}"]
    context.close()


def test_in_a_page_it_is_light_for_who_likes_the_dark_too(opened, shop, survey):
    context = opened.new_context(color_scheme="dark")
    place = f'<div data-parcours-survey="{survey.door}"></div>'
    page, _heard = visit(
        context, shop, f'{place}<script src="{Shop.site}/s/widget.js"></script>'
    )
    inner = page.frame_locator("iframe")
    inner.locator("#answers").wait_for()
    drawn = inner.locator("body").evaluate(
        "it => [getComputedStyle(it).backgroundColor, getComputedStyle(it).colorScheme]"
    )
    page.goto(f"{Shop.site}/s/{survey.door}")
    alone = page.locator("main").evaluate("it => getComputedStyle(it).backgroundColor")

    assert drawn == ["rgb(255, 255, 255)", "light"]
    assert alone == "rgb(21, 26, 45)"
    context.close()


def test_on_other_pages_it_comes_only_when_a_button_calls_it(opened, shop, survey):
    context = opened.new_context()
    button = f'<button data-parcours-open="{survey.door}">Your opinion?</button>'
    tag = script(survey, 'data-pages="/cart/* /order" data-after="0" data-title="Lamps"')
    page, heard = visit(context, shop, button + tag)
    page.wait_for_timeout(300)
    by_itself = page.locator("dialog").count()
    page.get_by_text("Your opinion?").click()
    page.frame_locator("dialog iframe").locator("#answers").wait_for()
    # Escape within the survey closes it too.
    page.frame_locator("dialog iframe").locator("body").press("Escape")
    page.locator("dialog").wait_for(state="detached")

    assert (by_itself, heard) == (0, [])
    context.close()


def test_who_asks_for_privacy_is_asked_without_a_word_about_the_page(opened, shop, survey):
    context = opened.new_context()
    context.add_init_script(REFUSES)
    tag = f'<div data-parcours-survey="{survey.door}" data-shop="Bastille"></div>'
    page, heard = visit(context, shop, tag + script(survey, 'data-shape="none"'))
    page.frame_locator("iframe").locator("#answers").wait_for()

    asked = page.frames[1].url
    assert asked == f"{Shop.site}/s/{survey.door}?channel=widget&lang=en"
    assert (heard, kept(page)) == ([], [])
    context.close()


def test_a_site_that_is_not_named_shows_nothing(opened, shop, survey):
    Survey.objects.filter(pk=survey.pk).update(sites="https://shop.example")
    context = opened.new_context()
    page, heard = visit(
        context, shop, f'<div data-parcours-survey="{survey.door}"></div>{script(survey, "")}'
    )
    page.wait_for_timeout(600)

    assert page.frame_locator("div iframe").locator("#answers").count() == 0
    assert any("frame-ancestors" in each for each in heard)
    context.close()

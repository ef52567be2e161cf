"""Every page of the demo company in a real browser: what axe, a keyboard and a phone meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from parcours.people.models import Customer, Member
from tests.companies_of_tests import browser_of, company, compute, demo
from tests.site.furnishing import furnish
from tests.site.pages import Page as Address
from tests.site.pages import pages
from tests.stories.browser import browser

SCREENS = Path(__file__).parents[2] / "build" / "screens"
GRAVE = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Each page is seen in both languages, light, dark, and on a phone; axe looks at all in the
# light, at what the theme changes in the dark. What opens on a phone is then made wide.
LOOKS = (
    ("fr", "light", {360: [], 1440: RULES}),
    ("en", "dark", {1440: ["color-contrast"]}),
)
SAME = {"home", "map:first-gaps"}  # they lead to pages of other names
WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return [document.activeElement.className, style.outlineStyle, style.outlineWidth];
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def owner(site_server: str, french: None, tmp_path: Path) -> Iterator[Member]:
    """The owner of a small Maison Lutèce."""
    with company(tmp_path, demo) as member:
        furnish(member)
        yield member


@pytest.fixture
def shown(owner: Member) -> list[Address]:
    """One address of each kind of page, whose figures are computed."""
    found = addresses(owner)
    compute(browser_of(owner, "en"), (each.url for each in found))
    return found


def addresses(member: Member) -> list[Address]:
    """One address of each kind of page."""
    client = browser_of(member, "en")
    each_first = [each for each in pages() if each.is_first and not each.is_file]
    return [
        each
        for each in each_first
        if each.name not in SAME
        and not each.is_part
        and client.get(each.url, follow=True).status_code == 200
    ]


def enter(chromium: Browser, site: str, member: Member, **options) -> BrowserContext:
    """A browser of *member*'s, signed in."""
    language = options.pop("language", "en")
    context = chromium.new_context(reduced_motion="reduce", **options)
    session = browser_of(member, language).cookies["parcours"].value
    cookies = {"parcours": session, "parcours-language": language}
    context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in cookies.items()]
    )
    return context


def attentive(page: Page, site: str) -> list[str]:
    """What goes wrong in the page from now on: errors, refusals, requests to others."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    ours = (site, "data:", "blob:")
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(ours) else heard.append(asked.url),
    )
    return heard


def grave(page: Page, rules: list[str]) -> list[str]:
    """What axe finds serious or critical."""
    if not rules:
        return []
    options = {"resultTypes": ["violations"], "runOnly": rules}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def test_every_page_is_sound_in_both_languages_and_themes_and_on_a_phone(
    chromium: Browser, site_server: str, owner: Member, shown: list[Address]
):
    SCREENS.mkdir(parents=True, exist_ok=True)
    for old in SCREENS.glob("*.png"):
        old.unlink()
    faults = []
    for language, theme, widths in LOOKS:
        context = enter(chromium, site_server, owner, language=language, color_scheme=theme)
        page = context.new_page()
        heard = attentive(page, site_server)
        for each in shown:
            named = f"{each.name.replace(':', '-')}.{language}.{theme}"
            page.set_viewport_size({"width": min(widths), "height": 900})
            page.goto(site_server + each.url)
            for width, rules in widths.items():
                faults += seen(page, f"{named}.{width}", width=width, rules=rules)
            faults += [(named, fault) for fault in heard]
            heard.clear()
        context.close()

    assert faults == []
    without_scripts(chromium, site_server, owner, shown)


def seen(page: Page, where: str, *, width: int, rules: list[str]) -> list[tuple[str, str]]:
    """What is wrong with a page so wide, which leaves a picture of it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.screenshot(path=SCREENS / f"{where}.png", full_page=True)
    wrong = grave(page, rules)
    if (wider := page.evaluate(WIDER)) > 0:
        wrong.append(f"{wider} px wider than the screen")
    return [(where, fault) for fault in wrong]


def without_scripts(chromium: Browser, site: str, owner: Member, shown: list[Address]) -> None:
    """Every page says its heading and its figures to who runs no script."""
    context = enter(chromium, site, owner, java_script_enabled=False)
    page = context.new_page()
    silent = []
    for each in shown:
        page.goto(site + each.url)
        if len(page.inner_text("main").split()) < 5:
            silent.append(each.url)
    page.goto(f"{site}/dashboard/")
    tables = page.locator("figure.chart-card table").count()
    charts = page.locator("figure.chart-card").count()
    context.close()

    assert silent == []
    assert tables == charts > 0


def test_a_keyboard_alone_reaches_content_search_and_menu(
    chromium: Browser, site_server: str, ana: Member
):
    context = enter(chromium, site_server, ana, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{site_server}/team/")

    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUS)
    page.keyboard.press("Enter")
    main = page.evaluate("document.activeElement.id")
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    opened = page.locator("#menu").is_visible()
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUS)
    page.keyboard.press("Escape")
    closed = page.locator("#menu").is_visible()

    assert (skip[0], main) == ("skip", "main")
    assert (opened, closed) == (True, False)
    assert focused == ["brand", "solid", "3px"]


def test_what_one_types_is_found_and_without_scripts_on_a_page(
    chromium: Browser, site_server: str, ana: Member
):
    Customer.objects.create(customer_id="C-1", name="Claire Morel")
    page = enter(chromium, site_server, ana).new_page()
    page.goto(f"{site_server}/team/")
    page.locator("#finder").press_sequentially("clai")
    page.click("#found a")
    page.wait_for_url("**/customers/C-1/identities/")
    bare = enter(chromium, site_server, ana, java_script_enabled=False).new_page()
    bare.goto(f"{site_server}/team/")
    bare.fill("#finder", "clai")
    bare.press("#finder", "Enter")

    assert bare.url == f"{site_server}/search/?q=clai"
    assert bare.inner_text(".found-all a") == "Claire Morel"

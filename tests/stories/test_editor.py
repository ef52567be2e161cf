"""A canvas is drawn with mouse and keyboard, by two people at once, in French."""

import os
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from parcours.map.domain import canvases, starting
from parcours.map.models import Canvas
from parcours.people.models import Member
from tests.stories.browser import browser

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as here:
        yield here


@pytest.fixture
def canvas(ana: Member) -> Canvas:
    text = starting.text("online-shop", "Acheter", language="fr")
    return canvases.create("Acheter", text, ana)


def come_in(opened: Browser, address: str, member: Member, **options: object) -> Page:
    client = Client()
    client.force_login(member)
    context = opened.new_context(
        locale="fr-FR", viewport={"width": 1500, "height": 900}, **options
    )
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: page.complaints.append(said.text) if said.type == "error" else None,
    )
    return page


def cards(page: Page, stage: str) -> list[str]:
    return page.locator(f"section[aria-label='{stage}'] .touchpoint h3").all_inner_texts()


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_text("Tout est enregistré")
    expect(page.locator("#board[aria-busy=true]")).to_have_count(0)


def drag(page: Page, card: str, onto: str) -> None:
    source, target = (
        page.get_by_role("link", name=name, exact=True).bounding_box() for name in (card, onto)
    )
    page.mouse.move(source["x"] + 12, source["y"] + 8)
    page.mouse.down()
    page.mouse.move(source["x"] + 30, source["y"] - 12, steps=4)
    page.mouse.move(target["x"] + 24, target["y"] + 4, steps=8)
    page.wait_for_timeout(250)
    page.mouse.up()


def test_a_canvas_is_drawn_with_mouse_and_keyboard(site_server, opened, canvas, ana):
    page = come_in(opened, site_server, ana)
    page.goto(f"{site_server}/canvases/acheter/edit/")

    page.get_by_label("Nouvelle carte dans Fidélisation").fill("Rappel")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Rappel", exact=True).click()
    page.get_by_label("Ce dont le client a besoin").fill("Être rappelé à l’heure")
    page.get_by_label("Genre de promesse").select_option("by")
    page.get_by_role("button", name="Ajouter une promesse").click()
    page.get_by_label("La promesse, telle que les clients l’entendent").fill(
        "Rappelé à l’heure"
    )
    page.get_by_label("Commence avec").fill("callback.promised")
    page.get_by_label("Tenue par").fill("callback.made")

    expect(page.locator("[data-said]")).to_contain_text(
        "un rappel effectué au plus tard au moment annoncé — rompue"
    )
    page.get_by_role("link", name="Fermer").click()
    saved(page)
    drag(page, "Rappel", "Service client")
    saved(page)
    page.wait_for_timeout(300)
    moved = cards(page, "Fidélisation")
    page.get_by_role("link", name="Rappel", exact=True).focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#said")).to_contain_text("Rappel : place")
    saved(page)

    assert moved.index("Rappel") < moved.index("Service client")
    drawn = Canvas.objects.get().parsed()
    place = {point.touchpoint: stage.stage for stage, point in drawn.touchpoints()}
    assert place["rappel"] == "decision"
    assert drawn.promise("rappele-a-lheure").kind == "by"

    page.keyboard.press("Control+z")
    saved(page)
    expect(page.locator("section[aria-label='Fidélisation']")).to_contain_text("Rappel")
    assert page.complaints == []


def test_two_people_at_once_see_each_other_and_lose_nothing(
    site_server, opened, canvas, ana, bob
):
    one, other = (come_in(opened, site_server, who) for who in (ana, bob))
    for page in (one, other):
        page.goto(f"{site_server}/canvases/acheter/edit/")
        page.get_by_role("link", name="Livraison", exact=True).click()

    expect(one.locator("#company")).to_contain_text("B")
    one.get_by_label("Ce dont le client a besoin").fill("Recevoir demain")
    other.get_by_label("Ce que nous y faisons").fill("Appeler avant")
    expect(one.get_by_label("Ce que nous y faisons")).to_have_value("Appeler avant")
    expect(other.get_by_label("Ce dont le client a besoin")).to_have_value("Recevoir demain")
    saved(other)

    delivery = next(
        point
        for _, point in Canvas.objects.get().parsed().touchpoints()
        if point.touchpoint == "delivery"
    )
    assert (delivery.need, delivery.actions) == ("Recevoir demain", ("Appeler avant",))
    assert one.complaints == other.complaints == []


def test_a_card_is_filled_in_without_scripts(site_server, opened, canvas, ana):
    page = come_in(opened, site_server, ana, java_script_enabled=False)
    page.goto(f"{site_server}/canvases/acheter/edit/")
    page.get_by_role("link", name="Livraison", exact=True).click()

    page.get_by_label("Ce dont le client a besoin").fill("Recevoir demain")
    page.get_by_role("button", name="Enregistrer").first.click()

    assert re.search("/edit/[0-9a-f]{12}/", page.url)
    assert "need: Recevoir demain" in Canvas.objects.get().text


@pytest.mark.parametrize("width", [390, 1500])
def test_the_editor_never_scrolls_sideways(site_server, opened, canvas, ana, width):
    page = come_in(opened, site_server, ana)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site_server}/canvases/acheter/edit/")

    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert overflow <= 0

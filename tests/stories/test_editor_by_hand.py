"""A canvas is drawn with a finger on a tablet, and a key moment gets its picture."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from parcours.map.models import Picture
from tests.stories.test_editor import canvas, cards, come_in, opened, saved

__all__ = ["canvas", "opened"]
pytestmark = pytest.mark.django_db(transaction=True)


def drag_with_a_finger(page: Page, card: str, onto: str) -> None:
    """Press until the card lifts, carry it, let go."""
    source, target = (
        page.get_by_role("link", name=name, exact=True).bounding_box() for name in (card, onto)
    )
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    x, y = source["x"] + 12, source["y"] + 8
    finger("touchStart", {"x": x, "y": y})
    page.wait_for_timeout(300)
    for step in range(1, 9):
        finger(
            "touchMove",
            {
                "x": x + (target["x"] + 20 - x) * step / 8,
                "y": y + (target["y"] + 2 - y) * step / 8,
            },
        )
        page.wait_for_timeout(30)
    page.wait_for_timeout(250)
    finger("touchEnd")


def test_a_finger_carries_a_card(site_server, opened, canvas, ana):
    page = come_in(opened, site_server, ana, has_touch=True)
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(f"{site_server}/canvases/acheter/edit/")
    before = cards(page, "Fidélisation")

    drag_with_a_finger(page, before[-1], before[0])
    saved(page)
    page.wait_for_timeout(200)

    after = cards(page, "Fidélisation")
    assert sorted(after) == sorted(before)
    assert after.index(before[-1]) < after.index(before[0])
    page.reload()
    assert cards(page, "Fidélisation") == after
    assert page.complaints == []


def test_a_key_moment_gets_its_picture(site_server, opened, canvas, ana):
    photo = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(photo, "JPEG")
    page = come_in(opened, site_server, ana)
    page.goto(f"{site_server}/canvases/acheter/edit/")
    page.get_by_role("link", name="Livraison", exact=True).click()
    page.get_by_label("Nouveau moment clé").fill("On sonne")
    page.keyboard.press("Enter")

    page.locator("input[type=file]").last.set_input_files(
        {"name": "bell.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )

    shown = page.locator("#drawer img.picture")
    expect(shown).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('#drawer img.picture').naturalWidth > 0"
    )
    assert str(Picture.objects.get().key) in shown.get_attribute("src")
    assert page.complaints == []

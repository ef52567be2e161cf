"""Pictograms and pictures that travel inside the page."""

import base64
import io
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from PIL import Image

from parcours.core.canvas import Canvas
from parcours.core.demo import demo_canvas
from parcours.core.gap import gap
from parcours.core.report import report
from parcours.core.report.icons import icon, icons
from parcours.core.report.pictures import picture

EVENTS = pl.DataFrame(
    {
        "customer_id": ["ana"],
        "at": [datetime(2026, 3, 1, tzinfo=UTC)],
        "activity": ["order.placed"],
    }
)
CANVAS = """
canvas: shop
title: Shop
stages:
  - stage: buy
    title: Buying
    touchpoints:
      - touchpoint: till
        title: Till
        icon: shopping-cart
        events: order.placed
        key_moments:
          - {title: The wait, picture: pictures/wait.png}
          - {title: The smile, picture: none.png}
"""


def drawn(path: Path, *, size: tuple[int, int] = (1200, 900), **written: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "orange").save(path, **written)
    return path


def opened(address: str) -> Image.Image:
    kind, data = address.split(",", 1)
    assert kind == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_picture_is_made_small_and_tells_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    drawn(tmp_path / "p.jpg", exif=exif)

    address = picture("p.jpg", tmp_path)

    assert opened(address).size == (640, 480)
    assert dict(opened(address).getexif()) == {}
    assert len(address) < 60_000


def test_a_small_picture_is_not_made_larger_and_keeps_its_shape(tmp_path):
    drawn(tmp_path / "p.png", size=(300, 100))

    assert opened(picture("p.png", tmp_path)).size == (300, 100)


def test_what_is_no_picture_beside_the_canvas_is_not_shown(tmp_path, monkeypatch):
    here = tmp_path / "here"
    drawn(here / "p.png")
    drawn(tmp_path / "outside.png")
    (here / "text.png").write_text("<script>")
    asked = ["none.png", "../outside.png", str(tmp_path / "outside.png"), "text.png", "."]

    assert [picture(each, here) for each in asked] == [""] * len(asked)
    monkeypatch.setattr("parcours.core.report.pictures._LARGEST", 1000)
    assert picture("p.png", here) == ""


def test_the_report_shows_icons_key_moments_and_their_pictures(tmp_path):
    file = tmp_path / "canvas.yaml"
    file.write_text(CANVAS)
    drawn(tmp_path / "pictures" / "wait.png")
    found = gap(Canvas.load(file), EVENTS)

    beside, alone = report(found, folder=tmp_path), report(found)

    assert beside.count('<img src="data:image/jpeg;base64,') == 1
    assert alone.count('<img src="data:') == 0
    for page in (beside, alone):
        assert "The wait</figcaption>" in page
        assert "The smile</figcaption>" in page
        assert f"{icon('shopping-cart')}Till</h3>" in page


@pytest.mark.parametrize("name", [None, "", "no-such-icon"])
def test_a_pictogram_that_is_none_is_left_out(name):
    assert icon(name) == ""


def test_every_pictogram_of_the_demo_and_of_the_reference_is_there():
    reference = Path(__file__).parents[3] / "docs/reference/canvas.md"
    used = {point.icon for _stage, point in demo_canvas().touchpoints()}

    assert used <= icons().keys()
    assert all(f"`{name}`" in reference.read_text(encoding="utf-8") for name in icons())

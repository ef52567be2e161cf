"""Take the pictures of the README anew: ``python tools/pictures.py`` (needs a Chromium)."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.stories.browser import browser  # noqa: E402

from parcours import demo_canvas, demo_events, gap, report  # noqa: E402

IMAGES = ROOT / "docs" / "images"


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    lived = gap(demo_canvas(), demo_events())
    with browser() as opened, tempfile.TemporaryDirectory() as folder:
        for code in ("en", "fr"):
            file = Path(folder) / f"report.{code}.html"
            file.write_text(report(lived, language=code), encoding="utf-8")
            page = opened.new_page(viewport={"width": 1280, "height": 1180})
            page.goto(file.as_uri())
            take(page, code)


def take(page: Page, code: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / f"report.{code}.png")
    place = page.locator("[data-chart=chart-matrix]").locator("xpath=../..")
    place.screenshot(path=IMAGES / f"matrix.{code}.png")


if __name__ == "__main__":
    main()

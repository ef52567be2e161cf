"""Take the pictures of the README anew, with a Chromium: ``python tools/pictures.py ADDRESS``.

ADDRESS is a running ``parcours demo``, whose first figures are computed.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.stories.browser import browser  # noqa: E402

from parcours.site.demo import OWNER, PASSWORD  # noqa: E402

IMAGES = ROOT / "docs" / "images"
PAGES = {
    "dashboard": "/dashboard/",
    "canvas": "/canvases/acheter-chez-maison-lutece/",
    "matrix": "/gaps/",
}


def main(address: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    with browser() as opened:
        for code in ("en", "fr"):
            take(signed_in(opened, address, code), address, code)


def signed_in(opened: Browser, address: str, code: str) -> Page:
    context = opened.new_context(viewport={"width": 1360, "height": 980})
    context.add_cookies([{"name": "parcours-language", "value": code, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", OWNER)
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button[type=submit]")
    page.wait_for_url("**/dashboard/**")
    return page


def take(page: Page, address: str, code: str) -> None:
    for name, path in PAGES.items():
        page.goto(address + path)
        page.wait_for_timeout(1500)
        page.screenshot(path=IMAGES / f"{name}.{code}.png")


if __name__ == "__main__":
    main(sys.argv[1])

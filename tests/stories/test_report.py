"""A director opens the report she was sent, at her desk and on her telephone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tools.messages import translated

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.gap import Gap, gap
from parcours.core.report import report
from tests.stories.browser import browser


@pytest.fixture(scope="module")
def lived() -> Gap:
    return gap(demo_canvas(), demo_events(customers=3000))


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as here:
        yield here


@pytest.fixture(scope="module")
def pages(lived: Gap, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    files = {code: folder / f"report.{code}.html" for code in ("fr", "en")}
    for code, file in files.items():
        file.write_text(report(lived, language=code), encoding="utf-8")
    return files


def visit(opened: Browser, file: Path, *, width: int = 1360, scripts: bool = True) -> Page:
    page = opened.new_page(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            page.complaints.append(asked.url)
            if asked.url != file.as_uri() and not asked.url.startswith("data:")
            else None
        ),
    )
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_chart_is_drawn_with_nothing_fetched_and_nothing_wrong(opened, pages, code):
    page = visit(opened, pages[code])

    drawn = page.locator("[data-chart] svg").count()

    assert page.complaints == []
    assert drawn == page.locator("[data-chart]").count() > 10


@pytest.mark.parametrize("width", [360, 760, 1360])
def test_the_page_never_scrolls_sideways(opened, pages, width):
    page = visit(opened, pages["fr"], width=width)

    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert overflow <= 0


def test_the_numbers_are_all_there_without_scripts(opened, pages, lived):
    page = visit(opened, pages["en"], scripts=False)

    rows = page.locator("main table").first.locator("tbody tr").count()
    words = page.inner_text("main")

    assert rows == len(lived.promises)
    assert "Promises kept" in words
    assert len(re.findall(r"\[[^\]]+;[^\]]+\]", words)) > 50


def test_it_prints_on_paper_with_its_charts(opened, pages, tmp_path):
    page = visit(opened, pages["fr"])

    page.pdf(path=tmp_path / "report.pdf", format="A4", print_background=True)

    assert (tmp_path / "report.pdf").stat().st_size > 100_000


def test_on_paper_no_stage_is_parted_from_its_cards(opened, pages):
    page = visit(opened, pages["fr"], width=703)  # A4 between its margins, 273 mm high
    page.emulate_media(media="print")

    stages = page.evaluate(
        "[...document.querySelectorAll('.stage')].map(each =>"
        " [getComputedStyle(each).breakInside, each.getBoundingClientRect().height < 1031])"
    )

    assert stages == [["avoid", True]] * 5


def test_each_touchpoint_has_its_pictogram_and_its_key_moments(opened, pages, lived):
    page = visit(opened, pages["fr"])
    points = [point for _stage, point in lived.canvas.touchpoints()]

    assert page.locator(".point h3 .icon").count() == len(points)
    assert page.locator(".moment").count() == sum(len(each.key_moments) for each in points)


def test_what_was_reckoned_in_english_is_read_in_french(pages):
    page = pages["fr"].read_text(encoding="utf-8")
    fixed_parts = {
        part
        for message in translated()
        for form in ([message.id] if isinstance(message.id, str) else message.id)
        for part in re.split(r"\{[^{}]*\}", form)
        if len(part.split()) > 3
    }

    assert [part for part in fixed_parts if part in page] == []
    assert "deux groupes" in page

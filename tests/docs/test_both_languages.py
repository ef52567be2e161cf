"""Pages lead where they say, to a page in the same language where there is one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.joinpath("docs").rglob("*.md")), *ROOT.glob("README*.md")]
FRENCH = [page for page in PAGES if page.name.endswith(".fr.md")]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_french = pytest.mark.parametrize("page", FRENCH, ids=lambda page: page.name)


def leads(page: Path) -> list[tuple[Path, str]]:
    """The files of ours that a page leads to, and the place in each."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s#]*)(?:#([^)]*))?\)", text)
    return [
        ((page.parent / file).resolve() if file else page, place)
        for file, place in found
        if "://" not in file
    ]


def linked(page: Path) -> list[Path]:
    return [file for file, _place in leads(page)]


def places(page: Path) -> set[str]:
    """The names by which the headings of a page are reached."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def english(page: Path) -> Path:
    return page.with_name(page.name.replace(".fr.md", ".md"))


@each_page
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = [
        (file, place)
        for file, place in leads(page)
        if not file.exists() or (place and place not in places(file))
    ]

    assert lost == []


@each_french
def test_a_page_and_its_french_one_lead_to_each_other(page: Path) -> None:
    assert english(page) in linked(page)
    assert page in linked(english(page))


@each_french
def test_a_french_page_leads_to_french_pages(page: Path) -> None:
    others = [each for each in linked(page) if each != english(page)]

    assert [each for each in others if each.with_suffix(".fr.md") in FRENCH] == []

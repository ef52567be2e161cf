"""Every page of the site, on a company that just began, on the demo and on real data."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import polars as pl
import pytest
import yaml
from django.http import HttpResponse
from django.test import Client
from examples.boston311.run import prepare as prepare_requests
from examples.marketplace.run import prepare as prepare_orders

from parcours.core.sources import frame, load_mapping
from parcours.map.models import Canvas
from parcours.people.models import Member
from tests.companies_of_tests import browser_of, company, compute, demo, nothing, of_files
from tests.site.english import english_left, said_in_both
from tests.site.furnishing import furnish
from tests.site.html import Document
from tests.site.pages import MANY, Page, doors, pages

# Minutes of work, and no statement of their own: once is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
EXAMPLES = Path(__file__).parents[2] / "examples"
PREPARED = {"marketplace": prepare_orders, "boston311": prepare_requests}
SLICE = 1_500
WAITING = ("being computed", "en cours de calcul")
# A language is called by its own name where it is chosen; columns of the log have one name.
SAME = {"English", "activity"}
REAL = [
    pytest.param(name, marks=pytest.mark.shared_data) for name in ("marketplace", "boston311")
]


@pytest.fixture(scope="module", params=["empty", "demo", *REAL])
def computed(
    request, tmp_path_factory, french, django_db_setup, django_db_blocker
) -> Iterator[tuple[Member, dict[str, HttpResponse]]]:
    """The owner of each of the companies, and what pages told when all was computed."""
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    if name in PREPARED:
        data = request.getfixturevalue("shared_data")
        made = partial(imported, name, data, folder)
    else:
        made = {"empty": nothing, "demo": demo}[name]
    with django_db_blocker.unblock(), company(folder, made) as member:
        if name != "empty":
            furnish(member)
        yield member, compute(browser_of(member, "en"), (each.url for each in pages()))


@pytest.fixture
def owner(computed: tuple[Member, dict[str, HttpResponse]]) -> Member:
    """The owner of a company whose figures are computed."""
    return computed[0]


def imported(example: str, data: Path, folder: Path) -> Member:
    """A company of the first rows of a real file, read and drawn as its example does."""
    rows = folder / "slice.parquet"
    pl.scan_parquet(PREPARED[example](data, folder)).head(SLICE).sink_parquet(rows)
    events = frame(rows, load_mapping(EXAMPLES / example / "mapping.yaml"))
    return of_files(EXAMPLES / example / "canvas.yaml", events.unique("event_id"))


def opened(get: Callable[[str], HttpResponse]) -> Iterator[tuple[Page, Document]]:
    """Each page to read, as *get* gives it; what is no page, or a file, is only asked for."""
    for page in pages():
        response = get(page.url)
        if response.status_code == 405:
            continue
        assert response.status_code == 200, (response.status_code, page.url)
        is_html = response["Content-Type"].startswith("text/html")
        if is_html and not page.is_part:
            yield page, Document(response.content.decode())


def test_every_page_opens_is_well_made_and_shows_its_figures(
    computed: tuple[Member, dict[str, HttpResponse]],
):
    owner, told = computed
    client = browser_of(owner, "en")

    def get(url: str) -> HttpResponse:
        # Some addresses are signed anew each time.
        return told[url] if url in told else client.get(url, follow=True)

    faults = [
        (page.url, fault)
        for page, document in opened(get)
        for fault in (*document.all_faults(), *waiting(document))
    ]

    assert faults == []


@pytest.mark.one_database
def test_every_page_is_in_french(owner: Member):
    drawn = [yaml.safe_load(each.text) for each in Canvas.objects.all()]
    english = set(said_in_both(drawn))
    get = partial(browser_of(owner, "fr").get, follow=True)

    left = {
        text: page.url
        for page, document in opened(get)
        for text in english_left(document.texts, also=english)
        if text not in SAME
    }

    assert left == {}


def test_no_page_is_forgotten(owner: Member):
    named = {page.name for page in pages()}

    assert {"measure:dashboard", "people:customers", "ledger:imports"} < named
    if Canvas.objects.exists():
        assert {"map:living", "map:editor", *MANY} < named


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_door_is_well_made(french: None, language: str):
    client = Client()
    client.cookies["parcours-language"] = language

    for page in doors():
        document = Document(client.get(page.url).content.decode())

        assert list(document.all_faults()) == []
        assert document.language == language
        assert language == "en" or english_left(document.texts) == []


def waiting(document: Document) -> list[str]:
    return [text for text in document.texts if any(each in text for each in WAITING)]

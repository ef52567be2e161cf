"""What pages read once is read before anyone opens them."""

import os

import pytest

from parcours.core.text import evidence
from parcours.map.models.canvas import drawing_of
from parcours.people.models import Member
from parcours.site.processes import warming
from tests.companies_of_tests import browser_of
from tests.databases_of_tests import copied
from tests.listen.verbatims.said import heard, shop  # noqa: F401 - fixtures
from tests.site.test_processes import Site, bare, until


def reads() -> tuple[int, int]:
    return evidence.reader.cache_info().misses, drawing_of.cache_info().misses


@pytest.mark.django_db
def test_a_warm_explorer_reads_nothing_for_the_first_time(heard: None, ana: Member):  # noqa: F811
    evidence.reader.cache_clear()
    drawing_of.cache_clear()

    warming.warm()
    warm = reads()
    page = browser_of(ana, "en").get("/verbatims/")

    assert page.status_code == 200
    assert warm[0] > 0
    assert reads() == warm


@pytest.mark.one_database
def test_a_site_warms_up_once_it_answers(tmp_path):
    copied(tmp_path / "parcours.sqlite3")
    site = Site(tmp_path, bare() | {"PARCOURS_LOG_LEVEL": "DEBUG"})
    try:
        until(site.answers, 60)
        said = site.supervisor.stderr
        os.set_blocking(said.fileno(), False)
        until(lambda: b"the pages are warm" in (said.read() or b""), 60)
    finally:
        site.child("web")
        site.child("work")
        site.supervisor.kill()
        site.supervisor.communicate()

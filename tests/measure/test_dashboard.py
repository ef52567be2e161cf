"""The page that everyone sees first."""

import csv
import re
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from parcours.core.metrics import METRICS
from parcours.people.models import Member
from parcours.site.jobs.worker import run_waiting

# Figures of the log and how they are shown; measure asks the database for nothing here.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(client: Client, address: str = "/dashboard/") -> str:
    client.get(address)
    run_waiting()
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("empty")
def test_an_empty_company_is_told_what_to_do_next(anas: Client):
    assert reverse("ledger:imports") in page(anas)
    assert "nothing to measure" in page(anas)


@pytest.mark.usefixtures("lived")
def test_every_metric_is_there_with_its_definition_one_click_away(anas: Client):
    html = page(anas)

    for metric in METRICS:
        assert f"/dashboard/metrics/{metric.name}/" in html
        meaning = anas.get(f"/dashboard/metrics/{metric.name}/")
        assert metric.definition in meaning.content.decode()


@pytest.mark.usefixtures("lived")
def test_what_has_too_few_observations_says_so(anas: Client):
    assert "not measured" in page(anas)


@pytest.mark.usefixtures("lived")
def test_an_arrow_is_there_only_where_a_change_is_proved(anas: Client):
    html = page(anas, "/dashboard/?period=90d")
    lines = re.findall(r'<div class="line">.*?</div>', html, re.DOTALL)
    table = list(csv.DictReader(StringIO(page(anas, "/dashboard/figures.csv?period=90d"))))

    proved = {row["metric"] for row in table if row["is_proved"] == "true"}
    with_arrow = {re.search(r"/metrics/(\w+)/", line)[1] for line in lines if "#arrow-" in line}

    assert with_arrow == proved
    assert "visits" in proved
    assert "visitors" in {row["metric"] for row in table}


@pytest.mark.usefixtures("lived")
def test_what_is_not_computed_yet_says_so_and_comes_by_itself(anas: Client):
    html = anas.get("/dashboard/").content.decode()
    of_one = anas.get("/dashboard/metrics/nps/").content.decode()

    assert "being computed for the first time" in html
    assert "Being computed" in of_one
    assert 'hx-trigger="every 2s"' in html
    assert 'hx-trigger="every 2s"' in of_one


@pytest.mark.usefixtures("lived")
def test_the_period_is_in_the_address(anas: Client):
    html = page(anas, "/dashboard/?from=2026-03-01&to=2026-03-31")

    assert "Mar 1, 2026 to Mar 31, 2026" in html


@pytest.mark.usefixtures("lived")
def test_what_an_address_asks_wrongly_is_as_if_it_were_not_there(anas: Client):
    html = page(anas, "/dashboard/?period=7y&segment=nobody:x&canvas=gone")

    assert 'period=90d" aria-current="true"' in html.replace("&amp;", "&")


@pytest.mark.usefixtures("lived")
def test_there_is_no_such_figure(anas: Client):
    assert anas.get("/dashboard/metrics/luck/").status_code == 404


@pytest.mark.usefixtures("lived")
def test_the_page_says_how_old_its_figures_are(anas: Client):
    assert re.search(r"Computed \d+\s+minutes? ago", page(anas))


@pytest.mark.usefixtures("lived")
def test_a_team_does_not_see_its_touchpoints_before_it_said_what_it_believes(
    client: Client, bob: Member
):
    client.force_login(bob)

    html = page(client)

    assert "/promises/on-time/" not in html
    assert "first say what you believe" in html


@pytest.mark.usefixtures("lived")
def test_it_speaks_french(anas: Client, ana: Member):
    ana.language = "fr"
    ana.save()

    html = page(anas)

    assert '<html lang="fr"' in html
    assert "Visiteurs qui reviennent" in html

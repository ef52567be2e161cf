"""What the demo's owner watches: found by the code of everyone in what the demo says."""

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from parcours.core.demo import CANVAS, demo_events
from parcours.ledger.domain.lake import lake
from parcours.listen.domain.surveys import wave_report
from parcours.listen.domain.surveys.comparing import by_wave
from parcours.listen.domain.verbatims import gathering
from parcours.listen.models import Rise, Survey, WavePlan
from parcours.map.domain import canvases
from parcours.people.models import Member
from parcours.site.demo.answers import keep_history
from parcours.site.demo.history import history
from parcours.site.demo.members import make_members
from parcours.site.demo.surveys import start_surveys
from parcours.site.demo.watching import STRIKE, compare_months, watch
from parcours.ui.notice import notices

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# Long ago for whoever runs this: alerts look back from the last word.
UNTIL = datetime(2026, 5, 31, 22, tzinfo=UTC)
DELIVERY = "after-delivery"
TOUCHPOINT = pl.col("properties").str.json_path_match("$.touchpoint")


@pytest.fixture(scope="module")
def year() -> pl.DataFrame:
    return demo_events(until=UNTIL, strike=STRIKE)


@pytest.fixture
def owner(settings, tmp_path) -> Member:
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    owner = make_members()
    canvases.create("Maison Lutèce", CANVAS.read_text(encoding="utf-8"), owner)
    return owner


def say(events: pl.DataFrame) -> None:
    """Tell the log what was said of deliveries."""
    said = events.filter(pl.col("text").is_not_null(), TOUCHPOINT == "delivery")
    lake().append(said)
    gathering.gather()


def page(member: Member, address: str) -> str:
    client = Client()
    client.force_login(member)
    client.cookies["parcours-language"] = "fr"
    return client.get(address).text


def test_the_strike_of_a_carrier_is_heard_in_what_customers_say_and_rings_the_bell(
    year: pl.DataFrame, owner: Member
):
    say(year)

    watch(owner)
    watch(owner)

    rise = Rise.objects.get(driver="time", value="delivery")
    assert rise.numbers["times_low"] > 1.5
    assert [each.url for each in notices(owner)] == [rise.get_absolute_url()]
    title = "Davantage de plaintes\xa0: Temps et praticité, Livraison"
    assert page(owner, reverse("verbatims:alerts")).count(title) == 2
    assert title in page(owner, rise.get_absolute_url())
    assert not notices(owner)


def test_a_year_without_a_strike_rings_no_bell(owner: Member):
    say(demo_events(until=UNTIL))

    watch(owner)

    assert not Rise.objects.exists()
    assert not notices(owner)


def test_the_strike_is_proved_between_the_waves_of_what_is_asked_after_a_delivery(
    year: pl.DataFrame, owner: Member
):
    survey = _asked(year, owner)

    compare_months(survey, owner, UNTIL)
    compare_months(survey, owner, UNTIL)

    plan = WavePlan.objects.get()
    assert (plan.survey, plan.every, plan.first.isoformat()) == (survey, "month", "2026-02-01")
    payload = by_wave(None, survey=survey.pk)
    assert [each["wave"] for each in payload["waves"]] == [
        "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01",
    ]  # fmt: skip
    version = survey.current()
    satisfied = wave_report.tables(version.parsed(), payload)[0]
    (row,) = satisfied.rows
    assert (satisfied.key, row.cells[-1].before.is_more) == ("satisfied", False)
    assert [cell.before for cell in row.cells[:3]] == [None, None, None]


def _asked(year: pl.DataFrame, owner: Member) -> Survey:
    """Return the survey after a delivery, with what was answered to it."""
    with transaction.atomic():
        surveys = start_surveys(owner, UNTIL)
    slugs = {name: survey.slug for name, survey in surveys.items()}
    told = history(year, slugs, until=UNTIL, seed=1)
    ours = replace(
        told,
        answered=told.answered.filter(survey=DELIVERY),
        asked=told.asked.filter(survey=DELIVERY),
    )
    keep_history(ours, surveys, UNTIL)
    return surveys[DELIVERY]

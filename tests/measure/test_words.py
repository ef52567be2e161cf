"""What customers' own words say on the dashboard."""

import re
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone

from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import gathering
from parcours.map.domain.canvases import create
from parcours.map.models import Canvas
from parcours.people.models import Member
from tests.measure.test_dashboard import page

pytestmark = pytest.mark.django_db

CANVAS = """\
canvas: shop
title: Shop
stages:
  - stage: decision
    title: Buying
    touchpoints:
      - touchpoint: till
        title: Till
        owner: stores
        events: {activity: survey.answered, channel: store}
"""
QUEUE = "The queue was endless, we waited forever at the till."
SELLER = "The seller was so kind and listened to us."


def said(number: int, *, days: int, complains: bool) -> dict[str, Any]:
    """An answer of words and a recommendation, so many days ago."""
    return {
        "event_id": f"r{number}", "customer_id": f"C-{number}",
        "at": timezone.now() - timedelta(days=days, minutes=number),
        "activity": "survey.answered", "channel": "store", "language": "en",
        "text": QUEUE if complains else SELLER, "scale": "nps_0_10",
        "score": (2.0 if complains else 9.0) + number % 2,
    }  # fmt: skip


@pytest.fixture
def spoken(settings, tmp_path, ana: Member) -> Canvas:
    """A shop where complaints of the queue rose sixfold in the last weeks."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    canvas = create("Shop", CANVAS, ana)
    rows = [said(n, days=200, complains=n % 20 == 0) for n in range(200)]
    rows += [said(n, days=5, complains=n % 3 == 0) for n in range(200, 290)]
    lake().append(pl.DataFrame(rows))
    gathering.gather()
    return canvas


def test_what_weighs_on_nps_is_there_with_its_interval(spoken, anas: Client):
    html = " ".join(page(anas).split())
    section = html[html.index("What weighs on NPS") :]
    assert "from 290 answers until now" in section
    assert section.index("/verbatims/drivers/") < section.index("/verbatims/?driver=")
    assert "Time and convenience" in section or "Emotions and relation" in section
    told = re.findall("(?:praised|blamed): [^<]*", section)
    assert len(told) >= 2
    # Nobody spoke ill of the seller, nor well of the queue.
    assert all(re.search("[1-9]", each) and "measured" not in each for each in told)


def test_what_is_complained_of_more_is_among_what_changed(spoken, anas: Client):
    html = " ".join(page(anas).split())
    changed = html[html.index("What changed") : html.index("What is due")]
    assert "Complaints: time and convenience, Till" in changed
    assert f"touchpoint={spoken.pk}%3Atill" in changed


def test_who_is_asked_blind_is_not_told_of_complaints(spoken, client: Client, bob: Member):
    client.force_login(bob)
    assert "Complaints:" not in page(client)


@pytest.mark.usefixtures("lived")
def test_without_words_it_says_what_is_missing(anas: Client):
    assert "too few to tell what weighs on it" in page(anas)

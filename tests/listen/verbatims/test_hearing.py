"""What verbatims tell on the living canvas: beside the scores people gave, never among them."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from parcours.ledger.domain import results
from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import gathering
from parcours.map.domain import canvases, cards, charts, lists, living
from parcours.map.domain.looking import look
from parcours.map.models import Canvas
from parcours.people.models import Member
from tests.listen.verbatims.test_inferring import CROSS, GLAD, event, scored

pytestmark = pytest.mark.django_db

CANVAS = """
canvas: parcels
title: Parcels
stages:
- stage: decision
  title: Decision
  touchpoints:
  - touchpoint: survey
    title: Survey
    events: [survey.answered]
  - touchpoint: calls
    title: Calls
    owner: stores
    aim: 4.5
    events: [call.started, message.received]
    promises:
    - promise: heard
      title: Heard at once
      kind: within
      opens: call.started
      keeps: call.answered
      within: 1 min
      match: case
"""
MAIL = "Écrivez-moi à jeanne.petit@exemple.fr"


def calls(count: int) -> list[dict[str, Any]]:
    """Calls answered at once or never; who called writes afterwards, and gives no score."""
    return [
        each | {"case_id": f"K-{n}", "customer_id": f"K-{n}", "at": at + timedelta(days=n % 40)}
        for n in range(count)
        for at in [timezone.now() - timedelta(days=60)]
        for each in (
            event(f"call-{n}", activity="call.started"),
            event(f"{'answer' if n % 2 else 'left'}-{n}",
                  activity="call.answered" if n % 2 else "call.left"),
            event(f"m-{n}", activity="message.received",
                  text=f"{GLAD if n % 2 else CROSS} {MAIL if n == 1 else ''}"),
        )
    ]  # fmt: skip


@pytest.fixture
def company(settings, tmp_path, ana: Member) -> Canvas:
    """Calls of which words alone tell what was felt, and a survey that teaches it."""
    settings.DATA = tmp_path
    canvas = canvases.create("Parcels", CANVAS, ana)
    rows = pl.DataFrame([*scored(200), *calls(40)], infer_schema_length=None)
    lake().append(rows.unique("event_id", maintain_order=True))
    gathering.gather()
    given = {"canvas": canvas.text, "since": None, "until": None, "where": None}
    results.compute(results.name_of(living.lived), given)
    results.compute(results.name_of(living.choices), {"canvas": canvas.text})
    return canvas


def calling(company: Canvas, member: Member, rf: Any, address: str = "/") -> cards.Card:
    seen = look(company, member, rf.get(address).GET)
    return next(each for each in cards.all_cards(seen) if each.name == "calls")


def test_a_card_tells_what_words_let_infer_apart_from_felt(company, viewer, rf):
    lived = calling(company, viewer, rf).lived
    assert lived.felt.n == 0
    assert lived.inferred.n == 40
    assert 2.5 < lived.inferred.low < lived.inferred.value < lived.inferred.high < 4


def test_a_promise_tells_it_where_kept_and_where_broken(company, viewer, rf):
    [promise] = look(company, viewer, rf.get("/").GET).gap.promises
    assert promise.felt.n == 0
    assert promise.inferred_kept.value > 4 > 2 > promise.inferred_broken.value


def test_a_card_leads_to_the_words_behind_it(company, viewer, rf, client):
    heard = calling(company, viewer, rf).heard
    assert (heard.negative, heard.positive, heard.total) == (20, 20, 40)
    assert heard.url == f"/verbatims/?touchpoint={company.pk}%3Acalls"
    client.force_login(viewer)
    page = client.get(heard.url).content.decode()
    assert "Vendeur adorable" in page


def test_they_are_those_of_the_months_that_were_chosen(company, viewer, rf):
    first = timezone.localdate(timezone.now() - timedelta(days=45)).replace(day=1)
    called = [timezone.localdate(timezone.now() - timedelta(days=60 - n)) for n in range(40)]
    heard = calling(company, viewer, rf, f"/?from={first:%Y-%m}").heard
    assert heard.url == f"/verbatims/?touchpoint={company.pk}%3Acalls&since={first}"
    assert heard.total == sum(day >= first for day in called)


def test_the_canvas_shows_both_marked(company, viewer, client):
    client.force_login(viewer)
    page = " ".join(client.get(f"/canvases/{company.slug}/").content.decode().split())
    assert "from words" in page
    assert "n = 40" in page
    assert "40 verbatims" in page
    assert "20 negative, 0 neutral, 20 positive" in page


def test_the_curve_has_a_fourth_thinner_line(company, viewer, rf):
    seen = look(company, viewer, rf.get("/").GET)
    *_others, line = charts.experience(seen.gap, list(cards.all_cards(seen))).option["series"]
    assert (line["name"], line["lineStyle"]["width"]) == ("from words", 1.5)
    assert [each["value"] is None for each in line["data"]] == [True, False]


def test_who_is_asked_blind_sees_neither(company, bob, rf):
    card = calling(company, bob, rf)
    assert card.is_hidden
    assert card.heard is None
    assert card.lived.inferred is None


def test_the_list_of_words_shows_what_was_read(company, ana, client):
    given = {"canvas": company.text, "touchpoint": "calls"}
    results.compute(results.name_of(lists.behind), given)
    client.force_login(ana)
    page = client.get(
        f"/canvases/{company.slug}/touchpoints/calls/?list=words"
    ).content.decode()
    assert page.count("in context") == 25
    assert ">Positive</span>" in page
    assert "Emotions and relation" in page


def test_the_pages_of_a_promise_tell_it_too(company, viewer, client):
    client.force_login(viewer)
    page = client.get(f"/canvases/{company.slug}/promises/heard/").content.decode()
    assert "felt where broken, without a score" in page

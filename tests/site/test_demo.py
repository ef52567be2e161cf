"""The demo company: made once, whole, and of invented people only."""

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from polars.testing import assert_frame_equal

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.language import speaking
from parcours.core.survey.questions import KINDS
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.results import name_of
from parcours.ledger.models import OutboxEvent, Result
from parcours.listen.domain.sources.touchpoints import Place
from parcours.listen.domain.sources.words import verbatims_of
from parcours.listen.domain.surveys.answering import checked, values_of
from parcours.listen.domain.surveys.comparing import by_wave
from parcours.listen.domain.surveys.resulting import results_of
from parcours.listen.models import (
    Answer,
    AnswerPicture,
    Following,
    Invitation,
    Item,
    Quote,
    Response,
    Review,
    Source,
    Survey,
    Visit,
    WavePlan,
)
from parcours.map.domain import lists, living
from parcours.map.models import Canvas
from parcours.people.models import Claim, Customer, Member, Team
from parcours.site.demo import OWNER, PASSWORD
from parcours.site.demo.answers import keep_history
from parcours.site.demo.fieldwork import keep_fieldwork
from parcours.site.demo.history import history, visits
from parcours.site.demo.making import Demo, begun, make
from parcours.site.demo.members import make_members
from parcours.site.demo.reviews import keep_reviews
from parcours.site.demo.stream import by_case, pick
from parcours.site.demo.surveys import start_surveys
from parcours.site.demo.watching import STRIKE
from parcours.site.models import Job

# A demo lies in a folder of its own, its database too.
pytestmark = pytest.mark.one_database
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.DATA, settings.LAKE = tmp_path, str(tmp_path / "lake")
    return tmp_path


@pytest.mark.django_db
def test_the_company_is_made_once_with_its_people_log_canvas_and_first_figures(own_folder):
    demo = Demo.until_today(customers=200, seed=1, now=NOW)

    make(demo)

    assert _waits_for_figures("home") is False
    assert _waits_for_figures("map:living", "buying-at-maison-lutece") is False
    assert _waits_for_figures("map:gaps", "buying-at-maison-lutece") is False
    # One click further the worker is at it.
    on_their_way = {job.args[0] for job in Job.objects.all()}
    assert on_their_way == {
        name_of(each) for each in (results_of, by_wave, living.over_time, lists.behind)
    }
    assert Job.objects.first().args[0] == name_of(results_of)

    Job.objects.all().delete()
    make(demo)

    assert begun(own_folder).is_made
    assert demo.until == "2026-11-19T23:00:00+00:00"
    # Who spoke in the note gave no name, and is no customer.
    assert Customer.objects.count() == 200
    assert Claim.objects.filter(kind="email").count() == 200
    assert [canvas.name for canvas in Canvas.objects.all()] == ["Buying at Maison Lutèce"]
    assert set(Member.objects.values_list("role", flat=True)) == set(Member.Role.values)
    assert set(Team.objects.values_list("key", flat=True)) >= {"stores", "customer-service"}
    until = datetime.fromisoformat(demo.until)
    events = demo_events(customers=200, until=until, strike=STRIKE)
    easy = Answer.objects.filter(question="easy").count()
    assert lake().count() == events["event_id"].n_unique() + easy
    assert Result.objects.exclude(computed_at=None).exists()
    assert _followed() == [("time", ""), ("", "Paris Bastille")]
    assert WavePlan.objects.get().survey.draft["survey"] == "after-delivery"
    assert {len(verbatims_of(each)) for each in Review.objects.exclude(text="")} == {1}

    ana = Client()
    signed_in = ana.post(
        reverse("account_login"), {"login": OWNER, "password": PASSWORD}, follow=True
    )
    assert signed_in.context["user"].name == "Ana Moreau"


@pytest.mark.django_db
def test_the_answers_of_the_log_are_responses_of_the_surveys_and_told_once(own_folder):
    until = datetime(2026, 11, 19, 23, tzinfo=UTC)
    events = demo_events(customers=500, until=until)
    with transaction.atomic():
        owner = make_members()
        surveys = start_surveys(owner, until)
    slugs = {name: survey.slug for name, survey in surveys.items()}
    told = history(events, slugs, until=until, seed=1)

    keep_history(told, surveys, until)
    keep_history(told, surveys, until)

    named = pl.col("properties").str.json_path_match("$.response")
    said = told.events.select(named).drop_nulls().to_series()
    counted = Response.objects.counted()
    assert said.n_unique() == counted.count() == told.answered.height
    # The log knew each opinion but how easy a visit was.
    old = told.events.filter(pl.col("event_id").is_in(events["event_id"].implode()))
    unchanged = [name for name in events.columns if name not in ("properties", "channel")]
    assert_frame_equal(old.select(unchanged), events.select(unchanged), check_row_order=False)
    assert told.events.height - events.height == Answer.objects.filter(question="easy").count()
    assert not Answer.objects.filter(response__in=counted, is_told=False).exists()


@pytest.mark.django_db
def test_the_surveys_of_the_demo_have_answers_of_every_kind(own_folder):
    until = datetime(2026, 11, 19, 23, tzinfo=UTC)
    surveys = start_surveys(make_members(), until)
    slugs = {name: survey.slug for name, survey in surveys.items()}
    events = demo_events(customers=1500, until=until)

    keep_history(history(events, slugs, until=until, seed=1), surveys, until)

    asked = {
        (survey.draft["survey"], question.key): question.kind
        for survey in Survey.objects.all()
        for question in survey.current().parsed().questions
    }
    known = Answer.objects.filter(response__in=Response.objects.counted())
    answered = set(known.values_list("response__version__definition__survey", "question"))
    assert set(asked) == answered
    assert set(asked.values()) == set(KINDS)
    for row in Response.objects.counted()[:200]:
        assert checked(row.version.parsed(), values_of(row))[1] == {}
    rows = Response.objects.all()
    assert set(rows.values_list("channel", flat=True)) == {
        "email", "kiosk", "link", "qr", "widget",
    }  # fmt: skip
    assert set(rows.values_list("language", flat=True)) == {"en", "fr"}
    assert set(rows.values_list("state", flat=True)) == {"aside", "complete", "partial"}
    assert len(set(Invitation.objects.values_list("probability", flat=True))) > 2
    assert AnswerPicture.objects.exists()


@pytest.mark.django_db
def test_the_reviews_of_the_log_are_those_of_a_source_and_told_no_second_time(own_folder):
    until = datetime(2026, 11, 19, 23, tzinfo=UTC)
    events = demo_events(customers=1500, until=until)
    posted = events.filter(activity="review.posted")
    answered = events.filter(activity="review.answered")
    Customer.objects.bulk_create(
        Customer(customer_id=each, name="Zoé") for each in posted["customer_id"].unique()
    )
    owner = make_members()

    keep_reviews(events, owner, until)
    keep_reviews(events, owner, until)

    source = Source.objects.get()
    assert (source.kind, source.pulled_at, source.sends_replies) == ("file", until, False)
    kept = Review.objects.values_list("external_id", "customer__customer_id", "rating", "text")
    told = posted.select("event_id", "customer_id", "score", "text").rows()
    assert sorted(kept) == sorted(told)
    replied = dict(
        Review.objects.exclude(answered_at=None).values_list("case_id", "answered_at")
    )
    assert replied == dict(answered.select("case_id", "at").rows())
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_note_and_a_mystery_visit_tell_the_log_what_was_said_and_seen(own_folder, code):
    until = datetime(2026, 11, 19, 23, tzinfo=UTC)
    owner = make_members()

    with speaking(code):
        keep_fieldwork("buying", owner, until)
        keep_fieldwork("buying", owner, until)

    known = {(each.touchpoint, each.promise) for each in _places()}
    assert set(Quote.objects.values_list("note__language", "sentiment")) == {
        (code, -1),
        (code, 1),
    }
    items = set(Item.objects.values_list("touchpoint", "promise"))
    assert items | {(each.touchpoint, "") for each in Quote.objects.all()} <= known
    visit = Visit.objects.get()
    assert visit.finished_at == visit.at
    rows = [json.loads(each.row) for each in OutboxEvent.objects.all()]
    assert Counter(each["activity"] for each in rows) == {
        "note.written": 1, "note.quoted": 2, "visit.audited": 4,
    }  # fmt: skip
    assert {each["at"] < until.isoformat() for each in rows} == {True}


def _places() -> set[Place]:
    return {
        Place("buying", point.touchpoint, promise)
        for _stage, point in demo_canvas().touchpoints()
        for promise in ("", *(each.promise for each in point.promises))
    }


@pytest.fixture(scope="module")
def cases() -> pl.DataFrame:
    return by_case(demo_events(customers=300, seed=2))


def _followed() -> list[tuple[str, str]]:
    return list(Following.objects.values_list("driver", "value"))


def _waits_for_figures(page: str, *names: str) -> bool:
    ana = Client()
    ana.force_login(Member.objects.get(email=OWNER))
    return "being computed" in ana.get(reverse(page, args=names)).text


def test_a_case_of_another_year_becomes_one_that_has_just_ended(cases):
    events = pick(cases, now=NOW, chance=random.Random(1))

    ended = max(event["at"] for event in events)
    assert timedelta(0) <= NOW - ended < timedelta(hours=12)
    assert {json.loads(event["properties"])["demo"] for event in events} == {True}
    assert len({event["case_id"] for event in events}) == 1


def test_the_events_of_a_case_keep_the_time_between_them(cases):
    events = pick(cases, now=NOW, chance=random.Random(1))

    number = events[0]["case_id"].rpartition("-")[0]
    told = cases.filter(case_id=number)["events"].item()
    moved = {event["at"] - before["at"] for event, before in zip(events, told, strict=True)}
    assert len(moved) == 1
    assert moved.pop() % timedelta(days=7) == timedelta(0)


def test_the_same_case_told_again_is_another_case(cases):
    chance = random.Random(1)
    numbers = [pick(cases, now=NOW, chance=chance)[0]["case_id"] for _ in range(50)]

    assert len(set(numbers)) == 50


def test_shares_of_three_equal_shops_are_a_whole():
    until = datetime(2026, 11, 1, tzinfo=UTC)
    events = pl.DataFrame(
        {
            "at": [until] * 3,
            "activity": ["order.placed"] * 3,
            "channel": ["store"] * 3,
            "properties": [json.dumps({"shop": each}) for each in ("Lille", "Lyon", "Nantes")],
        }
    )
    assert sum(visits(events, until=until).values()) == pytest.approx(1, abs=1e-9)

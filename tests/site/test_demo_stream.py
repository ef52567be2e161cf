"""What the demo lives while one looks: its reviews come through their source."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.sources.words import verbatims_of
from parcours.listen.domain.verbatims import gathering
from parcours.listen.models import Review, Source
from parcours.people.domain import identity
from parcours.people.models import Customer, Member
from parcours.site.demo.stream import tell

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = datetime(2026, 11, 19, 10, tzinfo=UTC)
BARE = dict.fromkeys(("score", "scale", "text", "language", "due_at", "properties"))
COLUMNS = ("activity", "customer_id", "case_id", "event_id", "score", "text", "language")


@pytest.fixture
def zoe() -> Customer:
    customer = Customer.objects.create(customer_id="ML-7", name="Zoé Roche")
    identity.claim(customer, "email", "zoe@roche.example", source="demo")
    return customer


def case(*, text: str | None = "Trop bien emballé", answered: bool = True) -> list[dict]:
    """A review as the demo's log has it, and that it was answered."""
    about = {"customer_id": "ML-7", "case_id": "R-1-ab", "channel": "review"}
    told = {"score": 4.0, "scale": "stars_1_5", "text": text, "language": "fr"}
    posted = BARE | about | told | {"activity": "review.posted", "at": AT}
    posted["properties"] = json.dumps({"demo": True})
    thanked = BARE | about | {"activity": "review.answered", "at": AT + timedelta(hours=2)}
    return [posted, thanked] if answered else [posted]


def logged() -> list[dict]:
    return [json.loads(each.row) for each in OutboxEvent.objects.order_by("pk")]


def test_a_review_that_is_lived_now_reaches_the_log_and_sources_and_leads_to_its_verbatim(
    settings, tmp_path, zoe: Customer, ana: Member
):
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    source = Source.objects.create(kind="file", name="Avis")

    tell(case(), AT + timedelta(hours=3))
    tell(case(), AT + timedelta(hours=4))
    gathering.gather()

    posted, thanked = logged()
    assert {name: posted.get(name) for name in COLUMNS} == {
        "activity": "review.posted", "customer_id": "ML-7", "case_id": "R-1-ab",
        "event_id": "file:R-1-ab", "score": 4.0, "text": "Trop bien emballé", "language": "fr",
    }  # fmt: skip
    assert json.loads(posted["properties"])["demo"] is True
    assert (thanked["activity"], thanked["case_id"]) == ("review.answered", "R-1-ab")
    review = Review.objects.get()
    assert (review.customer, review.author, review.rating) == (zoe, "Zoé Roche", 4.0)
    assert (review.answered_at, review.replies.count()) == (AT + timedelta(hours=2), 0)
    source.refresh_from_db()
    assert source.pulled_at == AT + timedelta(hours=4)
    browser = Client()
    browser.force_login(ana)
    (verbatim,) = verbatims_of(review)
    assert "Trop bien emballé" in browser.get(reverse("sources:reviews")).text
    there = reverse("verbatims:verbatim", args=[verbatim.pk])
    assert review.get_absolute_url() in browser.get(there).text


def test_a_rating_without_a_word_is_a_review_too(zoe: Customer):
    Source.objects.create(kind="file", name="Avis")

    tell(case(text=None, answered=False), AT)

    assert Review.objects.get().answered_at is None
    assert [each["activity"] for each in logged()] == ["review.posted"]


def test_where_the_source_is_paused_or_gone_nobody_hears_of_a_review(zoe: Customer):
    tell(case(), AT)
    Source.objects.create(kind="file", name="Avis", paused_at=AT)
    tell(case(), AT)

    assert (Review.objects.count(), logged()) == (0, [])


def test_what_else_happens_in_a_case_is_recorded_as_it_is(zoe: Customer):
    tell([case()[0] | {"activity": "order.placed", "score": None, "scale": None}], AT)

    assert [each["activity"] for each in logged()] == ["order.placed"]

"""Answers: kept at each step, accepted once, told to the log in the same transaction."""

import uuid
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from django.utils import timezone

from parcours.core.survey import Survey as Definition
from parcours.ledger.domain import recording
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import answering, publishing
from parcours.listen.domain.surveys.answering import Mistakes, NotAnswerable
from parcours.listen.domain.surveys.reading import answers_of
from parcours.listen.models import Answer, Invitation, Response
from parcours.people.models import Consent, Customer
from tests.listen.surveys.asking import published, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def nps(ana):
    return published(ana, "journey-nps")


def invite(survey, customer_id="C-1", **fields) -> Invitation:
    made = Invitation.objects.create(
        survey=survey, customer_id=customer_id, channel="email", **fields
    )
    return Invitation.objects.get(pk=made.pk)


def test_an_answer_from_a_link_is_told_without_a_name(nps):
    response = answering.begin(nps, channel="qr", language="en", context={"shop": "Bastille"})

    done = answering.accept(response, {"recommend": "9", "liked": " The bell. "})

    assert done.state == "complete"
    assert answering.values_of(done) == {"recommend": 9, "liked": "The bell."}
    shared = {
        "survey": "votre-avis", "version": 1, "response": str(done.key), "via": "qr",
        "shop": "Bastille", "touchpoint": "nps-survey",
    }  # fmt: skip
    who = f"answer-{done.key.hex}"
    assert told() == [
        {"activity": "survey.answered", "channel": "store", "score": 9.0, "scale": "nps_0_10",
         "name": "recommend", "who": who, "properties": shared | {"question": "recommend"}},
        {"activity": "survey.answered", "channel": "store", "text": "The bell.",
         "language": "en", "name": "liked", "who": who,
         "properties": shared | {"question": "liked"}},
    ]  # fmt: skip


def test_accepting_twice_is_accepting_once(nps):
    response = answering.begin(nps, channel="link")

    answering.accept(response, {"recommend": 9})
    again = answering.accept(response, {"recommend": 0})
    answering.keep(response, {"recommend": 1})

    assert answering.values_of(again) == {"recommend": 9}
    assert OutboxEvent.objects.count() == 1


def test_what_was_answered_on_a_branch_left_is_neither_kept_nor_told(nps):
    response = answering.begin(nps, channel="link")
    answering.keep(response, {"recommend": 2, "to-improve": "The queue."})
    answering.keep(response, {"recommend": 10})

    answering.accept(response, {})

    assert list(Answer.objects.values_list("question", "number")) == [("recommend", 10.0)]
    assert [each["name"] for each in told()] == ["recommend"]


def test_answers_are_kept_step_by_step_and_replaced(nps):
    response = answering.begin(nps, channel="link")

    answering.keep(response, {"recommend": 2})
    answering.keep(response, {"recommend": 3, "to-improve": "Late."})
    answering.keep(response, {"to-improve": ""})

    assert answering.values_of(response) == {"recommend": 3}
    assert told() == []


def test_no_answer_is_kept_where_one_is_none(nps):
    response = answering.begin(nps, channel="link")

    with pytest.raises(Mistakes) as caught:
        answering.keep(response, {"recommend": 12, "liked": "A", "unknown": 1})

    assert caught.value.by_question == {
        "recommend": "Choose a number from 0 to 10.",
        "unknown": "This survey has no such question.",
    }
    assert str(caught.value).splitlines()[0] == "recommend: Choose a number from 0 to 10."
    assert answering.values_of(response) == {}


def test_a_response_without_what_is_required_is_not_complete(nps):
    response = answering.begin(nps, channel="link")

    with pytest.raises(Mistakes) as caught:
        answering.accept(response, {"liked": "A"})

    assert caught.value.by_question == {"recommend": "This question needs an answer."}
    response.refresh_from_db()
    assert (response.state, told()) == ("open", [])


def test_nothing_is_accepted_where_the_log_cannot_be_told(nps):
    response = answering.begin(nps, channel="link")
    long_ago = datetime(1, 1, 1, tzinfo=UTC)

    with pytest.raises(recording.NotAnEvent):
        answering.accept(response, {"recommend": 9}, at=long_ago)

    response.refresh_from_db()
    assert (response.state, response.completed_at) == ("open", None)
    assert not Answer.objects.exists()


def test_an_invitation_is_answered_once_and_tells_who(nps):
    invitation = invite(nps, context={"order": "A-7"}, probability=0.2)
    first = answering.begin(nps, channel="email", invitation=invitation, language="de")
    second = answering.begin(nps, channel="email", invitation=invitation)

    done = answering.accept(first, {"recommend": 5})

    invitation.refresh_from_db()
    assert (second.pk, first.language) == (first.pk, "fr")
    assert (done.customer_id, done.probability) == ("C-1", 0.2)
    assert (invitation.state, invitation.answered_at) == ("answered", done.completed_at)
    assert [(each["who"], each["case_id"], each["channel"]) for each in told()] == [
        ("C-1", "A-7", "email")
    ]
    assert answering.begin(nps, channel="email", invitation=invitation).pk == first.pk


def test_an_anonymous_answer_is_tied_to_nobody(ana):
    survey = published(ana, "restaurant-table")
    invitation = invite(survey, context={"order": "A-7", "table": "4"})
    response = answering.begin(survey, channel="email", invitation=invitation, sender="s")

    done = answering.accept(response, {"satisfied": 4})

    invitation.refresh_from_db()
    assert (done.invitation_id, done.customer_id, done.sender) == (None, "", "")
    assert done.context == {"table": "4"}
    assert invitation.answered_at is not None
    assert invitation.answered_at.hour == invitation.answered_at.minute == 0
    assert [each["who"] for each in told()] == [done.speaker]
    with pytest.raises(NotAnswerable, match="answered already"):
        answering.begin(survey, channel="email", invitation=invitation)


def test_moments_are_told_by_touchpoint(ana):
    survey = published(ana, "after-store-visit")
    response = answering.begin(survey, channel="kiosk")

    answering.accept(response, {"moments": {"checkout-queue": 2, "shelf-price": "4"}})

    assert [(e["name"], e["score"], e["properties"]["touchpoint"]) for e in told()] == [
        ("moments:shelf-price", 4.0, "shelf-price"),
        ("moments:checkout-queue", 2.0, "checkout-queue"),
    ]


def test_a_response_of_choices_alone_is_told_as_one_and_other_words_as_words(ana):
    survey = published(ana, "abandoned-cart")
    chosen = answering.begin(survey, channel="widget")
    other = answering.begin(survey, channel="widget")

    answering.accept(chosen, {"reason": "price"})
    answering.accept(other, {"reason": {"other": "No size 38."}})

    assert [(each["name"], each.get("text")) for each in told()] == [
        ("", None),
        ("reason", "No size 38."),
    ]


def test_a_yes_of_someone_known_is_kept_as_their_consent(ana):
    Customer.objects.create(customer_id="C-1")
    question = {"key": "news", "kind": "consent", "title": "News?", "purpose": "news"}
    survey = published(
        ana, Definition.of({"survey": "x", "title": "A", "questions": [question]})
    )

    for customer_id in ("C-1", "C-2"):
        response = answering.begin(
            survey, channel="email", invitation=invite(survey, customer_id)
        )
        answering.accept(response, {"news": True})

    consents = Consent.objects.values_list("customer__customer_id", "purpose", "is_given")
    assert list(consents) == [("C-1", "news", True)]


def test_a_device_that_was_offline_brings_the_same_answer_once(nps, ana):
    key, at = uuid.uuid4(), datetime(2026, 3, 1, 12, tzinfo=UTC)
    publishing.save(nps, {**nps.draft, "title": "Changed"}, by=ana)
    publishing.publish(nps, ana)
    nps.refresh_from_db()

    for _attempt in range(2):
        response = answering.begin(nps, channel="kiosk", key=key, version=1, at=at)
        answering.accept(response, {"recommend": 7}, at=at)

    assert list(Response.objects.values_list("key", "version__number", "completed_at")) == [
        (key, 1, at)
    ]
    assert OutboxEvent.objects.count() == 1


def test_a_closed_survey_takes_what_was_answered_before_it_closed(nps, ana):
    publishing.close(nps, by=ana)
    nps.refresh_from_db()
    before = timezone.now() - timedelta(days=1)

    assert answering.begin(nps, channel="kiosk", at=before).started_at == before
    with pytest.raises(NotAnswerable, match="closed"):
        answering.begin(nps, channel="link")


def test_a_survey_never_published_takes_nothing(ana):
    draft = publishing.start(Definition.of({"survey": "x", "title": "A"}), by=ana)

    with pytest.raises(NotAnswerable, match="not open yet"):
        answering.begin(draft, channel="link")


def test_what_is_left_for_a_day_counts_as_partial_and_can_be_gone_on_with(nps, run_jobs):
    response = answering.begin(nps, channel="link")
    answering.keep(response, {"recommend": 3})
    empty = answering.begin(nps, channel="link")
    Response.objects.update(updated_at=timezone.now() - timedelta(days=2))
    fresh = answering.begin(nps, channel="link")

    answering.count_partial.enqueue()
    run_jobs()

    states = {each.pk: each.state for each in Response.objects.all()}
    assert states == {response.pk: "partial", empty.pk: "partial", fresh.pk: "open"}
    assert [(each["name"], each["properties"]["partial"]) for each in told()] == [
        ("recommend", True)
    ]

    answering.accept(response, {"recommend": 10, "to-improve": "Late."})

    response.refresh_from_db()
    assert response.state == "complete"
    assert answering.values_of(response) == {"recommend": 3, "to-improve": "Late."}
    assert [each["name"] for each in told()] == ["recommend", "to-improve"]


def test_what_is_put_aside_is_kept_and_may_count_after_all(nps, ana):
    response = answering.begin(nps, channel="link")
    answering.accept(response, {"recommend": 9}, aside="fast")

    assert (told(), Response.objects.counted().count()) == ([], 0)

    answering.count_after_all(response, by=ana)
    done = answering.count_after_all(response, by=ana)

    assert (done.state, len(told())) == ("complete", 1)
    assert Response.objects.counted().get().recorded_at is not None


def test_answers_are_a_table_with_a_row_a_field_value(ana):
    survey = published(ana, "after-delivery")
    response = answering.begin(survey, channel="qr", context={"shop": "Lyon", "spam": "x"})
    answering.accept(response, {"satisfied": 2, "went-wrong": ["late", {"other": "Rain"}]})
    answering.begin(survey, channel="link")

    table = answers_of(survey)

    assert table.select("question", "option", "version", "number", "text", "shop").rows() == [
        ("satisfied", None, 1, 2.0, None, "Lyon"),
        ("went-wrong", "late", 1, 1.0, None, "Lyon"),
        ("went-wrong", "other", 1, 1.0, "Rain", "Lyon"),
    ]
    assert table["response"].unique().to_list() == [str(response.key)]
    assert table.schema["completed_at"] == pl.Datetime("us", "UTC")
    assert answers_of(published(ana, "journey-nps")).is_empty()
